"""Entering what is measured, and its figures. No number stands without definition, source and date."""

from datetime import date

from sqlalchemy import select

from analysis.scorecard.models import Indicator, IndicatorFigure
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound


class IndicatorProblem(DomainError):
    """An indicator or a figure cannot be entered as asked. `field` is where it is put right."""

    title = "This figure is not ready"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def indicator_by_id(number: int) -> Indicator:
    """One indicator.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.get(Indicator, number)
    if found is None:
        raise NotFound("There is no such indicator. Go back to the scorecard.")
    return found


def save_indicator(
    indicator: Indicator | None,
    *,
    name: str,
    definition: str,
    unit: str,
    outcome_id: int | None,
    performance_column: str | None,
    service: str,
    story_behind: str,
    actor_id: int,
) -> Indicator:
    """Enter an indicator, or change one.

    Raises:
        IndicatorProblem: when it is of all children and of a service, or of neither.
    """
    if bool(outcome_id) == bool(performance_column):
        raise IndicatorProblem(
            "performance_column",
            "Choose an outcome, for how all children fare, or a column, for how a service does: one of the two.",
        )
    if performance_column and not service:
        raise IndicatorProblem("service", "Name the service that is measured.")
    is_new = indicator is None
    indicator = indicator or Indicator(made_by_id=actor_id)
    indicator.name, indicator.definition, indicator.unit = name, definition, unit
    indicator.outcome_id, indicator.performance_column = outcome_id or None, performance_column or None
    indicator.service = service if performance_column else ""
    indicator.story_behind = story_behind
    db.session.add(indicator)
    db.session.flush()
    audit.record(
        "entered_indicator" if is_new else "changed_indicator", "indicator", indicator.id, actor_id=actor_id
    )
    return indicator


def enter_figure(indicator: Indicator, as_at: date, value: float, source: str, actor_id: int) -> None:
    """Enter the figure of a day; entering the day again replaces it.

    Raises:
        IndicatorProblem: when the day is still to come.
    """
    if as_at > clock.today():
        raise IndicatorProblem("as_at", "Choose the day the figure is for: today or earlier.")
    figure = db.session.scalars(
        select(IndicatorFigure).where(
            IndicatorFigure.indicator_id == indicator.id, IndicatorFigure.as_at == as_at
        )
    ).first()
    before = None if figure is None else figure.value
    if figure is None:
        figure = IndicatorFigure(indicator_id=indicator.id, as_at=as_at)
        db.session.add(figure)
    figure.value, figure.source = value, source
    figure.entered_at, figure.entered_by_id = clock.now(), actor_id
    db.session.flush()
    db.session.refresh(indicator)
    audit.record(
        "entered_figure",
        "indicator",
        indicator.id,
        actor_id=actor_id,
        detail={
            "as_at": as_at.isoformat(),
            "value": f"{value:g}",
            "before": "" if before is None else f"{before:g}",
        },
    )
