"""The outcomes scorecard at /staff/scorecard."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.scorecard.domain import Column
from analysis.scorecard.forms import FigureForm, IndicatorForm
from analysis.scorecard.models import Indicator
from analysis.scorecard.queries import own_measures, population_indicators, service_measures
from analysis.scorecard.series import FEWEST_FOR_A_TREND, success_series
from analysis.scorecard.services import IndicatorProblem, enter_figure, indicator_by_id, save_indicator
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits
from participation.plan.queries import outcomes, outcomes_today

blueprint = Blueprint("scorecard", __name__, url_prefix="/staff/scorecard")


@blueprint.get("")
@requires(Role.ANALYST)
def index() -> ResponseReturnValue:
    """How all children fare, as far as anybody has said, and apart from it how services and the platform do."""
    measures = own_measures()
    return render_template(
        "scorecard/index.html",
        outcomes=population_indicators(),
        columns=[
            (each.value, [m for m in measures if m.column is each], service_measures(each)) for each in Column
        ],
        fewest=FEWEST_FOR_A_TREND,
    )


@blueprint.get("/success")
@requires(Role.ANALYST)
def success() -> ResponseReturnValue:
    """The success statements year by year."""
    return render_template("scorecard/success.html", series=success_series(), trail=_trail())


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def new() -> ResponseReturnValue:
    """Enter what is measured."""
    form = IndicatorForm()
    form.offer(outcomes())
    if form.validate_on_submit() and (made := _saved(form, None)):
        flash("The indicator is entered. Now enter its figures.")
        return redirect(url_for("scorecard.indicator", number=made.id))
    return render_template("scorecard/edit.html", form=form, indicator=None, trail=_trail())


@blueprint.route("/<int:number>", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def indicator(number: int) -> ResponseReturnValue:
    """One indicator: what it is, and its figures."""
    found = indicator_by_id(number)
    form = IndicatorForm(obj=found)
    form.offer(outcomes())
    if not form.is_submitted():
        standing = outcomes_today([found.outcome_id or 0]).get(found.outcome_id or 0)
        form.outcome_id.data = str(standing.id) if standing else ""
    if form.validate_on_submit() and _saved(form, found):
        flash("The indicator is saved.")
        return redirect(url_for("scorecard.indicator", number=number))
    return _page(found, form, FigureForm(formdata=None))


@blueprint.post("/<int:number>/figures")
@requires(Role.ANALYST)
@commits
def add_figure(number: int) -> ResponseReturnValue:
    """Enter a figure with its day and source."""
    found, form = indicator_by_id(number), FigureForm()
    if form.validate_on_submit():
        try:
            enter_figure(
                found, form.as_at.data, form.value.data, form.source.data.strip(), int(current_user.id)
            )
            flash("The figure is entered.")
            return redirect(url_for("scorecard.indicator", number=number))
        except IndicatorProblem as problem:
            form[problem.field].errors = [problem.message]
    shown = IndicatorForm(formdata=None, obj=found)
    shown.offer(outcomes())
    return _page(found, shown, form)


def _saved(form: IndicatorForm, found: Indicator | None) -> Indicator | None:
    """Save what was filled in; what is wrong stands beside its field, and nothing is saved then."""
    try:
        return save_indicator(
            found,
            name=form.name.data.strip(),
            definition=form.definition.data.strip(),
            unit=(form.unit.data or "").strip(),
            outcome_id=int(form.outcome_id.data) if form.outcome_id.data else None,
            performance_column=form.performance_column.data or None,
            service=(form.service.data or "").strip(),
            story_behind=(form.story_behind.data or "").strip(),
            actor_id=current_user.id,
        )
    except IndicatorProblem as problem:
        form[problem.field].errors = [problem.message]
        return None


def _page(found: Indicator, form: IndicatorForm, figure_form: FigureForm) -> ResponseReturnValue:
    return render_template(
        "scorecard/edit.html",
        form=form,
        indicator=found,
        figure_form=figure_form,
        problems=[(field.id, str(error)) for field in figure_form for error in field.errors],
        trail=_trail(),
    )


def _trail() -> list[tuple[str, str]]:
    return [("Scorecard", url_for("scorecard.index"))]
