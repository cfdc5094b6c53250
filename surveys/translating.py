"""Writing a question in other words, saying that a person has read them, and offering a language."""

from dataclasses import replace

from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.foundation.languages import LANGUAGES, offered
from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.editing import refuse_when_closed, writable_survey, write_definition
from surveys.models import Question
from surveys.queries import defined, draft_definition, survey_of
from surveys.question_types import question_type
from surveys.services import freeze
from surveys.wordings import AskedAs, SurveyLanguage, Wording, in_plain_words, with_wording

CLOSED = "The campaign is closed: its words stay as they were."


class CannotSwitchOn(DomainError):
    """A language is not ready to be offered."""

    title = "This language is not ready"


def keep_wording(
    campaign: Campaign, question: Question, written: Wording, actor_id: int | None = None
) -> None:
    """Keep other words for a question. Unless they are the same as before, somebody has to read them again.

    Raises:
        QuestionsAreLocked: when the campaign has closed.
    """
    now = defined(question)
    before = now.wording_for(written.asked_as)
    if before is not None and before.not_reviewed == written.not_reviewed:
        return
    changed = replace(now, wordings=with_wording(now.wordings, written.not_reviewed))
    _write(campaign, question, changed, "worded", written.asked_as, actor_id)


def mark_reviewed(
    campaign: Campaign, question: Question, asked_as: AskedAs, reviewed_by: str, actor_id: int | None = None
) -> None:
    """Put on record that a person has read these words beside the usual ones.

    Raises:
        QuestionsAreLocked: when the campaign has closed.
    """
    now = defined(question)
    words = now.wording_for(asked_as)
    if words is None or words.is_reviewed:
        return
    read = replace(words, reviewed_by=reviewed_by, reviewed_on=clock.today().isoformat())
    changed = replace(now, wordings=with_wording(now.wordings, read))
    _write(campaign, question, changed, "reviewed_wording", asked_as, actor_id)


def not_ready(definition: SurveyDefinition, code: str) -> list[tuple[str, str]]:
    """What must be done before a language can be offered, in plain words; none when it can.

    Each stands behind where it is done: a question's key or the title beside the usual words, nothing for the pages.
    """
    name = in_plain_words(AskedAs(code))
    found: list[tuple[str, str]] = []
    if code not in offered():
        message = (
            f"Nobody has reviewed the safety, privacy and error texts of the pages in {name} as they are now. "
            "Have them read under “Languages”."
        )
        found.append(("", message))
    language = definition.language(code)
    if language is None or not language.title:
        found.append(("title", f"Write the title of the campaign in {name}."))
    return found + wording_problems(definition, code)


def wording_problems(definition: SurveyDefinition, code: str) -> list[tuple[str, str]]:
    """Each question that is not there in a language or was reviewed by nobody: its key, and what to do."""
    name, found = in_plain_words(AskedAs(code)), []
    for question in definition.questions:
        words = question.wording_for(AskedAs(code))
        if words is None:
            found.append((question.key, f"Write “{question.wording}” in {name}."))
        elif {option.id for option in question_type(question.kind).offered(question)} - {
            id_ for id_, _ in words.labels
        }:
            found.append((question.key, f"Write every option of “{question.wording}” in {name}."))
        elif not words.is_reviewed:
            found.append((question.key, f"Have “{question.wording}” reviewed in {name}."))
    return found


def set_language(
    campaign: Campaign, code: str, title: str, *, is_on: bool, actor_id: int | None = None
) -> None:
    """Say what the campaign is called in a language, and whether young people may choose it.

    Raises:
        CannotSwitchOn: when something in it was not written or not reviewed.
        QuestionsAreLocked: when the campaign has closed.
    """
    refuse_when_closed(campaign, CLOSED)
    definition = draft_definition(campaign.id)
    others = [each for each in definition.languages if each.code != code]
    wanted = SurveyLanguage(code, title, is_on)
    languages = tuple(sorted((*others, wanted), key=lambda each: each.code))
    problems = not_ready(SurveyDefinition(definition.questions, languages), code) if is_on else []
    if problems or code not in LANGUAGES:
        raise CannotSwitchOn(" ".join(problem for _, problem in problems))
    survey = writable_survey(campaign)
    survey.languages = [each.to_json() for each in languages]
    db.session.flush()
    detail: dict[str, str | int | bool | None] = {"language": code, "is_on": is_on}
    audit.record("set_language", "campaign", campaign.id, actor_id=actor_id, detail=detail)
    _freeze_again(campaign)


def _write(
    campaign: Campaign,
    question: Question,
    changed: QuestionDefinition,
    action: str,
    asked_as: AskedAs,
    actor_id: int | None,
) -> None:
    refuse_when_closed(campaign, CLOSED)
    writable_survey(campaign)
    write_definition(question, changed)
    db.session.flush()
    detail: dict[str, str | int | bool | None] = {
        "campaign_id": campaign.id,
        "key": question.key,
        "words": str(asked_as),
    }
    audit.record(action, "question", question.id, actor_id=actor_id, detail=detail)
    _freeze_again(campaign)


def _freeze_again(campaign: Campaign) -> None:
    """While people answer, other words make a new version; answers given before stay with theirs."""
    if campaign.opened_at is not None and survey_of(campaign.id) is not None:
        freeze(campaign.id)
