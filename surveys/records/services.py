"""Keeping what was said at meetings and on social media: each note a view that waits to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from surveys import intake
from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.domain import Channel, MayQuote
from surveys.models import SurveyVersion
from surveys.queries import current_version
from surveys.question_types import AnswerProblem, Cleaned, question_type
from surveys.records.domain import MOST_NOTES, MeetingKind
from surveys.records.models import Meeting, MeetingNote

MOST_LISTED = 100


class WrongNotes(DomainError):
    """Notes cannot be kept as they are. The message says what to change."""

    title = "These notes cannot be kept"


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting as it is listed."""

    kind: str
    held_on: date
    setting: str
    attended: int
    notes: int


def questions_for_notes(campaign: Campaign) -> list[QuestionDefinition]:
    """The questions that words can answer, the main one first."""
    definition = SurveyDefinition.from_json(current_version(campaign.id).definition)
    asked = [each for each in definition.questions if question_type(each.kind).holds_words]
    return sorted(asked, key=lambda each: each != definition.first_long_text)


def keep_notes(
    campaign: Campaign, notes: Sequence[str], question_key: str, key: str, channel: Channel, actor_id: int
) -> list[int]:
    """Store each note as a view of its own, never to be quoted; gives the numbers of those that are new.

    Args:
        key: of the form, so that sending it again adds nothing.

    Raises:
        WrongNotes: when there are none, too many, or one that is too long.
    """
    version = current_version(campaign.id)
    views = [
        _view(campaign, version, f"{key}:{place}", note, question_key, channel)
        for place, note in enumerate(notes)
    ]
    if not views:
        raise WrongNotes("Write at least one note.")
    if len(views) > MOST_NOTES:
        raise WrongNotes(
            f"Keep at most {MOST_NOTES} notes at once: these are {len(views)}. Send them in parts."
        )
    new = [each.submission_id for each in intake.store_all(views) if not each.is_repeat]
    if new:
        detail: audit.Detail = {"views": len(new), "channel": channel.value}
        audit.record("wrote_down", "campaign", campaign.id, actor_id=actor_id, detail=detail)
    return new


def keep_meeting(meeting: Meeting, notes: Sequence[int]) -> None:
    """Keep a meeting with the views that were said at it."""
    db.session.add(meeting)
    db.session.flush()
    db.session.add_all([MeetingNote(submission_id=each, meeting_id=meeting.id) for each in notes])
    audit.record("kept", "meeting", meeting.id, actor_id=meeting.made_by_id, detail={"kind": meeting.kind})


def meetings_of(campaign: Campaign) -> list[HeldMeeting]:
    """The meetings of a campaign, the latest first."""
    rows = db.session.execute(
        select(Meeting, func.count(MeetingNote.submission_id))
        .outerjoin(MeetingNote, MeetingNote.meeting_id == Meeting.id)
        .where(Meeting.campaign_id == campaign.id)
        .group_by(Meeting.id)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(MOST_LISTED)
    )
    return [
        HeldMeeting(meeting.kind.label, meeting.held_on, meeting.setting, meeting.attended, notes)
        for meeting, notes in rows
    ]


def meeting_in_words(submission_id: int) -> str:
    """The meeting a view was said at, for whoever reads it; empty when it was said at none."""
    meeting = db.session.scalars(
        select(Meeting)
        .join(MeetingNote, MeetingNote.meeting_id == Meeting.id)
        .where(MeetingNote.submission_id == submission_id)
    ).first()
    if meeting is None:
        return ""
    kind = MeetingKind(meeting.kind).label
    return ", ".join(filter(None, (kind, meeting.setting, clock.show_date(meeting.held_on))))


def _view(
    campaign: Campaign, version: SurveyVersion, key: str, note: str, question_key: str, channel: Channel
) -> intake.NewView:
    definition = SurveyDefinition.from_json(version.definition)
    question = definition.question(question_key)
    if question is None or not question_type(question.kind).holds_words:
        raise WrongNotes("Choose the question that these notes answer.")
    cleaned = question_type(question.kind).clean([note], question)
    if isinstance(cleaned, AnswerProblem):
        raise WrongNotes(f"“{note[:40]}…”: {cleaned.message}")
    answers = tuple(
        (field.key, cleaned if field.key == question.key else Cleaned()) for field in definition.fields
    )
    return intake.NewView(campaign.id, version.id, key, answers, MayQuote.NO, channel)
