"""Draws the views of a day for a second reading, gives them out, and keeps what was said."""

import secrets
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from moderation import claims
from moderation import services as decisions
from moderation.case_seeing import hidden_from
from moderation.domain import DecisionKind
from moderation.house_rules.queries import rule_to_choose
from moderation.models import Decision
from moderation.proof.domain import is_drawn, share_for
from moderation.proof.models import SampleDay, SecondReading
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, NotFound
from participation.foundation.inserting import insert_into
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from surveys.models import Submission

#: Days that are drawn, and how long a drawn view waits for a second reader.
WINDOW = timedelta(days=14)
READ = (SubmissionState.APPROVED, SubmissionState.PRIVATE, SubmissionState.REJECTED)
OUTCOMES = (DecisionKind.APPROVE, DecisionKind.APPROVE_REDACTED, DecisionKind.KEEP_PRIVATE)
ANSWERS = ("no", "not_sure", "yes")


class CannotReadAgain(DomainError):
    """What was sent does not fit a second reading."""

    title = "This second reading does not fit"


def draw_days() -> int:
    """Make the seed of each day that is over; how many were made. Commits its own work."""
    today = clock.today()
    drawn = set(db.session.scalars(select(SampleDay.day).where(SampleDay.day >= today - WINDOW)))
    counted = db.session.execute(
        select(Submission.decided_on, func.count())
        .where(
            Submission.decided_on >= today - WINDOW,
            Submission.decided_on < today,
            Submission.state.in_(READ),
        )
        .group_by(Submission.decided_on)
    ).all()
    missing = [(day, number) for day, number in counted if day is not None and day not in drawn]
    db.session.rollback()
    if not missing:
        return 0
    settings = deployment().settings
    with transaction():
        for day, number in missing:
            share = share_for(number, settings.second_reading_percent, settings.second_reading_least)
            row = insert_into(SampleDay).values(
                day=day, seed=secrets.token_hex(16), share=share, decided=number
            )
            db.session.execute(row.on_conflict_do_nothing(index_elements=["day"]))
    return len(missing)


def next_for(person_id: int) -> Submission | None:
    """The oldest drawn view that nobody has read again and this person did not decide about."""
    return next(iter(_open_for(person_id)), None)


def waiting_for(person_id: int) -> int:
    """How many drawn views this person could read again."""
    return len(_open_for(person_id))


def read_again(
    submission_id: int, person_id: int, is_concern: str, outcome: str, reason: str = ""
) -> SecondReading:
    """Keep what a second reader says. It changes nothing about the view.

    Args:
        is_concern: one of `ANSWERS`.
        outcome: a decision kind; `reason` is the house rule of a rejection.

    Raises:
        NotFound: when the view is not drawn for this person.
        CannotReadAgain: when an answer is missing.
    """
    drawn(submission_id, person_id)
    if is_concern not in ANSWERS:
        raise CannotReadAgain("Say whether this was a safeguarding concern.")
    if outcome == DecisionKind.REJECT and rule_to_choose(reason) is None:
        raise CannotReadAgain("Choose the house rule.")
    if outcome not in (*OUTCOMES, DecisionKind.REJECT):
        raise CannotReadAgain("Say what you would decide.")
    first = _first_decision(submission_id)
    reading = SecondReading(
        submission_id=submission_id,
        person_id=person_id,
        read_on=clock.today(),
        lane=first.lane_at_decision,
        first_outcome=_outcome(first.kind, first.reason),
        outcome=_outcome(outcome, reason),
        is_concern=is_concern,
    )
    db.session.add(reading)
    db.session.flush()
    audit.record("read_again", "submission", submission_id, actor_id=person_id)
    return reading


def drawn(submission_id: int, person_id: int) -> Submission:
    """A drawn view that waits for this person.

    Raises:
        NotFound: when it does not.
    """
    found = next((each for each in _open_for(person_id) if each.id == submission_id), None)
    if found is None:
        raise NotFound("This view is not waiting for you. Go back to the queue.")
    return found


def note_opening(submission_id: int, person_id: int) -> None:
    """Opening the original words leaves a trace."""
    audit.record("opened_for_second_reading", "submission", submission_id, actor_id=person_id)


def return_for_concern(submission_id: int, person_id: int) -> None:
    """A second reader saw a concern: the view goes back to the queue, into their hands, to be passed on."""
    decisions.take_back(submission_id, person_id, "second_look")
    claims.take(submission_id, person_id)


def _outcome(kind: str, reason: str) -> str:
    return f"{DecisionKind.REJECT.value}:{reason}" if kind == DecisionKind.REJECT else str(kind)


def _open_for(person_id: int) -> list[Submission]:
    days = {
        day.day: day
        for day in db.session.scalars(select(SampleDay).where(SampleDay.day >= clock.today() - WINDOW))
    }
    decided = select(Decision.submission_id).where(Decision.person_id == person_id)
    _, about_them = hidden_from(person_id)
    found = db.session.scalars(
        select(Submission)
        .where(
            Submission.decided_on.in_(days),
            Submission.state.in_(READ),
            Submission.withdrawn_on.is_(None),
            Submission.id.not_in(select(SecondReading.submission_id)),
            Submission.id.not_in(decided),
        )
        .order_by(Submission.decided_on, Submission.id)
        .options(selectinload(Submission.answers))
    )
    return [each for each in found if each.id not in about_them and _is_in(days, each)]


def _is_in(days: dict[date, SampleDay], submission: Submission) -> bool:
    day = days.get(submission.decided_on) if submission.decided_on else None
    return day is not None and is_drawn(day.seed, submission.id, day.share)


def _first_decision(submission_id: int) -> Decision:
    """The decision that stands."""
    return db.session.scalars(
        select(Decision).where(Decision.submission_id == submission_id).order_by(Decision.id.desc()).limit(1)
    ).one()
