"""What happens to a survey and to a view after it came in: freezing, finding, replacing and taking back."""

from dataclasses import dataclass
from dataclasses import replace as within
from datetime import date
from typing import cast

from sqlalchemy import select

from participation.foundation import clock, registries
from participation.foundation.codes import receipt_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError
from participation.foundation.forgetting import forget_deleted_pages
from participation.foundation.holding import to_change
from surveys import intake, queries
from surveys.definition import SurveyDefinition
from surveys.domain import Standing, SubmissionState, must_still_be_read, standing_of
from surveys.drawings.services import forget_drawings
from surveys.equality.services import carry_over
from surveys.models import Submission, Survey, SurveyVersion
from surveys.question_types import survey_problems
from surveys.routing import rule_problems


class CannotReplace(DomainError):
    """A view was read or taken back already, so that another cannot take its place."""

    title = "This view cannot be changed now"


@dataclass(frozen=True)
class Description:
    """What the sender of a view may know of it.

    Attributes:
        is_replaceable: whether another view may take its place: until a person has read it.
    """

    standing: Standing
    campaign_id: int
    sent_on: date
    is_replaceable: bool


def freeze(campaign_id: int) -> SurveyVersion:
    """Keep the questions exactly as they are now; the same questions again make no new version.

    Raises:
        DomainError: when they cannot be asked as they are.
    """
    definition = queries.draft_definition(campaign_id)
    problems = problems_of(definition)
    if problems:
        raise DomainError(" ".join(problems))
    survey = cast(Survey, queries.survey_of(campaign_id))
    latest = queries.latest_version(campaign_id)
    if latest is not None and latest.content_hash == definition.content_hash:
        return latest
    version = SurveyVersion(
        survey_id=survey.id,
        campaign_id=campaign_id,
        number=latest.number + 1 if latest else 1,
        definition=definition.to_json(),
        content_hash=definition.content_hash,
    )
    db.session.add(version)
    db.session.flush()
    return version


def problems_of(definition: SurveyDefinition) -> list[str]:
    """What must be put right before these questions can be asked: each by itself, then their rules."""
    return survey_problems(definition) or rule_problems(definition)


def find_by_receipt(words: str) -> Submission | None:
    """The view these receipt words belong to, however they were typed.

    Only a keyed hash is looked up, so how long it takes says nothing about words that are nearly right.
    """
    wanted = receipt_hash(deployment().keys.receipt, words)
    return db.session.scalars(select(Submission).where(Submission.receipt_hash == wanted)).first()


def describe(submission: Submission) -> Description:
    """What became of a view, for its sender."""
    is_withdrawn = submission.withdrawn_on is not None
    standing = standing_of(submission.state, is_withdrawn, submission.replaced_by_id is not None)
    return Description(standing, submission.campaign_id, submission.received_on, standing is Standing.WAITING)


def withdraw(submission: Submission) -> None:
    """Take a view out of everything, keeping only its hashes so that a late retry cannot bring it back.

    A view that may tell of somebody at risk still reaches a person: its sealed answers go once it was read.
    """
    _hold(submission)
    if submission.withdrawn_on is not None:
        return
    submission.withdrawn_on = clock.today()
    db.session.flush()
    registries.erasers.call(submission.id)
    forget_withdrawn(submission)


def forget_withdrawn(submission: Submission) -> bool:
    """Erase the answers of a withdrawn view once nobody must read them any more; whether they are gone.

    Call it again when the view was checked and when it was decided about.
    """
    if submission.withdrawn_on is None or is_still_to_be_read(submission):
        return False
    submission.answers.clear()
    forget_drawings(submission.id)
    submission.arrived_at = None
    db.session.flush()
    forget_deleted_pages()
    return True


def is_still_to_be_read(submission: Submission) -> bool:
    """Whether a person must read the view even though its sender took it back."""
    return must_still_be_read(submission.state, submission.is_checked, submission.lane)


def replace(submission: Submission, view: intake.NewView) -> intake.Receipt:
    """Let another view take the place of one that nobody has read yet; gives the new receipt.

    Raises:
        CannotReplace: when the view was read or taken back meanwhile.
    """
    _hold(submission)
    if submission.state is not SubmissionState.PENDING or submission.withdrawn_on is not None:
        raise CannotReplace("A person has read this view, or it was taken back. Send a new view instead.")
    [receipt] = intake.store_all([within(view, group_session_id=submission.group_session_id)])
    if receipt.submission_id == submission.id:  # the same words again: nothing to replace
        return receipt
    submission.replaced_by_id = receipt.submission_id
    if not receipt.is_repeat:
        carry_over(submission, db.session.get_one(Submission, receipt.submission_id))
    withdraw(submission)
    return receipt


def _hold(submission: Submission) -> None:
    """Let nobody else decide about a view, replace it or take it back meanwhile, and see it as it is now."""
    db.session.scalars(to_change(select(Submission).where(Submission.id == submission.id))).one()
