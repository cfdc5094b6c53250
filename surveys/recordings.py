"""Questions read out by a person: kept with the words that were read, and played only while those are asked."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from participation.campaigns.models import Campaign
from participation.foundation import audit
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.models import Question, QuestionRecording, Survey
from surveys.sound_files import plain_sound

#: About four minutes as a phone records speech.
LARGEST = 1_500_000
MARK_LENGTH = 32


@dataclass(frozen=True)
class Sound:
    """A recording as it is played."""

    content: bytes
    kind: str


def words_of(question: QuestionDefinition) -> tuple[str, ...]:
    """What is to be read out: the question, its hint, and everything there is to choose."""
    words = (question.wording, question.hint, *(option.label for option in question.options))
    return tuple(each for each in words if each)


def keep(survey_id: int, question: QuestionDefinition, content: bytes, actor_id: int | None) -> None:
    """Keep a recording of a question in place of the one before.

    Raises:
        NotASound: when the file is not one that phones play.
    """
    plain, kind = plain_sound(content)
    _delete(survey_id, question.key)
    recording = QuestionRecording(
        survey_id=survey_id,
        question_key=question.key,
        words_hash=_words_hash(question),
        mark=hashlib.sha256(plain).hexdigest()[:MARK_LENGTH],
        kind=kind,
        sound=plain,
        added_by_id=actor_id,
    )
    db.session.add(recording)
    db.session.flush()
    audit.record("added", "question_recording", recording.id, actor_id=actor_id, detail={"key": question.key})


def remove(survey_id: int, key: str, actor_id: int | None) -> None:
    """Delete the recording of a question; nothing happens when there is none."""
    if _delete(survey_id, key):
        audit.record("deleted", "question_recording", None, actor_id=actor_id, detail={"key": key})


def marks(campaign_id: int, definition: SurveyDefinition) -> dict[str, str]:
    """The mark of its recording by question key, of those recordings that say what is asked."""
    hashes = {question.key: _words_hash(question) for question in definition.questions}
    return {
        each.question_key: each.mark
        for each in _of_campaign(campaign_id)
        if hashes.get(each.question_key) == each.words_hash
    }


def outdated(campaign_id: int, definition: SurveyDefinition) -> frozenset[str]:
    """Keys of questions whose words changed after they were recorded."""
    asked = {question.key for question in definition.questions}
    recorded = {each.question_key for each in _of_campaign(campaign_id)}
    return frozenset((recorded & asked) - marks(campaign_id, definition).keys())


def sound(campaign: Campaign, mark: str) -> Sound:
    """The recording with this mark.

    Raises:
        NotFound: when the campaign has none.
    """
    found = db.session.execute(
        select(QuestionRecording.sound, QuestionRecording.kind)
        .join(Survey, Survey.id == QuestionRecording.survey_id)
        .where(Survey.campaign_id == campaign.id, QuestionRecording.mark == mark)
        .limit(1)
    ).first()
    if found is None:
        raise NotFound("There is no such recording.")
    return Sound(*found)


def recording_of(question: Question) -> QuestionRecording | None:
    """The recording of a question, whether or not it still says what is asked."""
    return db.session.scalars(
        select(QuestionRecording).where(
            QuestionRecording.survey_id == question.survey_id, QuestionRecording.question_key == question.key
        )
    ).first()


def _of_campaign(campaign_id: int) -> list[QuestionRecording]:
    return list(
        db.session.scalars(
            select(QuestionRecording)
            .join(Survey, Survey.id == QuestionRecording.survey_id)
            .where(Survey.campaign_id == campaign_id)
        )
    )


def _words_hash(question: QuestionDefinition) -> str:
    return hash_mapping({"words": words_of(question)})


def _delete(survey_id: int, key: str) -> bool:
    found = db.session.scalars(
        select(QuestionRecording).where(
            QuestionRecording.survey_id == survey_id, QuestionRecording.question_key == key
        )
    ).first()
    if found is None:
        return False
    db.session.delete(found)
    db.session.flush()
    return True
