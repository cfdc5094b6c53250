"""What leaves moderation: approved words, counts, and what a receipt may say. The only door for free text."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, select, tuple_

from moderation.asked import Asked
from moderation.domain import DecisionKind
from moderation.house_rules.queries import rule_as_decided
from moderation.models import ApprovedText, Decision, RedactionMark
from participation.foundation.database import db
from surveys.domain import Channel, SubmissionState
from surveys.models import Answer, Submission

BATCH = 1000


@dataclass(frozen=True)
class ApprovedAnswer:
    """One answer a person approved, redacted.

    Attributes:
        is_quotable: whether the sender said that the words may be shown.
        descriptors: what the sender chose from lists, question key to labels.
    """

    submission_id: int
    question_key: str
    text: str
    is_quotable: bool
    channel: Channel
    descriptors: dict[str, str]


class ReceiptState(StrEnum):
    """What a receipt shows of a view. A concern and its absence look the same."""

    WAITING = "waiting"
    READ = "read"
    NOT_USED = "not_used"


@dataclass(frozen=True)
class ReceiptDecision:
    """What became of a view, in words for whoever sent it.

    Attributes:
        detail: the words of the house rule that was applied, as they stood then.
        step: the same in a few words, as a step of the way; empty when no rule was applied.
    """

    state: ReceiptState
    heading: str
    detail: str
    step: str = ""


WAITING = ReceiptDecision(
    ReceiptState.WAITING,
    "Waiting for a person to read it",
    "Nobody else can see it until a person has read it.",
)
READ = ReceiptDecision(
    ReceiptState.READ,
    "A person has read this",
    "When we publish what we heard, you find it on the results page.",
)

NOT_USED = ReceiptDecision(ReceiptState.NOT_USED, "A person has read this, and we could not use it", "")


def approved_answers(campaign_id: int, question_key: str | None = None) -> Iterator[ApprovedAnswer]:
    """Every approved answer of a campaign, oldest view first, of one question or of all.

    Read in batches by place, so that neither memory nor an open cursor grows with the campaign.
    """
    asked, after = Asked(), (0, "")
    while True:
        rows = db.session.execute(_batch(campaign_id, question_key, after)).all()
        facts = _facts({row.submission_id: row.survey_version_id for row in rows}, asked)
        for row in rows:
            yield ApprovedAnswer(
                row.submission_id,
                row.question_key,
                row.text,
                row.is_quotable,
                Channel(row.channel),
                facts.get(row.submission_id, {}),
            )
        if len(rows) < BATCH:
            return
        after = (rows[-1].submission_id, rows[-1].question_key)


def _batch(campaign_id: int, question_key: str | None, after: tuple[int, str]) -> Select[*tuple[Any, ...]]:
    statement = (
        select(
            ApprovedText.submission_id,
            ApprovedText.question_key,
            ApprovedText.text,
            ApprovedText.is_quotable,
            Submission.channel,
            Submission.survey_version_id,
        )
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .where(
            Submission.campaign_id == campaign_id,
            Submission.state == SubmissionState.APPROVED,
            Submission.withdrawn_on.is_(None),
            tuple_(ApprovedText.submission_id, ApprovedText.question_key) > after,
        )
        .order_by(ApprovedText.submission_id, ApprovedText.question_key)
        .limit(BATCH)
    )
    return statement if question_key is None else statement.where(ApprovedText.question_key == question_key)


def _facts(versions: Mapping[int, int], asked: Asked) -> dict[int, dict[str, str]]:
    """What the senders of these views chose from lists; `versions` is view to survey version."""
    rows = db.session.execute(
        select(Answer.submission_id, Answer.question_key, Answer.choices)
        .where(Answer.submission_id.in_(versions), Answer.choices.is_not(None))
        .order_by(Answer.submission_id, Answer.position)
    )
    facts: dict[int, dict[str, str]] = {}
    for row in rows:
        labels = asked.labels(versions[row.submission_id], row.question_key, (row.choices or "").split())
        facts.setdefault(row.submission_id, {})[row.question_key] = labels
    return facts


def covered_kinds(submission_ids: Collection[int]) -> dict[tuple[int, str], dict[str, int]]:
    """What was covered in approved answers, by view and question: kinds and how often, never the words."""
    found: dict[tuple[int, str], dict[str, int]] = {}
    for some in _some_at_a_time(submission_ids):
        rows = db.session.execute(
            select(ApprovedText.submission_id, ApprovedText.question_key, RedactionMark.label, func.count())
            .join(
                RedactionMark,
                and_(
                    RedactionMark.decision_id == ApprovedText.decision_id,
                    RedactionMark.question_key == ApprovedText.question_key,
                ),
            )
            .where(ApprovedText.submission_id.in_(some))
            .group_by(ApprovedText.submission_id, ApprovedText.question_key, RedactionMark.label)
        )
        for submission_id, key, label, count in rows:
            found.setdefault((submission_id, key), {})[label] = count
    return found


def versions_of(submission_ids: Collection[int]) -> dict[int, int]:
    """The survey version that each of these views answered."""
    return {
        row.id: row.survey_version_id
        for some in _some_at_a_time(submission_ids)
        for row in db.session.execute(
            select(Submission.id, Submission.survey_version_id).where(Submission.id.in_(some))
        )
    }


def _some_at_a_time(ids: Collection[int]) -> Iterator[list[int]]:
    """A statement names only so many at once."""
    every = sorted(ids)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))


def decision_for_receipt(submission_id: int) -> ReceiptDecision:
    """What the sender of a view may know of its decision. Never that a concern was raised."""
    submission = db.session.get(Submission, submission_id)
    if submission is None or submission.state == SubmissionState.PENDING:
        return WAITING
    if submission.state not in (SubmissionState.REJECTED, SubmissionState.PRIVATE):
        return READ
    last = db.session.scalars(
        select(Decision).where(Decision.submission_id == submission_id).order_by(Decision.id.desc()).limit(1)
    ).first()
    rule = (
        rule_as_decided(last.reason, last.rule_number) if last and last.kind == DecisionKind.REJECT else None
    )
    state = ReceiptState.NOT_USED if submission.state == SubmissionState.REJECTED else ReceiptState.READ
    if rule is None:
        return READ if state is ReceiptState.READ else NOT_USED
    return ReceiptDecision(
        state, f"A person has read this. {rule.outcome.told}", rule.kind_words, rule.outcome.told
    )
