"""Deciding about views: a person decides, about one view or those shown together; decisions never change.

Taking a decision back is another decision. Words leave this package only as `ApprovedText`, already redacted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from moderation import claims, safeguarding
from moderation.case_reading import NOT_A_CONCERN
from moderation.checking import screen_unchecked
from moderation.domain import CaseKind, DecisionKind, Lane
from moderation.erasing import forget_if_withdrawn
from moderation.house_rules import WITHDRAWN, house_rule
from moderation.models import ApprovedText, Decision, RedactionMark, SafeguardingCase
from moderation.redaction import Redaction, redact
from participation.foundation import audit, clock, registries
from participation.foundation.codes import canonical_text
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, NotFound
from participation.foundation.forgetting import forget_deleted_pages
from surveys.answers import open_words
from surveys.domain import MayQuote, SubmissionState
from surveys.models import Submission

__all__ = [
    "AlreadyDecided",
    "CannotDecide",
    "approve_together",
    "decide",
    "escalate",
    "screen_unchecked",
    "take_back",
    "undo",
]

Covers = Mapping[str, Sequence[Redaction]]

_STATES = {
    DecisionKind.APPROVE: SubmissionState.APPROVED,
    DecisionKind.APPROVE_REDACTED: SubmissionState.APPROVED,
    DecisionKind.KEEP_PRIVATE: SubmissionState.PRIVATE,
    DecisionKind.REJECT: SubmissionState.REJECTED,
    DecisionKind.ESCALATE: SubmissionState.ESCALATED,
}
_ACTS = {
    DecisionKind.APPROVE: "approved",
    DecisionKind.APPROVE_REDACTED: "approved_with_words_covered",
    DecisionKind.KEEP_PRIVATE: "kept_private",
    DecisionKind.REJECT: "rejected",
    DecisionKind.ESCALATE: "passed_on_as_concern",
    DecisionKind.TAKE_BACK: "took_back",
}


class CannotDecide(DomainError):
    """The decision asked for does not fit this view."""


class AlreadyDecided(DomainError):
    """Somebody decided about this view before. `decision` is what they decided, if it is known."""

    title = "This view was decided already"

    def __init__(self, decision: Decision | None) -> None:
        super().__init__("Nothing was changed. Read the next one, or open this one to see what was decided.")
        self.decision = decision


@dataclass(frozen=True)
class Together:
    """What became of views decided in bulk: ids of those approved, and of those left to be read alone."""

    approved: tuple[int, ...]
    left: tuple[int, ...]


def decide(
    submission_id: int,
    kind: DecisionKind,
    person_id: int,
    *,
    reason: str = "",
    covers: Covers | None = None,
    was_bulk: bool = False,
) -> Decision:
    """Approve a view (with words covered or not), keep it private, or reject it by a house rule.

    Args:
        reason: code of a house rule; needed to reject, else empty.
        covers: for approval with words covered, the redactions of each answer by question key.

    Raises:
        AlreadyDecided: when it waits no longer.
        HeldByAnother: when a colleague holds it.
        CannotDecide: when the decision lacks what it needs, or the sender took the view back.
    """
    _check(kind, reason, covers or {})
    submission = _waiting(submission_id, person_id)
    if submission.withdrawn_on is not None and reason != WITHDRAWN.code:
        raise CannotDecide("The sender took this view back. Mark it as read, or pass it on as a concern.")
    decision = _conclude(submission, kind, person_id, reason, was_bulk, covers or {})
    if kind in (DecisionKind.APPROVE, DecisionKind.APPROVE_REDACTED):
        _write_approved(submission, decision, covers or {})
    registries.after_decision.call(submission_id)
    return decision


def escalate(submission_id: int, kind: CaseKind, person_id: int, note: str = "") -> SafeguardingCase:
    """Pass a view on to the safeguarding lead with its exact words. Whoever passes it on cannot undo that.

    Raises:
        AlreadyDecided: when it waits no longer.
        HeldByAnother: when a colleague holds it.
    """
    submission = _waiting(submission_id, person_id)
    case = safeguarding.open_case(submission, kind, person_id, note)
    _conclude(submission, DecisionKind.ESCALATE, person_id, "", False, {})
    registries.after_decision.call(submission_id)
    return case


def approve_together(submission_ids: Iterable[int], person_id: int) -> Together:
    """Approve views that were shown together in full; any that is not `normal` and free is left alone."""
    approved, left = [], []
    for submission_id in sorted(set(submission_ids)):
        if _fits_together(submission_id, person_id):
            decide(submission_id, DecisionKind.APPROVE, person_id, was_bulk=True)
            approved.append(submission_id)
        else:
            left.append(submission_id)
    return Together(tuple(approved), tuple(left))


def undo(submission_id: int, person_id: int) -> Decision:
    """Take back one's own decision within the time the settings give.

    Raises:
        CannotDecide: when it is too late, not one's own, or a concern.
    """
    last = latest_decision(submission_id)
    window = timedelta(seconds=deployment().settings.undo_seconds)
    if (
        last is None
        or last.person_id != person_id
        or last.kind in (DecisionKind.ESCALATE, DecisionKind.TAKE_BACK)
    ):
        raise CannotDecide("There is no decision of yours to undo here.")
    if clock.now() - last.decided_at > window:
        raise CannotDecide("It is too late to undo. Open the view and take the decision back with a reason.")
    return take_back(submission_id, person_id, "undone")


def take_back(submission_id: int, person_id: int, reason: str) -> Decision:
    """Return a decided view to the queue, in the lane it had; what was approved goes from everywhere.

    Args:
        reason: a short code, such as `undone` or `second_look`.

    Raises:
        CannotDecide: when it waits already, the sender took it back, or it is with the safeguarding lead.
    """
    submission = _locked(submission_id)
    if submission.state == SubmissionState.PENDING:
        raise CannotDecide("This view is in the queue already.")
    if submission.withdrawn_on is not None:
        raise CannotDecide("The sender took this view back.")
    if submission.state == SubmissionState.ESCALATED and reason != NOT_A_CONCERN:
        raise CannotDecide("This view is with the safeguarding lead. Only they can return it.")
    submission.state, submission.decided_on = SubmissionState.PENDING, None
    db.session.execute(delete(ApprovedText).where(ApprovedText.submission_id == submission_id))
    forget_deleted_pages()
    decision = _record(submission, DecisionKind.TAKE_BACK, person_id, reason, False, 0)
    registries.after_decision.call(submission_id)
    return decision


def return_from_case(case_id: int, person_id: int) -> None:
    """The second person agrees that a concern is none: it closes, and its view waits in the queue again.

    Raises:
        CannotChangeCase: when nobody asked for it, or the same person did.
    """
    case = safeguarding.confirm_not_a_concern(case_id, person_id)
    submission = db.session.get(Submission, case.submission_id) if case.submission_id else None
    if submission is None or submission.withdrawn_on is not None:
        return
    if submission.state == SubmissionState.ESCALATED:
        take_back(submission.id, person_id, NOT_A_CONCERN)


def latest_decision(submission_id: int) -> Decision | None:
    """What was decided last about a view."""
    statement = select(Decision).where(Decision.submission_id == submission_id)
    return db.session.scalars(statement.order_by(Decision.id.desc()).limit(1)).first()


def _check(kind: DecisionKind, reason: str, covers: Covers) -> None:
    if kind in (DecisionKind.ESCALATE, DecisionKind.TAKE_BACK):
        raise CannotDecide("Use the page made for that.")
    if kind == DecisionKind.REJECT and house_rule(reason) is None:
        raise CannotDecide("Choose the house rule that says why this view is not used.")
    if kind != DecisionKind.REJECT and reason:
        raise CannotDecide("Only a view that is not used has a reason.")
    if (kind == DecisionKind.APPROVE_REDACTED) != any(covers.values()):
        raise CannotDecide("Choose the words to cover, or approve the view as it is.")


def _locked(submission_id: int) -> Submission:
    found = db.session.scalars(
        select(Submission)
        .where(Submission.id == submission_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("There is no such view. Go back to the queue.")
    return found


def _waiting(submission_id: int, person_id: int) -> Submission:
    submission = _locked(submission_id)
    if submission.state != SubmissionState.PENDING:
        raise AlreadyDecided(latest_decision(submission_id))
    claims.refuse_when_held_by_another(submission_id, person_id)
    return submission


def _fits_together(submission_id: int, person_id: int) -> bool:
    submission = _locked(submission_id)
    holder = claims.holder(submission_id)
    return (
        submission.state == SubmissionState.PENDING
        and submission.is_checked
        and submission.lane == Lane.NORMAL
        and submission.withdrawn_on is None
        and holder in (None, person_id)
    )


def _conclude(
    submission: Submission, kind: DecisionKind, person_id: int, reason: str, was_bulk: bool, covers: Covers
) -> Decision:
    """Write the decision and close the wait: the exact time of arrival is forgotten here."""
    decision = _record(submission, kind, person_id, reason, was_bulk, sum(map(len, covers.values())))
    submission.state = _STATES[kind]
    submission.arrived_at, submission.decided_on = None, clock.today()
    claims.forget(submission.id)
    db.session.flush()
    forget_if_withdrawn(submission)
    return decision


def _record(
    submission: Submission, kind: DecisionKind, person_id: int, reason: str, was_bulk: bool, covered: int
) -> Decision:
    decision = Decision(
        submission_id=submission.id,
        kind=kind,
        reason=reason,
        lane_at_decision=submission.lane,
        person_id=person_id,
        was_bulk=was_bulk,
    )
    db.session.add(decision)
    db.session.flush()
    detail: dict[str, str | int | bool | None] = {"lane": submission.lane, "in_bulk": was_bulk}
    if reason:
        detail["reason"] = reason
    if covered:
        detail["covered"] = covered
    audit.record(_ACTS[kind], "submission", submission.id, actor_id=person_id, detail=detail)
    return decision


def _write_approved(submission: Submission, decision: Decision, covers: Covers) -> None:
    """The redacted words, the only ones anybody else ever sees, and the marks that made them."""
    is_quotable = submission.may_quote == MayQuote.YES
    for key, words in open_words(submission).items():
        marks = list(covers.get(key, ()))
        text = redact(words, marks) if marks else words
        db.session.add(
            ApprovedText(
                submission_id=submission.id,
                question_key=key,
                text=canonical_text(text),
                is_quotable=is_quotable,
                decision_id=decision.id,
            )
        )
        db.session.add_all(
            RedactionMark(
                decision_id=decision.id, question_key=key, start=mark.start, end=mark.end, label=mark.label
            )
            for mark in marks
        )
    db.session.flush()
