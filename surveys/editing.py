"""Writing a campaign's questions. Once the campaign opened they are locked, but for putting wording right."""

from dataclasses import replace

from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.foundation import audit
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound
from surveys import recordings
from surveys.definition import Condition, QuestionDefinition, SurveyDefinition, next_question_key
from surveys.models import Question, Survey
from surveys.queries import defined, draft_definition, survey_of
from surveys.routing import rule_problems
from surveys.services import freeze
from surveys.written import QuestionProblem, WrittenQuestion, check, options_for, with_kept_wordings

MOST_QUESTIONS = 40
#: How many changes can be taken back, one after the other.
MOST_UNDONE = 20


class QuestionsAreLocked(DomainError):
    """People may have answered: only wording can be put right."""

    title = "The questions are locked"


def questions_of(campaign: Campaign) -> list[Question]:
    """A campaign's questions in order."""
    survey = survey_of(campaign.id)
    return sorted(survey.questions, key=lambda question: question.position) if survey else []


def question_of(campaign: Campaign, key: str) -> Question:
    """One question of a campaign.

    Raises:
        NotFound: when there is none with this key.
    """
    for question in questions_of(campaign):
        if question.key == key:
            return question
    raise NotFound("There is no such question. Go back to the list of questions.")


def may_write(campaign: Campaign) -> bool:
    """Whether questions can still be added, moved and deleted."""
    return campaign.state is CampaignState.DRAFT


def may_undo(campaign: Campaign) -> bool:
    """Whether there is a change that can be taken back."""
    survey = survey_of(campaign.id)
    return may_write(campaign) and survey is not None and bool(survey.earlier)


def may_correct(campaign: Campaign) -> bool:
    """Whether wording can be put right in questions people see."""
    return campaign.state in (CampaignState.OPEN, CampaignState.PAUSED, CampaignState.SCHEDULED)


def refuse_when_closed(campaign: Campaign, why: str) -> None:
    """Stop what may be changed until the campaign closes.

    Raises:
        QuestionsAreLocked: when it has closed.
    """
    if not (may_write(campaign) or may_correct(campaign)):
        raise QuestionsAreLocked(why)


def add_question(campaign: Campaign, written: WrittenQuestion, actor_id: int | None = None) -> Question:
    """Add a question at the end.

    Raises:
        QuestionsAreLocked: when the campaign has opened.
        QuestionProblem: when it cannot be asked as written.
    """
    _refuse_when_locked(campaign)
    return add_defined(campaign, written.defined("", options_for(written, ())), actor_id)


def add_defined(campaign: Campaign, definition: QuestionDefinition, actor_id: int | None = None) -> Question:
    """Add a question that was whole before, at the end: its options keep their ids, so counts can be compared.

    Raises:
        QuestionsAreLocked: when the campaign has opened.
        QuestionProblem: when there is no room for another.
    """
    _refuse_when_locked(campaign)
    present = questions_of(campaign)
    _refuse_when_full(present)
    survey = writable_survey(campaign)
    question = Question(key=next_question_key({each.key for each in present}), position=len(present) + 1)
    write_definition(question, definition)
    survey.questions.append(question)
    _record("added", campaign, question, actor_id)
    return question


def change_question(
    campaign: Campaign, question: Question, written: WrittenQuestion, actor_id: int | None = None
) -> None:
    """Change a question; in an open campaign put its words right, which makes a new version of the survey.

    An option keeps its id when its words stay (in an open campaign: when its place stays), because answers
    are kept by id.

    Raises:
        QuestionsAreLocked: when more than words would change, or the campaign has closed.
        QuestionProblem: when it cannot be asked as written.
    """
    now = defined(question)
    known = now.options
    if may_write(campaign):
        writable_survey(campaign)
        changed = written.defined(question.key, options_for(written, known), now.show_when)
        write_definition(question, with_kept_wordings(changed, now))
        _record("changed", campaign, question, actor_id)
        return
    if not may_correct(campaign):
        raise QuestionsAreLocked("The campaign is closed: its questions stay as they were asked.")
    if written.kind != question.kind or len(written.labels) != len(known):
        raise QuestionsAreLocked("People may have answered already: the type and the options must stay.")
    corrected = tuple(replace(old, label=label) for old, label in zip(known, written.labels, strict=True))
    check(written, corrected)
    as_asked = written.defined(question.key, corrected, now.show_when)
    kept = replace(as_asked, has_other=now.has_other, least=now.least, most=now.most)
    write_definition(question, with_kept_wordings(kept, now))
    _record("corrected", campaign, question, actor_id)
    freeze(campaign.id)


def move_question(campaign: Campaign, question: Question, *, up: bool, actor_id: int | None = None) -> None:
    """Move a question one place; at the end of the list nothing happens.

    Raises:
        QuestionsAreLocked: when the campaign has opened.
    """
    _refuse_when_locked(campaign)
    present = questions_of(campaign)
    place = present.index(question)
    target = place - 1 if up else place + 1
    if not 0 <= target < len(present):
        return
    writable_survey(campaign)
    present.insert(target, present.pop(place))
    _number(present)
    _record("moved", campaign, question, actor_id)


def delete_question(campaign: Campaign, question: Question, actor_id: int | None = None) -> None:
    """Take a question out.

    Raises:
        QuestionsAreLocked: when the campaign has opened.
    """
    _refuse_when_locked(campaign)
    _record("deleted", campaign, question, actor_id)
    survey = writable_survey(campaign)
    survey.questions.remove(question)
    recordings.remove(survey.id, question.key, actor_id)
    db.session.flush()
    _number(questions_of(campaign))


def copy_question(campaign: Campaign, question: Question, actor_id: int | None = None) -> Question:
    """Put the same question once more right below, to be changed from there.

    Raises:
        QuestionsAreLocked: when the campaign has opened.
        QuestionProblem: when there is no room for another.
    """
    _refuse_when_locked(campaign)
    survey = writable_survey(campaign)
    present = questions_of(campaign)
    _refuse_when_full(present)
    copied = Question(key=next_question_key({each.key for each in present}), position=len(present) + 1)
    write_definition(copied, defined(question))
    survey.questions.append(copied)
    place = present.index(question) + 1
    _number([*present[:place], copied, *present[place:]])
    _record("copied", campaign, copied, actor_id)
    return copied


def undo(campaign: Campaign, actor_id: int | None = None) -> bool:
    """Bring back the questions as they were before the last change; whether there was one to take back.

    Raises:
        QuestionsAreLocked: when the campaign has opened.
    """
    _refuse_when_locked(campaign)
    survey = survey_of(campaign.id)
    if survey is None or not survey.earlier:
        return False
    *kept, before = survey.earlier
    put_questions(survey, SurveyDefinition.from_json(before))
    survey.earlier = kept
    audit.record("undid", "campaign", campaign.id, actor_id=actor_id)
    return True


def put_questions(survey: Survey, definition: SurveyDefinition) -> None:
    """Let a survey that nobody has seen yet ask exactly this."""
    present = {question.key: question for question in survey.questions}
    wanted = [present.get(each.key) or Question(key=each.key) for each in definition.questions]
    for position, (question, each) in enumerate(zip(wanted, definition.questions, strict=True), start=1):
        question.position = position
        write_definition(question, each)
    survey.questions = wanted
    survey.languages = [each.to_json() for each in definition.languages]
    db.session.flush()


def edition_of(question: Question) -> str:
    """Names what a question says now: another once anybody changed it."""
    return hash_mapping(defined(question).to_json())[:16]


def set_rules(
    campaign: Campaign, question: Question, conditions: tuple[Condition, ...], actor_id: int | None = None
) -> None:
    """Say when a question is asked; no condition means always.

    Raises:
        QuestionsAreLocked: when the campaign has opened.
        QuestionProblem: when somebody could never be asked it, or a rule cannot work.
    """
    _refuse_when_locked(campaign)
    changed = replace(defined(question), show_when=conditions)
    survey = draft_definition(campaign.id)
    wanted = SurveyDefinition(
        tuple(changed if each.key == question.key else each for each in survey.questions)
    )
    for problem in rule_problems(wanted):
        if f"“{question.wording}”" in problem:
            raise QuestionProblem(problem, "rules")
    writable_survey(campaign)
    write_definition(question, changed)
    _record("ruled", campaign, question, actor_id)


def writable_survey(campaign: Campaign) -> Survey:
    """The survey of a campaign that is about to change; until it opens, what it asks now is noted for undoing."""
    survey = survey_of(campaign.id)
    if survey is not None and not may_write(campaign):
        return survey
    if survey is None:
        survey = Survey(campaign_id=campaign.id, earlier=[SurveyDefinition(()).to_json()])
        db.session.add(survey)
    else:
        before = draft_definition(campaign.id).to_json()
        survey.earlier = [*(survey.earlier or []), before][-MOST_UNDONE:]
    return survey


def _refuse_when_full(present: list[Question]) -> None:
    if len(present) >= MOST_QUESTIONS:
        raise QuestionProblem(
            f"A survey has at most {MOST_QUESTIONS} questions. Delete one first.", "wording"
        )


def _refuse_when_locked(campaign: Campaign) -> None:
    if not may_write(campaign):
        raise QuestionsAreLocked("People may have answered already: put wording right, but nothing else.")


def write_definition(question: Question, definition: QuestionDefinition) -> None:
    """Store what a question asks; its place among the others stays."""
    question.kind, question.wording, question.hint = definition.kind, definition.wording, definition.hint
    question.easy_wording, question.easy_hint = definition.easy_wording, definition.easy_hint
    question.options = [option.to_json() for option in definition.options]
    question.settings = definition.settings


def _number(questions: list[Question]) -> None:
    for position, question in enumerate(questions, start=1):
        question.position = position
    db.session.flush()


def _record(action: str, campaign: Campaign, question: Question, actor_id: int | None) -> None:
    db.session.flush()
    detail: dict[str, str | int | bool | None] = {"campaign_id": campaign.id, "key": question.key}
    audit.record(action, "question", question.id, actor_id=actor_id, detail=detail)
