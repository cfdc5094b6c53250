"""How long things are kept: rules that each part of the house adds, a nightly run, and the certificate of it.

A run is done once a day, whoever comes first, in one transaction with the certificate of what went: events of the
audit trail, whose hash chain shows that none was altered or left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from participation.foundation import audit, clock
from participation.foundation.audit import AuditEvent, AuditHead
from participation.foundation.database import db
from participation.foundation.forgetting import forget_deleted_pages
from participation.foundation.transactions import transaction

#: After a longer pause nothing goes by itself: a clock put far ahead looks the same, and erasing is for good.
LONGEST_PAUSE = timedelta(days=31)
RAN = "ran_retention"
ERASED = "erased_by_rule"
DAYS_IN_A_MONTH = 30.4375


@dataclass(frozen=True)
class Rule:
    """One thing that is not kept for ever.

    Attributes:
        key: short name for the certificate.
        what: what goes, for people to read.
        kept: how long, for people to read, as set in this deployment.
        due: how many are past their term today.
        erase: takes them away and gives how many; must be safe to run twice.
    """

    key: str
    what: str
    kept: Callable[[], str]
    due: Callable[[], int]
    erase: Callable[[], int]


@dataclass(frozen=True)
class Outcome:
    """What one rule found or did."""

    rule: Rule
    count: int


_rules: dict[str, Rule] = {}


def add_rule(rule: Rule) -> None:
    """Have a rule looked at each night; one of the same key takes its place."""
    _rules[rule.key] = rule


def rules() -> list[Rule]:
    """Every rule in force."""
    return list(_rules.values())


def preview() -> list[Outcome]:
    """What a run would take away now; changes nothing."""
    return [Outcome(rule, rule.due()) for rule in rules()]


def run(actor_id: int | None = None) -> list[Outcome]:
    """Take away everything past its term, and write the certificate. Call inside a transaction."""
    outcomes = [Outcome(rule, rule.erase()) for rule in rules()]
    for outcome in outcomes:
        if outcome.count:
            detail: audit.Detail = {
                "rule": outcome.rule.key,
                "count": outcome.count,
                "kept": outcome.rule.kept(),
            }
            audit.record(ERASED, "retention", actor_id=actor_id, detail=detail)
    total = sum(outcome.count for outcome in outcomes)
    audit.record(RAN, "retention", actor_id=actor_id, detail={"rules": len(outcomes), "erased": total})
    if total:
        forget_deleted_pages()
    return outcomes


def run_if_due() -> int:
    """The nightly run: the first worker that looks on a new day does it. Gives how much went.

    After a long pause it leaves what is due to a person, who knows whether the clock is right.
    """
    is_due = _is_due() and not needs_a_person()
    db.session.rollback()  # a look that became a write half-way could fail on SQLite
    if not is_due:
        return 0
    with transaction():
        # Whoever holds the end of the chain runs; the others see its certificate and leave it.
        db.session.execute(select(AuditHead).where(AuditHead.id == 1).with_for_update()).scalar_one()
        return sum(outcome.count for outcome in run()) if _is_due() else 0


def last_run() -> date | None:
    """The day of the last run."""
    last = db.session.scalar(
        select(AuditEvent.at).where(AuditEvent.action == RAN).order_by(AuditEvent.id.desc()).limit(1)
    )
    return clock.in_london(last).date() if last else None


def needs_a_person() -> bool:
    """Whether things are due, but the last run is so long ago that the clock may be wrong."""
    last = last_run()
    is_long_ago = last is not None and clock.today() - last > LONGEST_PAUSE
    return is_long_ago and any(outcome.count for outcome in preview())


def certificates(limit: int = 60) -> list[AuditEvent]:
    """What went and when, newest first: the events of every run."""
    return list(
        db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.action.in_((RAN, ERASED)))
            .order_by(AuditEvent.id.desc())
            .limit(limit)
        )
    )


def months_ago(months: int) -> date:
    """The day so many months before today, to the nearest day."""
    return clock.today() - timedelta(days=round(months * DAYS_IN_A_MONTH))


def _is_due() -> bool:
    return last_run() != clock.today()
