"""Published words that could be about somebody: anyone points at them, staff hide them everywhere in one act."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from moderation.approved_words import forget_approved
from moderation.domain import DecisionKind
from moderation.locking import locked
from moderation.models import ApprovedText, Decision, QuoteFlag
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock, registries
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from surveys.domain import SubmissionState
from surveys.models import Submission

#: Why words that were approved are kept private after all.
COULD_BE_ABOUT_SOMEBODY = "about_somebody"
MOST_LISTED = 100


class NothingToHide(DomainError):
    """The words are not shown anywhere."""

    title = "These words are not shown any more"


@dataclass(frozen=True)
class FlaggedWords:
    """Words somebody pointed at, as they are published, and since when they wait for an answer."""

    submission_id: int
    campaign_title: str
    text: str
    flagged_on: date


def flag(submission_id: int) -> None:
    """Somebody says that published words could be about a person. Saying it again adds nothing."""
    is_shown = db.session.scalars(
        select(ApprovedText.submission_id)
        .where(ApprovedText.submission_id == submission_id, ApprovedText.is_quotable)
        .limit(1)
    ).first()
    if is_shown is None or _open_flag(submission_id) is not None:
        return
    db.session.add(QuoteFlag(submission_id=submission_id, flagged_on=clock.today()))
    db.session.flush()


def flagged() -> list[FlaggedWords]:
    """What waits for an answer, oldest first."""
    rows = db.session.execute(
        select(QuoteFlag, ApprovedText.text, Campaign.title)
        .join(Submission, Submission.id == QuoteFlag.submission_id)
        .join(Campaign, Campaign.id == Submission.campaign_id)
        .join(ApprovedText, ApprovedText.submission_id == Submission.id)
        .where(QuoteFlag.settled_on.is_(None))
        .order_by(QuoteFlag.id, ApprovedText.question_key)
        .limit(MOST_LISTED)
    )
    return [FlaggedWords(row.submission_id, title, text, row.flagged_on) for row, text, title in rows]


def flagged_count() -> int:
    """How many wait for an answer."""
    return len({each.submission_id for each in flagged()})


def hide(submission_id: int, person_id: int) -> Decision:
    """Take approved words back from everywhere: results, themes, search, files. The view still counts.

    Raises:
        NothingToHide: when the view is not approved, or its sender took it back.
    """
    submission = locked(submission_id)
    if submission.state != SubmissionState.APPROVED or submission.withdrawn_on is not None:
        raise NothingToHide(
            "Nothing was changed: the view was taken back or decided anew. Open the list again."
        )
    decision = Decision(
        submission_id=submission_id,
        kind=DecisionKind.KEEP_PRIVATE,
        reason=COULD_BE_ABOUT_SOMEBODY,
        lane_at_decision=submission.lane,
        person_id=person_id,
    )
    db.session.add(decision)
    submission.state = SubmissionState.PRIVATE
    forget_approved(submission_id)
    _settle(submission_id, person_id)
    audit.record("hid_everywhere", "submission", submission_id, actor_id=person_id)
    registries.after_decision.call(submission_id)
    return decision


def keep(submission_id: int, person_id: int) -> None:
    """A person looked: the words are about nobody, and stay."""
    _settle(submission_id, person_id)
    audit.record("kept_flagged_words", "submission", submission_id, actor_id=person_id)


def last_hidden(campaign_id: int) -> datetime | None:
    """When words of a campaign were hidden last; None when none were."""
    return db.session.scalar(
        select(func.max(Decision.decided_at))
        .join(Submission, Submission.id == Decision.submission_id)
        .where(Submission.campaign_id == campaign_id, Decision.reason == COULD_BE_ABOUT_SOMEBODY)
    )


def _open_flag(submission_id: int) -> QuoteFlag | None:
    return db.session.scalars(
        select(QuoteFlag).where(QuoteFlag.submission_id == submission_id, QuoteFlag.settled_on.is_(None))
    ).first()


def _settle(submission_id: int, person_id: int) -> None:
    found = _open_flag(submission_id)
    if found is not None:
        found.settled_on, found.settled_by_id = clock.today(), person_id
    db.session.flush()
