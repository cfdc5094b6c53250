"""The other decision about a view: is a child at risk? It comes first, and a "no" is kept with its reason."""

from sqlalchemy import select

from moderation.case_reading import NOT_A_CONCERN
from moderation.domain import DecisionKind, Lane
from moderation.locking import latest_decision, waiting_for
from moderation.models import RiskAnswer, Screening
from participation.foundation import audit
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from surveys.models import Submission

#: Why nobody is at risk. Whoever finds no reason that fits hands the view on.
NO_RISK_REASONS = {
    "way_of_speaking": "A way of speaking, such as “this bus is killing me”",
    "idea_or_opinion": "An idea or opinion: it happens to nobody in particular",
    "play_or_story": "About a game, a sport, a film or a story",
    "misread": "The check misread a word, a name or a place",
}


class RiskNotAnswered(DomainError):
    """A view that may tell of a child at risk is decided only after somebody answered that."""

    title = "Is a child at risk?"

    def __init__(self) -> None:
        super().__init__(
            "Answer this first: hand the view to the safeguarding lead, or say why nobody is at risk. "
            "Nothing was decided."
        )


def answer_no(submission_id: int, person_id: int, because: str) -> RiskAnswer:
    """Keep a person's answer that nobody is at risk in a waiting view, and why.

    Args:
        because: a code of `NO_RISK_REASONS`.

    Raises:
        DomainError: when no such reason is given.
        AlreadyDecided: when it waits no longer.
        HeldByAnother: when a colleague holds it.
    """
    if because not in NO_RISK_REASONS:
        raise DomainError("Choose why nobody is at risk. If no reason fits, hand the view on.")
    waiting_for(submission_id, person_id)
    answer = RiskAnswer(submission_id=submission_id, person_id=person_id, because=because)
    db.session.add(answer)
    db.session.flush()
    audit.record(
        "saw_nobody_at_risk", "submission", submission_id, actor_id=person_id, detail={"because": because}
    )
    return answer


def may_tell_of_risk(submission: Submission) -> bool:
    """Whether the check says that a child may be at risk: the urgent lane, or any sign of it."""
    if submission.lane == Lane.URGENT:
        return True
    screening = db.session.get(Screening, submission.id)
    return screening is not None and screening.tells_of_risk


def is_answer_due(submission: Submission, person_id: int) -> bool:
    """Whether this person must say first that nobody is at risk.

    Each person answers for themselves, and again once a decision was taken back. Two safeguarding leads who
    closed a concern as none have answered for everybody.
    """
    if not may_tell_of_risk(submission):
        return False
    last = latest_decision(submission.id)
    if last is not None and (last.kind, last.reason) == (DecisionKind.TAKE_BACK, NOT_A_CONCERN):
        return False
    given = answer_of(submission.id, person_id)
    return given is None or (last is not None and given.answered_at < last.decided_at)


def answer_of(submission_id: int, person_id: int) -> RiskAnswer | None:
    """What this person answered last about a view."""
    statement = select(RiskAnswer).where(
        RiskAnswer.submission_id == submission_id, RiskAnswer.person_id == person_id
    )
    return db.session.scalars(statement.order_by(RiskAnswer.id.desc()).limit(1)).first()
