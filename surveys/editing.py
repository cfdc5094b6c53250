"""Writing a campaign's questions. Once the campaign opened they are locked, but for putting wording right."""

from dataclasses import dataclass

from participation.campaigns.domain import CampaignState, OpeningProblem
from participation.campaigns.models import Campaign
from participation.foundation import audit
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound
from surveys.definition import Option, QuestionDefinition, next_question_key, option_id_for
from surveys.models import Question, Survey
from surveys.queries import survey_of
from surveys.question_types import question_type
from surveys.services import freeze, problems_before_opening

MOST_QUESTIONS = 40
MOST_OPTIONS = 60
LONGEST_LABEL = 150
QUESTIONS_PAGE = "survey_editor.questions"


class QuestionsAreLocked(DomainError):
    """People may have answered: only wording can be put right."""

    title = "The questions are locked"


class QuestionProblem(DomainError):
    """A question cannot be asked as it was written. `field` names what to put right."""

    title = "Check the question"

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class WrittenQuestion:
    """A question as staff wrote it: the words of its options, without ids."""

    kind: str
    wording: str
    hint: str = ""
    labels: tuple[str, ...] = ()
    easy_wording: str = ""
    easy_hint: str = ""


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


def may_correct(campaign: Campaign) -> bool:
    """Whether wording can be put right in questions people see."""
    return campaign.state in (CampaignState.OPEN, CampaignState.PAUSED, CampaignState.SCHEDULED)


def add_question(campaign: Campaign, written: WrittenQuestion, actor_id: int | None = None) -> Question:
    """Add a question at the end.

    Raises:
        QuestionsAreLocked: when the campaign has opened.
        QuestionProblem: when it cannot be asked as written.
    """
    _refuse_when_locked(campaign)
    present = questions_of(campaign)
    if len(present) >= MOST_QUESTIONS:
        raise QuestionProblem(
            f"A survey has at most {MOST_QUESTIONS} questions. Delete one first.", "wording"
        )
    options = _options(written, ())
    survey = survey_of(campaign.id) or Survey(campaign_id=campaign.id)
    question = Question(key=next_question_key({each.key for each in present}), position=len(present) + 1)
    _write(question, written, options)
    survey.questions.append(question)
    db.session.add(survey)
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
    known = tuple(Option(each["id"], each["label"]) for each in question.options)
    if may_write(campaign):
        _write(question, written, _options(written, known))
        _record("changed", campaign, question, actor_id)
        return
    if not may_correct(campaign):
        raise QuestionsAreLocked("The campaign is closed: its questions stay as they were asked.")
    if written.kind != question.kind or len(written.labels) != len(known):
        raise QuestionsAreLocked("People may have answered already: the type and the options must stay.")
    corrected = tuple(Option(old.id, label) for old, label in zip(known, written.labels, strict=True))
    _check(written, corrected)
    _write(question, written, corrected)
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
    survey = survey_of(campaign.id)
    if survey is not None:
        survey.questions.remove(question)
    db.session.flush()
    _number(questions_of(campaign))


def opening_gate(campaign_id: int) -> list[OpeningProblem]:
    """What about the questions keeps a campaign from opening, and where it is put right."""
    return [OpeningProblem(message, QUESTIONS_PAGE) for message in problems_before_opening(campaign_id)]


def _refuse_when_locked(campaign: Campaign) -> None:
    if not may_write(campaign):
        raise QuestionsAreLocked("People may have answered already: put wording right, but nothing else.")


def _options(written: WrittenQuestion, known: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options for the words written, with the ids they have already where the words are the same."""
    kind = question_type(written.kind)
    if not written.labels and kind.default_options:
        return kind.default_options
    ids = {option.label: option.id for option in (*kind.default_options, *known)}
    taken = set(ids.values())
    options = []
    for label in written.labels:
        if label not in ids:
            ids[label] = option_id_for(label, taken)
            taken.add(ids[label])
        options.append(Option(ids[label], label))
    _check(written, tuple(options))
    return tuple(options)


def _check(written: WrittenQuestion, options: tuple[Option, ...]) -> None:
    kind = question_type(written.kind)
    labels = [option.label.casefold() for option in options]
    if not written.wording:
        raise QuestionProblem("Write what you ask.", "wording")
    if not kind.needs_options and options:
        raise QuestionProblem("This type has no options: take them out, or choose another type.", "options")
    if len(set(labels)) != len(labels):
        raise QuestionProblem("Two options say the same: change one of them.", "options")
    if len(options) > MOST_OPTIONS or any(len(label) > LONGEST_LABEL for label in labels):
        raise QuestionProblem(
            f"Use at most {MOST_OPTIONS} options of at most {LONGEST_LABEL} characters each.", "options"
        )
    if kind.needs_options and len(options) < 2:
        raise QuestionProblem("Give at least two options, one on each line.", "options")
    for problem in kind.problems(
        QuestionDefinition("q1", written.kind, written.wording, written.hint, options)
    ):
        raise QuestionProblem(problem, "wording")


def _write(question: Question, written: WrittenQuestion, options: tuple[Option, ...]) -> None:
    question.kind, question.wording, question.hint = written.kind, written.wording, written.hint
    question.easy_wording, question.easy_hint = written.easy_wording, written.easy_hint
    question.options = [{"id": option.id, "label": option.label} for option in options]


def _number(questions: list[Question]) -> None:
    for position, question in enumerate(questions, start=1):
        question.position = position
    db.session.flush()


def _record(action: str, campaign: Campaign, question: Question, actor_id: int | None) -> None:
    db.session.flush()
    detail: dict[str, str | int | bool | None] = {"campaign_id": campaign.id, "key": question.key}
    audit.record(action, "question", question.id, actor_id=actor_id, detail=detail)
