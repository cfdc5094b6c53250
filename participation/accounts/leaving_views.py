"""The page on which somebody leaves the team."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.accounts import leaving
from participation.accounts.models import Person
from participation.accounts.queries import person_by_id
from participation.accounts.views import blueprint
from participation.foundation.access import Role, requires
from participation.foundation.requests import row_number
from participation.foundation.transactions import commits


@blueprint.route("/people/<int:person_id>/leaving", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
@commits
def leave(person_id: int) -> ResponseReturnValue:
    """What somebody holds and who could take it on; once chosen, hand it on and close their account."""
    somebody = person_by_id(person_id)
    if request.method == "GET":
        return _page(somebody, {})
    chosen = {duty.key: row_number(request.form.get(duty.key, "")) for duty in leaving.duties_of(person_id)}
    try:
        if somebody.is_active:
            leaving.leave(somebody, chosen, current_user.id)
        else:
            leaving.hand_on(somebody, chosen, current_user.id)
    except leaving.StillHolds as problem:
        return _page(somebody, problem.problems)
    flash(f"Everything {somebody.name} held has somebody, and their account is closed.")
    return redirect(url_for("accounts.people"))


def _page(somebody: Person, wrong: dict[str, str]) -> str:
    return render_template(
        "accounts/leaving.html",
        person=somebody,
        duties=leaving.duties_of(somebody.id),
        wrong=wrong,
        problems=list(wrong.items()),
        chosen=request.form,
    )
