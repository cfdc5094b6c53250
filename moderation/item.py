"""One view on one screen: its words, what the check points at, what came with it, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from moderation import risk
from moderation.asked import Asked
from moderation.domain import DecisionKind, Lane
from moderation.house_rules.queries import rule_as_decided
from moderation.marking import stretches
from moderation.models import ApprovedText, Decision, Screening
from moderation.opening import words_or_none
from moderation.reasons import ShownSignal, reasons_of, spans_of
from moderation.screening.signals import describe
from moderation.stacks import stacked_with
from participation.accounts.queries import names_of
from participation.campaigns.models import Campaign
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from surveys.answers import open_words
from surveys.domain import Captured, Channel, MayQuote, SubmissionState, came_by
from surveys.drawings.services import drawings_of
from surveys.models import Submission
from surveys.records.services import meeting_in_words
from surveys.sessions import in_words

TAKE_BACK_REASONS = {
    "undone": "undone at once",
    "second_look": "needs a second look",
    "mistake": "decided by mistake",
    "asked": "a colleague or the sender asked",
    "not_a_concern": "closed as not a concern",
    "about_somebody": "could be about somebody",
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
class HiddenDrawing:
    """A drawing of a view, to be looked at on a page of its own; `is_seen` once some moderator did."""

    question_key: str
    wording: str
    is_seen: bool


@dataclass(frozen=True)
class Item:
    """A view that waits, with everything needed to decide about it.

    Attributes:
        tells_of_risk: whether the check sees any sign of a child at risk: the words stand behind a warning.
        is_answer_due: whether its reader must say first that nobody is at risk.
        answered_no: why its reader said so, in words; empty when they were not asked or have not answered.
        stacked: how many other views that say nearly the same wait in its lane.
    """

    submission_id: int
    lane: Lane
    is_checked: bool
    is_withdrawn: bool
    campaign_title: str
    came_by: str
    may_quote: MayQuote
    received_on: date
    arrived_at: datetime | None
    answers: tuple[ShownAnswer, ...]
    facts: tuple[tuple[str, str], ...]
    signals: tuple[ShownSignal, ...]
    language: str
    similar_to_id: int | None
    is_readable: bool
    session: str
    tells_of_risk: bool
    is_answer_due: bool
    answered_no: str
    stacked: int
    drawings: tuple[HiddenDrawing, ...]


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


def waiting_item(submission: Submission, person_id: int) -> Item:
    """A waiting view with its words, for the person who holds it and for nobody else."""
    asked, version = Asked(), submission.survey_version_id
    screening = db.session.get(Screening, submission.id)
    spans, is_due = spans_of(screening), risk.is_answer_due(submission, person_id)
    answer = None if is_due else risk.answer_of(submission.id, person_id)
    opened = words_or_none(submission)
    words = opened or {}
    return Item(
        submission.id,
        Lane(submission.lane),
        submission.is_checked,
        submission.withdrawn_on is not None,
        db.session.get_one(Campaign, submission.campaign_id).title,
        _route(submission),
        MayQuote(submission.may_quote),
        submission.received_on,
        submission.arrived_at,
        tuple(
            shown_answer(key, asked.wording(version, key, submission.asked_as), text, spans)
            for key, text in words.items()
        ),
        tuple(
            (asked.wording(version, key, submission.asked_as), labels)
            for key, labels in asked.facts(submission).items()
        ),
        reasons_of(screening, words),
        screening.language if screening else "und",
        screening.similar_to_id if screening else None,
        opened is not None,
        in_words(submission.group_session_id),
        risk.may_tell_of_risk(submission),
        is_due,
        risk.NO_RISK_REASONS.get(answer.because, "") if answer else "",
        stacked_with(submission),
        tuple(
            HiddenDrawing(
                each.question_key,
                asked.wording(version, each.question_key, submission.asked_as),
                each.seen_on is not None,
            )
            for each in drawings_of(submission.id)
        ),
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
        (asked.wording(submission.survey_version_id, key, submission.asked_as), text)
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
            *_told(row),
            names.get(row.person_id, ""),
            row.decided_at,
            row.was_bulk,
        )
        for row in rows
    ]


def _told(decision: Decision) -> tuple[str, str]:
    """What was decided and why, in the words that stood then."""
    rule = rule_as_decided(decision.reason, decision.rule_number) if decision.reason else None
    if rule is None:
        return DecisionKind(decision.kind).label, TAKE_BACK_REASONS.get(decision.reason, "")
    return rule.outcome.label, rule.label


def _route(submission: Submission) -> str:
    """How it reached us, with the meeting it was said at."""
    route = came_by(Channel(submission.channel), Captured(submission.captured))
    meeting = meeting_in_words(submission.id) if submission.channel is Channel.WORKSHOP else ""
    return f"{route}: {meeting}" if meeting else route
