"""Forms of the question editor."""

from dataclasses import replace
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from participation.foundation.codes import canonical_text
from surveys.definition import Condition, QuestionDefinition, SurveyDefinition
from surveys.models import Question
from surveys.queries import defined
from surveys.question_types import QUESTION_TYPES, question_type
from surveys.question_types.base import Fields
from surveys.question_types.choices import PictureChoice
from surveys.recordings import LARGEST
from surveys.written import WrittenQuestion

LONGEST_WORDING = 300
LONGEST_HINT = 500
LONGEST_OPTIONS = 10_000
BAR = "|"


def _one_line(value: str | None) -> str:
    return " ".join(canonical_text(value or "").split())


def _lines(value: str | None) -> str:
    return canonical_text(value or "")


def _label_and_picture(line: str) -> tuple[str, str]:
    """The words of an option and its drawing, which stands behind a bar."""
    label, _, picture = line.partition(BAR)
    return " ".join(label.split()), picture.strip().lower()


class WholeNumberField(IntegerField):
    """A whole number; what cannot be read as one says how to write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write a whole number, such as 10") from None


def _limit(label: str, hint: str) -> WholeNumberField:
    return WholeNumberField(
        label, description=hint, validators=[Optional()], render_kw={"type": "text", "inputmode": "numeric"}
    )


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
        "Leave it empty for an age band, or to agree or disagree, to use ours. "
        f"For a picture choice add its drawing after a bar, such as “By bus | bus”: "
        f"{', '.join(PictureChoice.pictures)}.",
        filters=[_lines],
        validators=[Length(max=LONGEST_OPTIONS, message="Use fewer or shorter options")],
    )

    def written(self, kind: str) -> WrittenQuestion:
        """What was filled in, as a question of this kind."""
        options = [_label_and_picture(line) for line in self.options.data.split("\n") if line.strip()]
        pictures = tuple(picture for _, picture in options)
        return WrittenQuestion(
            kind,
            self.wording.data,
            self.hint.data,
            tuple(label for label, _ in options),
            self.easy_wording.data,
            self.easy_hint.data,
            pictures if any(pictures) else (),
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
    has_other = BooleanField(
        "People may write something else",
        description="A box below the options. A person reads what is written there like any other view.",
    )
    least = _limit("Smallest number", "Only for a number. Leave it empty for 0.")
    most = _limit("Largest number", "Only for a number. Leave it empty for 1,000.")

    def written(self, kind: str) -> WrittenQuestion:
        """What was filled in, as a question of this kind."""
        return replace(
            super().written(kind),
            has_other=self.has_other.data,
            least=self.least.data,
            most=self.most.data,
        )


class KeepForm(FlaskForm):
    """Why a question is worth asking again."""

    tested = StringField(
        "How the wording was tried",
        description="With whom and when, as groups, not names. Such as: 12 children aged 9 to 11, March 2027.",
        filters=[_one_line],
        validators=[
            DataRequired("Say with whom the wording was tried, and when"),
            Length(max=LONGEST_WORDING, message=f"Use {LONGEST_WORDING} characters or fewer"),
        ],
    )


class RecordingForm(FlaskForm):
    """A question read out by a person."""

    sound = FileField(
        "Sound file",
        description="MP3 or M4A, as most phones record. At most 1.5 MB: about four minutes.",
        validators=[
            FileRequired("Choose a file"),
            FileSize(LARGEST, message="This file is too large. Record it again in a lower quality."),
        ],
    )


def filled_in(question: Question) -> dict[str, Any]:
    """What a form shows for a question that is there already."""
    now = defined(question)
    labels = "\n".join(f"{o.label} {BAR} {o.picture}" if o.picture else o.label for o in now.options)
    return {
        "kind": question.kind,
        "wording": question.wording,
        "hint": question.hint,
        "options": labels,
        "easy_wording": question.easy_wording,
        "easy_hint": question.easy_hint,
        "has_other": now.has_other,
        "least": now.least,
        "most": now.most,
    }


def steering(definition: SurveyDefinition, key: str) -> list[QuestionDefinition]:
    """The questions before this one that it may depend on, with everything they offer as options."""
    keys = [question.key for question in definition.questions]
    earlier = definition.questions[: keys.index(key)]
    return [
        replace(each, options=question_type(each.kind).offered(each))
        for each in earlier
        if question_type(each.kind).can_steer
    ]


def read_conditions(form: Fields, definition: SurveyDefinition, key: str) -> tuple[Condition, ...]:
    """What was filled in of when to ask a question: for each earlier one, any of some options or none of them."""
    found = []
    for question in steering(definition, key):
        how, options = form.getlist(f"how-{question.key}"), form.getlist(f"options-{question.key}")
        if how and how[0] in ("any", "none"):
            found.append(Condition(question.key, tuple(options), how[0] == "none"))
    return tuple(found)
