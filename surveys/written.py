"""A question as staff write it: words without ids, and what keeps it from being asked."""

from dataclasses import dataclass, replace

from participation.foundation.errors import DomainError
from surveys.definition import Condition, Option, QuestionDefinition, option_id_for
from surveys.question_types import question_type

MOST_OPTIONS = 60
LONGEST_LABEL = 150


class QuestionProblem(DomainError):
    """A question cannot be asked as it was written. `field` names what to put right."""

    title = "Check the question"

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class WrittenQuestion:
    """A question as staff wrote it: the words of its options, without ids.

    Attributes:
        pictures: the drawing of each option, as many as there are labels; empty when none has one.
    """

    kind: str
    wording: str
    hint: str = ""
    labels: tuple[str, ...] = ()
    easy_wording: str = ""
    easy_hint: str = ""
    pictures: tuple[str, ...] = ()
    has_other: bool = False
    least: int | None = None
    most: int | None = None

    def defined(
        self, key: str, options: tuple[Option, ...], show_when: tuple[Condition, ...] = ()
    ) -> QuestionDefinition:
        """The question these words make."""
        return QuestionDefinition(
            key,
            self.kind,
            self.wording,
            self.hint,
            options,
            self.easy_wording,
            self.easy_hint,
            self.has_other,
            self.least,
            self.most,
            show_when,
        )


def options_for(written: WrittenQuestion, known: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options for the words written, with the ids they have already where the words are the same.

    Raises:
        QuestionProblem: when the question cannot be asked so.
    """
    kind = question_type(written.kind)
    if not written.labels and kind.default_options:
        return kind.default_options
    ids = {option.label: option.id for option in (*kind.default_options, *known)}
    taken = set(ids.values())
    pictures = written.pictures or ("",) * len(written.labels)
    options = []
    for label, picture in zip(written.labels, pictures, strict=True):
        if label not in ids:
            ids[label] = option_id_for(label, taken)
            taken.add(ids[label])
        options.append(Option(ids[label], label, picture))
    check(written, tuple(options))
    return tuple(options)


def with_kept_wordings(changed: QuestionDefinition, before: QuestionDefinition) -> QuestionDefinition:
    """A changed question with its words in other languages and for ages, which must be reviewed again.

    Words for an option that is gone go with it.
    """
    if replace(changed, wordings=before.wordings) == before:
        return before
    ids = {option.id for option in question_type(changed.kind).offered(changed)}
    kept = (
        replace(each.not_reviewed, labels=tuple(label for label in each.labels if label[0] in ids))
        for each in before.wordings
    )
    return replace(changed, wordings=tuple(kept))


def check(written: WrittenQuestion, options: tuple[Option, ...]) -> None:
    """Stop a question that cannot be asked.

    Raises:
        QuestionProblem: naming the field to put right.
    """
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
    for problem in kind.problems(written.defined("q1", options)):
        raise QuestionProblem(problem, "options" if options else "wording")
