"""Finding surveys, their frozen versions, and what they ask."""

from collections.abc import Sequence

from sqlalchemy import select

from participation.foundation.database import db
from participation.foundation.errors import NotFound
from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.models import Question, SourceLink, Survey, SurveyVersion
from surveys.wordings import SurveyLanguage


def latest_version(campaign_id: int) -> SurveyVersion | None:
    """The newest frozen version of a campaign's questions, None when it never opened."""
    return db.session.scalars(
        select(SurveyVersion)
        .where(SurveyVersion.campaign_id == campaign_id)
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    ).first()


def versions_of(campaign_id: int) -> Sequence[SurveyVersion]:
    """Every frozen version of a campaign's questions, the first one first."""
    return db.session.scalars(
        select(SurveyVersion).where(SurveyVersion.campaign_id == campaign_id).order_by(SurveyVersion.number)
    ).all()


def current_version(campaign_id: int) -> SurveyVersion:
    """The version that is being answered.

    Raises:
        NotFound: when the campaign never opened.
    """
    version = latest_version(campaign_id)
    if version is None:
        raise NotFound("This campaign has no questions yet: it was never opened.")
    return version


def definition_of(version_id: int) -> SurveyDefinition:
    """What a version asks.

    Raises:
        NotFound: when there is no such version.
    """
    version = db.session.get(SurveyVersion, version_id)
    if version is None:
        raise NotFound("There is no such version of the questions.")
    return SurveyDefinition.from_json(version.definition)


def survey_of(campaign_id: int) -> Survey | None:
    """The questions of a campaign as they are being written."""
    return db.session.scalars(select(Survey).where(Survey.campaign_id == campaign_id)).first()


def draft_definition(campaign_id: int) -> SurveyDefinition:
    """What a campaign would ask if it opened now."""
    survey = survey_of(campaign_id)
    questions = survey.questions if survey else []
    languages = survey.languages or [] if survey else []
    return SurveyDefinition(
        tuple(defined(question) for question in questions),
        tuple(SurveyLanguage.from_json(each) for each in languages),
    )


def defined(question: Question) -> QuestionDefinition:
    """What one question asks as it is being written."""
    return QuestionDefinition.from_json(
        {
            "key": question.key,
            "kind": question.kind,
            "wording": question.wording,
            "hint": question.hint,
            "options": question.options,
            "easy_wording": question.easy_wording,
            "easy_hint": question.easy_hint,
            **question.settings,
        }
    )


def source_links(campaign_id: int) -> Sequence[SourceLink]:
    """The links of a campaign that say where they were put up, oldest first."""
    return db.session.scalars(
        select(SourceLink).where(SourceLink.campaign_id == campaign_id).order_by(SourceLink.id)
    ).all()


def source_labels(campaign_id: int) -> Sequence[str]:
    """The labels of those links."""
    return db.session.scalars(select(SourceLink.label).where(SourceLink.campaign_id == campaign_id)).all()
