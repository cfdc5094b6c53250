"""The rota: who is on duty now, who is next, where it has gaps; and the form that mends it."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation.alerts.queries import mail_problem
from moderation.rota import queries, services
from moderation.rota.domain import Part, Turn, next_change, on_duty
from moderation.rota.forms import TurnForm
from participation.accounts.queries import names_of
from participation.foundation import clock
from participation.foundation.access import Role, held_roles, requires
from participation.foundation.staffing import DAYS
from participation.foundation.transactions import commits

blueprint = Blueprint("rota", __name__, url_prefix="/staff/rota")

EDITORS = (Role.SAFEGUARDING_LEAD, Role.CAMPAIGN_MANAGER, Role.ADMINISTRATOR)
READERS = (*EDITORS, Role.ALTERNATE_LEAD, Role.MODERATOR)


@dataclass(frozen=True)
class Duty:
    """One part as the page shows it: who has it now, and who takes over when."""

    part: Part
    now: str
    then: str


@blueprint.get("")
@requires(*READERS)
def show() -> ResponseReturnValue:
    """Who is on duty, who is next, and what is missing."""
    return _page(_form())


@blueprint.post("")
@requires(*EDITORS)
@commits
def add() -> ResponseReturnValue:
    """Put somebody on the rota."""
    form = _form()
    if form.validate_on_submit():
        try:
            services.add_turn(
                Part(form.part.data),
                form.person.data,
                form.first_day.data,
                form.last_day.data,
                weekdays=map(int, form.weekdays.data),
                is_cover=form.is_cover.data,
                actor_id=current_user.id,
            )
        except services.RotaProblem as problem:
            form[problem.field].errors = [problem.message]
            return _page(form)
        flash("The rota is saved.")
        return redirect(url_for("rota.show"))
    return _page(form)


@blueprint.post("/<int:turn_id>/end")
@requires(*EDITORS)
@commits
def end(turn_id: int) -> ResponseReturnValue:
    """Take somebody off the rota from today on."""
    services.end_turn(turn_id, current_user.id, clock.today() - timedelta(days=1))
    flash("The rota is saved.")
    return redirect(url_for("rota.show"))


def _form() -> TurnForm:
    able = set().union(*queries.rota().able.values())
    return TurnForm(sorted(names_of(able).items(), key=lambda each: each[1]))


def _page(form: TurnForm) -> ResponseReturnValue:
    held, today = queries.rota(), clock.today()
    names = names_of({turn.person_id for turn in held.turns})
    current = [turn for turn in held.turns if turn.last_day is None or turn.last_day >= today]
    return render_template(
        "moderation/rota.html",
        form=form,
        duties=[_duty(held.turns, part, names) for part in Part],
        gaps=held.gaps(today, today + queries.LOOK_AHEAD),
        look_ahead=queries.LOOK_AHEAD.days,
        turns=sorted(current, key=lambda turn: (list(Part).index(turn.part), turn.first_day)),
        days_of=_days_of,
        names=names,
        may_edit=bool(held_roles() & set(EDITORS)),
        mail_problem=mail_problem(),
    )


def _duty(turns: tuple[Turn, ...], part: Part, names: dict[int, str]) -> Duty:
    today = clock.today()
    now, following = on_duty(turns, part, today), next_change(turns, part, today)
    then = f"{names.get(following[1], '')} from {clock.show_date(following[0])}" if following else ""
    return Duty(part, names.get(now.person_id, "") if now else "", then)


def _days_of(turn: Turn) -> str:
    """The days of the week of a turn, when it is not all of them."""
    return (
        "" if len(turn.weekdays) == len(DAYS) else ", ".join(DAYS[day][:3] for day in sorted(turn.weekdays))
    )
