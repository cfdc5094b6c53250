"""Forms of the question editor."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from participation.foundation.codes import canonical_text
from surveys.editing import WrittenQuestion
from surveys.models import Question
from surveys.question_types import QUESTION_TYPES

LONGEST_WORDING = 300
LONGEST_HINT = 500
LONGEST_OPTIONS = 10_000


def _one_line(value: str | None) -> str:
    return " ".join(canonical_text(value or "").split())


def _lines(value: str | None) -> str:
    return canonical_text(value or "")


class WordingForm(FlaskForm):
    """The words of a question: all that may change while people answer it."""

    wording = StringField(
        "What you ask",
        description="One thing at a time, in words a nine-year-old reads. Never ask for a name or address.",
        filters=[_one_line],
        validators=[
            DataRequired("Write what you ask"),
            Length(max=LONGEST_WORDING, message=f"Use {LONGEST_WORDING} characters or fewer"),
        ],
    )
    hint = StringField(
        "Hint",
        description="A few words below the question, if people need them.",
        filters=[_one_line],
        validators=[Length(max=LONGEST_HINT, message=f"Use {LONGEST_HINT} characters or fewer")],
    )
    easy_wording = StringField(
        "The same in Easy Read",
        description="One short sentence, one idea. Leave it empty when what you ask is easy enough.",
        filters=[_one_line],
        validators=[Length(max=LONGEST_WORDING, message=f"Use {LONGEST_WORDING} characters or fewer")],
    )
    easy_hint = StringField(
        "Hint in Easy Read",
        description="Shorter than the hint, or empty to show the hint itself.",
        filters=[_one_line],
        validators=[Length(max=LONGEST_HINT, message=f"Use {LONGEST_HINT} characters or fewer")],
    )
    options = TextAreaField(
        "Options",
        description="One on each line. Only for questions that are answered by choosing. "
        "Leave it empty for an age band to use ours.",
        filters=[_lines],
        validators=[Length(max=LONGEST_OPTIONS, message="Use fewer or shorter options")],
    )

    def written(self, kind: str) -> WrittenQuestion:
        """What was filled in, as a question of this kind."""
        lines = (" ".join(line.split()) for line in self.options.data.split("\n"))
        return WrittenQuestion(
            kind,
            self.wording.data,
            self.hint.data,
            tuple(line for line in lines if line),
            self.easy_wording.data,
            self.easy_hint.data,
        )


class QuestionForm(WordingForm):
    """A whole question."""

    kind = RadioField(
        "How people answer",
        choices=[
            SelectChoice(name, f"{each.label}. {each.explanation}") for name, each in QUESTION_TYPES.items()
        ],
        validators=[DataRequired("Choose how people answer")],
    )


def filled_in(question: Question) -> dict[str, str]:
    """What a form shows for a question that is there already."""
    labels = "\n".join(each["label"] for each in question.options)
    return {
        "kind": question.kind,
        "wording": question.wording,
        "hint": question.hint,
        "options": labels,
        "easy_wording": question.easy_wording,
        "easy_hint": question.easy_hint,
    }
