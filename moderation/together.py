"""One decision for several views that were shown together in full."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from moderation import claims, risk
from moderation.domain import DecisionKind, Lane
from moderation.locking import locked
from moderation.offering import is_for
from moderation.services import CannotDecide, decide
from participation.foundation import clock
from surveys.domain import SubmissionState
from surveys.models import Submission

#: Approving hides nothing, so a view in which private details were found is read alone.
NOT_APPROVED_TOGETHER = frozenset({Lane.URGENT, Lane.PERSONAL_DATA})


@dataclass(frozen=True)
class Together:
    """What became of views decided in bulk: ids of those decided, and of those left to be read alone."""

    decided: tuple[int, ...]
    left: tuple[int, ...]


def approve_together(submission_ids: Iterable[int], person_id: int) -> Together:
    """Approve views that were shown together in full; any that is not `normal` and free is left alone."""
    return _each(
        submission_ids, DecisionKind.APPROVE, person_id, "", lambda submission: submission.lane == Lane.NORMAL
    )


def decide_stack(
    submission_ids: Iterable[int], kind: DecisionKind, person_id: int, reason: str = ""
) -> Together:
    """Decide alike about views that say nearly the same and were shown together in full.

    Each gets a decision of its own. Any that is held, taken back, or may tell of a child at risk is left alone.

    Raises:
        CannotDecide: when this is nothing that can be decided about several views.
    """
    if kind not in (DecisionKind.APPROVE, DecisionKind.KEEP_PRIVATE, DecisionKind.REJECT):
        raise CannotDecide("Choose one of the buttons under the views.")
    return _each(
        submission_ids,
        kind,
        person_id,
        reason,
        lambda submission: kind != DecisionKind.APPROVE or Lane(submission.lane) not in NOT_APPROVED_TOGETHER,
    )


def _each(
    submission_ids: Iterable[int],
    kind: DecisionKind,
    person_id: int,
    reason: str,
    fits: Callable[[Submission], bool],
) -> Together:
    decided, left, moment = [], [], clock.now()
    for submission_id in sorted(set(submission_ids)):
        submission = locked(submission_id)
        if _is_free(submission, person_id) and fits(submission):
            decide(submission_id, kind, person_id, reason=reason, together_at=moment)
            decided.append(submission_id)
        else:
            left.append(submission_id)
    return Together(tuple(decided), tuple(left))


def _is_free(submission: Submission, person_id: int) -> bool:
    return (
        submission.state == SubmissionState.PENDING
        and submission.is_checked
        and submission.withdrawn_on is None
        and not risk.may_tell_of_risk(submission)
        and is_for(submission, person_id)
        and claims.holder(submission.id) in (None, person_id)
    )
