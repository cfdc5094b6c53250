"""Who holds a waiting view, and until when: a lease, so that two people never decide the same one.

A claim that nobody kept up runs out by itself, and the next person takes the view over.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, not_, or_, select

from moderation import offering, wellbeing
from moderation.models import Claim
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError
from participation.foundation.inserting import insert_into
from surveys.models import Submission


class HeldByAnother(DomainError):
    """Somebody else is reading this view."""

    title = "Somebody else is reading this one"

    def __init__(self) -> None:
        super().__init__(
            "A colleague holds this view at the moment. Read the next one; it comes back if they stop."
        )


def is_live() -> ColumnElement[bool]:
    """Whether a claim holds now.

    One that would run longer than any does was made before somebody put the clock back: nobody is kept waiting.
    """
    moment = clock.now()
    return and_(Claim.until > moment, Claim.until <= moment + _length() + clock.APART)


def take(submission_id: int, person_id: int) -> None:
    """Hold a view, letting go of any other: new, held already, or left by somebody whose time ran out.

    Raises:
        HeldByAnother: when a colleague holds it.
        NotForYou: when this person knows the sender, or reads no hard views and it is one.
    """
    offering.refuse_when_not_for(db.session.get_one(Submission, submission_id), person_id)
    if not try_to_take(submission_id, person_id):
        raise HeldByAnother


def try_to_take(submission_id: int, person_id: int) -> bool:
    """Hold a view if nobody else does, and say whether it worked. One statement, so two never both win."""
    until = clock.now() + _length()
    statement = (
        insert_into(Claim)
        .values(submission_id=submission_id, person_id=person_id, until=until)
        .on_conflict_do_update(
            index_elements=["submission_id"],
            set_={"person_id": person_id, "until": until},
            where=or_(not_(is_live()), Claim.person_id == person_id),
        )
        .returning(Claim.submission_id)
    )
    is_taken = db.session.execute(statement).first() is not None
    if is_taken:
        db.session.execute(
            delete(Claim).where(Claim.person_id == person_id, Claim.submission_id != submission_id)
        )
        wellbeing.note_reading(submission_id, person_id)
    return is_taken


def let_go(submission_id: int, person_id: int) -> None:
    """Stop holding a view, so that the next person gets it at once."""
    db.session.execute(
        delete(Claim).where(Claim.submission_id == submission_id, Claim.person_id == person_id)
    )


def let_go_hard_ones(person_id: int) -> None:
    """Somebody reads no hard views from now on: the one they may hold goes to the next person."""
    held = held_by(person_id)
    submission = db.session.get(Submission, held) if held is not None else None
    if submission is not None and offering.is_hard(submission):
        let_go(submission.id, person_id)


def forget(submission_id: int) -> None:
    """Nobody holds it any more: it was decided."""
    db.session.execute(delete(Claim).where(Claim.submission_id == submission_id))


def holder(submission_id: int) -> int | None:
    """The id of the person who holds a view now."""
    claim = _live(submission_id)
    return claim.person_id if claim else None


def held_until(submission_id: int, person_id: int) -> datetime | None:
    """Until when this person holds the view, None when they do not."""
    claim = _live(submission_id)
    return claim.until if claim and claim.person_id == person_id else None


def held_by(person_id: int) -> int | None:
    """The view a person is in the middle of reading."""
    statement = select(Claim.submission_id).where(Claim.person_id == person_id, is_live())
    return db.session.scalars(statement.order_by(Claim.until.desc()).limit(1)).first()


def refuse_when_held_by_another(submission_id: int, person_id: int) -> None:
    """Guard of every act on a waiting view.

    Raises:
        HeldByAnother: when a colleague holds it.
    """
    held = holder(submission_id)
    if held is not None and held != person_id:
        raise HeldByAnother


def _live(submission_id: int) -> Claim | None:
    statement = select(Claim).where(Claim.submission_id == submission_id, is_live())
    return db.session.scalars(statement.execution_options(populate_existing=True)).first()


def _length() -> timedelta:
    return timedelta(minutes=deployment().settings.claim_minutes)
