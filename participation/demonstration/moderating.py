"""Reads the made-up views as moderators would: the automatic check first, then a decision on each."""

from collections.abc import Callable

from moderation import risk, safeguarding
from moderation.checking import screen_unchecked
from moderation.domain import CaseKind, DecisionKind
from moderation.services import decide, escalate
from participation.demonstration.backdating import spread_decisions
from participation.demonstration.campaigns import Begun
from participation.demonstration.people import Staff
from participation.demonstration.script import DemoView, Outcome
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.models import Submission

TOGETHER = 50
ACCEPTED = "accepted"
HANDING_OVER = "This reads as if a child is not safe. I changed nothing."
FIRST_ACTION = "Read the words with the deputy. Passed on to the front door by phone, made-up reference 0000."
NOBODY_AT_RISK = "idea_or_opinion"
_KINDS = {
    Outcome.APPROVE: DecisionKind.APPROVE,
    Outcome.REDACT: DecisionKind.APPROVE_REDACTED,
    Outcome.PRIVATE: DecisionKind.KEEP_PRIVATE,
    Outcome.REJECT: DecisionKind.REJECT,
}


def check_all(advance: Callable[[int], None]) -> None:
    """Run the automatic check over everything that has not been checked."""
    while done := screen_unchecked(TOGETHER):
        advance(done)


def decide_all(begun: Begun, staff: Staff, advance: Callable[[int], None]) -> None:
    """Decide about every view but those that wait."""
    pairs = begun.pairs
    for start in range(0, len(pairs), TOGETHER):
        some = pairs[start : start + TOGETHER]
        with transaction():
            for view, submission_id in some:
                _decide(view, submission_id, begun.question_key, staff)
            spread_decisions(some)
        advance(len(some))


def _decide(view: DemoView, submission_id: int, question_key: str, staff: Staff) -> None:
    if view.outcome is Outcome.WAITING:
        return
    if view.outcome is Outcome.ESCALATE:
        _pass_on(view, submission_id, staff)
        return
    if risk.is_answer_due(db.session.get_one(Submission, submission_id), staff.moderator):
        risk.answer_no(submission_id, staff.moderator, NOBODY_AT_RISK)
    decide(
        submission_id,
        _KINDS[view.outcome],
        staff.moderator,
        reason=view.detail if view.outcome is Outcome.REJECT else "",
        covers={question_key: view.covers()} if view.outcome is Outcome.REDACT else None,
    )


def _pass_on(view: DemoView, submission_id: int, staff: Staff) -> None:
    case = escalate(submission_id, CaseKind.CHILD_AT_RISK, staff.moderator, HANDING_OVER)
    case.is_demo = True
    if view.detail == ACCEPTED:
        safeguarding.accept(case.id, staff.lead)
        safeguarding.note(case.id, staff.lead, FIRST_ACTION)
