"""A view held still while somebody acts on it, so that it is decided once."""

from sqlalchemy import select

from moderation import claims, offering
from moderation.models import Decision
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound
from participation.foundation.holding import to_change
from surveys.domain import SubmissionState
from surveys.models import Submission


class AlreadyDecided(DomainError):
    """Somebody decided about this view before. `decision` is what they decided, if it is known."""

    title = "This view was decided already"

    def __init__(self, decision: Decision | None) -> None:
        super().__init__("Nothing was changed. Read the next one, or open this one to see what was decided.")
        self.decision = decision


def locked(submission_id: int) -> Submission:
    """The view as it is stored now; whoever else wants to act on it waits until this act is over.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.scalars(to_change(select(Submission).where(Submission.id == submission_id))).first()
    if found is None:
        raise NotFound("There is no such view. Go back to the queue.")
    return found


def waiting(submission_id: int, person_id: int) -> Submission:
    """A view that waits for a decision and that nobody else holds.

    Raises:
        AlreadyDecided: when it waits no longer.
        HeldByAnother: when a colleague holds it.
    """
    submission = locked(submission_id)
    if submission.state != SubmissionState.PENDING:
        raise AlreadyDecided(latest_decision(submission_id))
    claims.refuse_when_held_by_another(submission_id, person_id)
    return submission


def waiting_for(submission_id: int, person_id: int) -> Submission:
    """The same, of a view that is for this person to decide about.

    Raises:
        NotForYou: when they know the sender, or read no hard views and it is one.
    """
    submission = waiting(submission_id, person_id)
    offering.refuse_when_not_for(submission, person_id)
    return submission


def latest_decision(submission_id: int) -> Decision | None:
    """What was decided last about a view."""
    statement = select(Decision).where(Decision.submission_id == submission_id)
    return db.session.scalars(statement.order_by(Decision.id.desc()).limit(1)).first()
