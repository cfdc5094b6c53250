"""Deciding about views: a person decides, first whether a child is at risk; decisions never change.

Taking a decision back is another decision. Words leave this package only as `ApprovedText`, already redacted.
"""

from datetime import datetime, timedelta

from moderation import claims, risk, safeguarding
from moderation.alerts.raising import tell_of_concern
from moderation.approved_words import Covers, forget_approved, write_approved
from moderation.case_reading import NOT_A_CONCERN
from moderation.domain import CaseKind, DecisionKind
from moderation.erasing import forget_if_withdrawn
from moderation.house_rules.domain import WITHDRAWN, HouseRule
from moderation.house_rules.queries import rule_to_choose
from moderation.locking import latest_decision, locked, waiting, waiting_for
from moderation.models import Decision, SafeguardingCase
from moderation.recent import decided_with
from participation.foundation import audit, clock, registries
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, Refused
from surveys.domain import SubmissionState
from surveys.drawings.services import has_unseen
from surveys.models import Submission

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


class DrawingNotSeen(DomainError):
    """A view has a drawing that nobody has looked at, and it may say what the words do not."""

    title = "Look at the drawing first"

    def __init__(self) -> None:
        super().__init__("Nobody has looked at the drawing yet. Open it, then decide about the view.")


class WithTheLead(Refused):
    """A view that was passed on as a concern is out of moderators' hands."""

    title = "This view is with the safeguarding lead"

    def __init__(self) -> None:
        super().__init__(
            "It was passed on as a concern. Only the lead reads it now, and only they can return it."
        )


def decide(
    submission_id: int,
    kind: DecisionKind,
    person_id: int,
    *,
    reason: str = "",
    covers: Covers | None = None,
    together_at: datetime | None = None,
) -> Decision:
    """Approve a view (with words covered or not), keep it private, or apply a house rule to it.

    A rule says whether the view counts all the same, such as one whose tone alone keeps it from being shown.

    Args:
        reason: code of a house rule; needed to reject, else empty.
        covers: for approval with words covered, the redactions of each answer by question key.
        together_at: the moment that decisions made together share; None for one made alone.

    Raises:
        AlreadyDecided: when it waits no longer.
        HeldByAnother: when a colleague holds it.
        NotForYou: when this person knows the sender, or reads no hard views and it is one.
        RiskNotAnswered: when a child may be at risk and this person has not said why not.
        DrawingNotSeen: when it has a drawing that nobody has looked at.
        CannotDecide: when the decision lacks what it needs, or the sender took the view back.
    """
    rule = _checked(kind, reason, covers or {})
    submission = waiting_for(submission_id, person_id)
    if risk.is_answer_due(submission, person_id):
        raise risk.RiskNotAnswered
    if has_unseen(submission_id):
        raise DrawingNotSeen
    if submission.withdrawn_on is not None and reason != WITHDRAWN.code:
        raise CannotDecide("The sender took this view back. Mark it as read, or pass it on as a concern.")
    decision = _conclude(submission, kind, person_id, rule, together_at, covers or {})
    if kind in (DecisionKind.APPROVE, DecisionKind.APPROVE_REDACTED):
        write_approved(submission, decision, covers or {})
    registries.after_decision.call(submission_id)
    return decision


def escalate(
    submission_id: int, kind: CaseKind, person_id: int, note: str = "", about_person_id: int | None = None
) -> SafeguardingCase:
    """Pass a view on to the safeguarding lead with its exact words. Whoever passes it on cannot undo that.

    Args:
        about_person_id: for a concern about a member of the team, who it is: it is hidden from them.

    Raises:
        CannotChangeCase: when nobody but the person named could receive it.
        AlreadyDecided: when it waits no longer.
        HeldByAnother: when a colleague holds it.
    """
    submission = waiting(submission_id, person_id)
    case = safeguarding.open_case(submission, kind, person_id, note, about_person_id)
    tell_of_concern(case)
    _conclude(submission, DecisionKind.ESCALATE, person_id, None, None, {})
    registries.after_decision.call(submission_id)
    return case


def undo(submission_id: int, person_id: int) -> Decision:
    """Take back one's own decision within the time the settings give, and those made together with it.

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
    for other in decided_with(last):
        if other.id != last.id and _stands(other):
            take_back(other.submission_id, person_id, "undone")
    return take_back(submission_id, person_id, "undone")


def take_back(submission_id: int, person_id: int, reason: str) -> Decision:
    """Return a decided view to the queue, in the lane it had; what was approved goes from everywhere.

    Args:
        reason: a short code, such as `undone` or `second_look`.

    Raises:
        CannotDecide: when it waits already, or the sender took it back.
        WithTheLead: when it was passed on as a concern.
    """
    submission = locked(submission_id)
    if submission.state == SubmissionState.PENDING:
        raise CannotDecide("This view is in the queue already.")
    if submission.withdrawn_on is not None:
        raise CannotDecide("The sender took this view back.")
    if submission.state == SubmissionState.ESCALATED and reason != NOT_A_CONCERN:
        raise WithTheLead
    submission.state, submission.decided_on = SubmissionState.PENDING, None
    forget_approved(submission_id)
    decision = _record(submission, DecisionKind.TAKE_BACK, person_id, reason, None, 0)
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


def _stands(decision: Decision) -> bool:
    """Whether nothing was decided about its view since, and its sender left it with us."""
    submission, last = locked(decision.submission_id), latest_decision(decision.submission_id)
    return last is not None and last.id == decision.id and submission.withdrawn_on is None


def _checked(kind: DecisionKind, reason: str, covers: Covers) -> HouseRule | None:
    """The house rule of a decision that lacks nothing; None when it needs none."""
    if kind in (DecisionKind.ESCALATE, DecisionKind.TAKE_BACK):
        raise CannotDecide("Use the page made for that.")
    rule = rule_to_choose(reason) if kind == DecisionKind.REJECT else None
    if kind == DecisionKind.REJECT and rule is None:
        raise CannotDecide("Choose the house rule that says why this view is not used.")
    if kind != DecisionKind.REJECT and reason:
        raise CannotDecide("Only a view that is not used has a reason.")
    if (kind == DecisionKind.APPROVE_REDACTED) != any(covers.values()):
        raise CannotDecide("Choose the words to cover, or approve the view as it is.")
    return rule


def _conclude(
    submission: Submission,
    kind: DecisionKind,
    person_id: int,
    rule: HouseRule | None,
    together_at: datetime | None,
    covers: Covers,
) -> Decision:
    """Write the decision and close the wait: the exact time of arrival is forgotten here."""
    decision = _record(
        submission,
        kind,
        person_id,
        rule.code if rule else "",
        together_at,
        sum(map(len, covers.values())),
        rule.number if rule else None,
    )
    submission.state = SubmissionState.PRIVATE if rule and rule.outcome.counts else _STATES[kind]
    submission.arrived_at, submission.decided_on = None, clock.today()
    claims.forget(submission.id)
    db.session.flush()
    forget_if_withdrawn(submission)
    return decision


def _record(
    submission: Submission,
    kind: DecisionKind,
    person_id: int,
    reason: str,
    together_at: datetime | None,
    covered: int,
    rule_number: int | None = None,
) -> Decision:
    decision = Decision(
        submission_id=submission.id,
        kind=kind,
        reason=reason,
        rule_number=rule_number,
        lane_at_decision=submission.lane,
        person_id=person_id,
        decided_at=together_at or clock.now(),
        was_bulk=together_at is not None,
    )
    db.session.add(decision)
    db.session.flush()
    detail: dict[str, str | int | bool | None] = {"lane": submission.lane}
    if decision.was_bulk:
        detail["with_others"] = True
    if reason:
        detail["reason"] = reason
    if covered:
        detail["covered"] = covered
    audit.record(_ACTS[kind], "submission", submission.id, actor_id=person_id, detail=detail)
    return decision
