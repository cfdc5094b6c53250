"""Loads the demonstration through the real services, from the first view to published replies."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import func, select

from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.demonstration import presence
from participation.demonstration.answering import theme_and_answer
from participation.demonstration.campaigns import begin
from participation.demonstration.complaining import complain_of_something
from participation.demonstration.moderating import check_all, decide_all
from participation.demonstration.people import DEMO_PEOPLE, add_people, fill_rota
from participation.demonstration.removing import is_anything_here, remove
from participation.demonstration.script import CAMPAIGNS, read_campaign
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, SettingsError
from participation.foundation.migrating import is_current
from participation.foundation.transactions import transaction
from participation.plan.services import ensure_plans

Watch = Callable[[int, int], None]
#: Each view is checked, decided about and themed.
STEPS_A_VIEW = 3


class CannotLoad(DomainError):
    """Something real stands where the demonstration wants to be."""

    title = "The demo cannot be loaded"


def load(watch: Watch | None = None) -> bool:
    """Load the demonstration unless it is here; whether anything was done.

    A load that was interrupted is taken away first, so that what is here is always whole.

    Args:
        watch: hears (steps done, of how many).

    Raises:
        CannotLoad: when the database is not migrated, or a real campaign or account has an address the
            demonstration needs.
        SettingsError: in production, where accounts with a well-known password have no place.
    """
    if deployment().settings.environment == "production":
        raise SettingsError("ENVIRONMENT is production: the demo is for development only.")
    if presence.look():
        db.session.rollback()
        return False
    if not is_current(db.engine):
        raise CannotLoad("The database is not up to date. Run `participation migrate` first.")
    if is_anything_here():
        remove()
    _refuse_when_in_the_way()
    _load(_Steps(watch))
    presence.forget()
    return True


class _Steps:
    """Counts what is done and tells whoever watches."""

    def __init__(self, watch: Watch | None) -> None:
        self._watch = watch
        self._done = 0
        self._total = STEPS_A_VIEW * sum(len(read_campaign(name).views) for name in CAMPAIGNS)

    def advance(self, number: int) -> None:
        """So many more steps are done."""
        self._done = min(self._done + number, self._total)
        if self._watch is not None:
            self._watch(self._done, self._total)


def _load(steps: _Steps) -> None:
    with transaction():
        ensure_plans()
        staff = add_people()
        fill_rota(staff, _first_opening())
    for name in CAMPAIGNS:
        script = read_campaign(name)
        begun = begin(script, staff)
        check_all(steps.advance)
        decide_all(begun, staff, steps.advance)
        theme_and_answer(begun, staff)
        steps.advance(len(script.views))
    with transaction():
        complain_of_something()
        audit.record("loaded", "demonstration")


def _first_opening() -> date:
    return clock.today() + timedelta(days=min(read_campaign(name).opens_in for name in CAMPAIGNS))


def _refuse_when_in_the_way() -> None:
    slugs = db.session.scalars(select(Campaign.slug).where(Campaign.slug.in_(CAMPAIGNS))).all()
    emails = [each.email for each in DEMO_PEOPLE]
    taken = db.session.scalars(select(Person.email).where(func.lower(Person.email).in_(emails))).all()
    db.session.rollback()
    if slugs or taken:
        raise CannotLoad(
            f"Something real is here already: {', '.join([*slugs, *taken])}."
            " Load the demo into an empty database."
        )
