"""One view on one screen: its words, what the check points at, what came with it, what was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from moderation.asked import Asked
from moderation.domain import DecisionKind, Lane
from moderation.house_rules import house_rule
from moderation.marking import stretches
from moderation.models import ApprovedText, Decision, Screening
from moderation.opening import words_or_none
from moderation.screening.signals import describe
from participation.accounts.queries import names_of
from participation.campaigns.models import Campaign
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from surveys.answers import open_words
from surveys.domain import Channel, MayQuote, SubmissionState
from surveys.models import Submission

LONGEST_EXCERPT = 60
TAKE_BACK_REASONS = {
    "undone": "undone at once",
    "second_look": "needs a second look",
    "mistake": "decided by mistake",
    "asked": "a colleague or the sender asked",
    "not_a_concern": "closed as not a concern",
}


@dataclass(frozen=True)
class Highlight:
    """A stretch of an answer and why it is highlighted; an empty reason means that it is not."""

    text: str
    reason: str


@dataclass(frozen=True)
class ShownAnswer:
    """One answer in words: what was asked, the words exactly, and the same words cut into highlights."""

    question_key: str
    wording: str
    text: str
    highlights: tuple[Highlight, ...]


@dataclass(frozen=True)
class ShownSignal:
    """A reason the check gives, with the words that gave it."""

    description: str
    family: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A view that waits, with everything needed to decide about it."""

    submission_id: int
    lane: Lane
    is_checked: bool
    is_withdrawn: bool
    campaign_title: str
    channel: Channel
    may_quote: MayQuote
    received_on: date
    arrived_at: datetime | None
    answers: tuple[ShownAnswer, ...]
    facts: tuple[tuple[str, str], ...]
    signals: tuple[ShownSignal, ...]
    language: str
    similar_to_id: int | None
    is_readable: bool


@dataclass(frozen=True)
class PastDecision:
    """A decision as the record shows it."""

    label: str
    reason: str
    person_name: str
    at: datetime
    was_bulk: bool


@dataclass(frozen=True)
class DecidedItem:
    """A view that was decided: what others may see of it now, and who decided what."""

    submission_id: int
    state: SubmissionState
    is_withdrawn: bool
    campaign_title: str
    approved: tuple[tuple[str, str], ...]
    decisions: tuple[PastDecision, ...]


def submission_by_id(submission_id: int) -> Submission:
    """One view with its answers.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.get(Submission, submission_id, options=[selectinload(Submission.answers)])
    if found is None:
        raise NotFound("There is no such view. Go back to the queue.")
    return found


def waiting_item(submission: Submission) -> Item:
    """A waiting view with its words. Only for the person who holds it."""
    asked, version = Asked(), submission.survey_version_id
    screening = db.session.get(Screening, submission.id)
    spans = [tuple(span) for span in screening.spans] if screening else []
    opened = words_or_none(submission)
    words = opened or {}
    return Item(
        submission.id,
        Lane(submission.lane),
        submission.is_checked,
        submission.withdrawn_on is not None,
        db.session.get_one(Campaign, submission.campaign_id).title,
        Channel(submission.channel),
        MayQuote(submission.may_quote),
        submission.received_on,
        submission.arrived_at,
        tuple(shown_answer(key, asked.wording(version, key), text, spans) for key, text in words.items()),
        tuple((asked.wording(version, key), labels) for key, labels in asked.facts(submission).items()),
        _signals(screening, words, spans),
        screening.language if screening else "und",
        screening.similar_to_id if screening else None,
        opened is not None,
    )


def shown_answer(
    key: str, wording: str, text: str, spans: Iterable[tuple[str, int, int, str]]
) -> ShownAnswer:
    """An answer cut at the spans that lie in it."""
    mine = [(start, end, signal) for span_key, start, end, signal in spans if span_key == key]
    cut = stretches(text, mine)
    return ShownAnswer(
        key,
        wording,
        text,
        tuple(Highlight(each.text, "; ".join(map(describe, each.signals))) for each in cut),
    )


def original_words(submission: Submission) -> list[tuple[str, str]]:
    """The exact words of a view with their questions."""
    asked = Asked()
    return [
        (asked.wording(submission.survey_version_id, key), text)
        for key, text in open_words(submission).items()
    ]


def decided_item(submission: Submission) -> DecidedItem:
    """A decided view without its original words."""
    asked = Asked()
    approved = db.session.scalars(
        select(ApprovedText)
        .where(ApprovedText.submission_id == submission.id)
        .order_by(ApprovedText.question_key)
    )
    return DecidedItem(
        submission.id,
        SubmissionState(submission.state),
        submission.withdrawn_on is not None,
        db.session.get_one(Campaign, submission.campaign_id).title,
        tuple(
            (asked.wording(submission.survey_version_id, each.question_key), each.text) for each in approved
        ),
        tuple(decisions_of(submission.id)),
    )


def decisions_of(submission_id: int) -> list[PastDecision]:
    """Everything that was decided about a view, newest first."""
    rows = db.session.scalars(
        select(Decision).where(Decision.submission_id == submission_id).order_by(Decision.id.desc())
    ).all()
    names = names_of({row.person_id for row in rows})
    return [
        PastDecision(
            DecisionKind(row.kind).label,
            _reason(row),
            names.get(row.person_id, ""),
            row.decided_at,
            row.was_bulk,
        )
        for row in rows
    ]


def _reason(decision: Decision) -> str:
    rule = house_rule(decision.reason)
    return rule.label if rule else TAKE_BACK_REASONS.get(decision.reason, "")


def _signals(
    screening: Screening | None, words: Mapping[str, str], spans: Iterable[tuple[str, int, int, str]]
) -> tuple[ShownSignal, ...]:
    if screening is None:
        return ()
    found: dict[str, list[str]] = {signal: [] for signal in screening.signals}
    for key, start, end, signal in spans:
        found.setdefault(signal, []).append(_excerpt(words.get(key, "")[start:end]))
    return tuple(
        ShownSignal(describe(signal), signal.partition(".")[0], _distinct(excerpts))
        for signal, excerpts in found.items()
    )


def _distinct(excerpts: Iterable[str]) -> tuple[str, ...]:
    """Each excerpt once, and none that a longer one holds."""
    found = [each for each in dict.fromkeys(excerpts) if each]
    return tuple(each for each in found if not any(each in other and each != other for other in found))


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_EXCERPT else plain[:LONGEST_EXCERPT] + "…"
