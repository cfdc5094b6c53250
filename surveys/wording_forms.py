"""Forms for a question in other words."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from participation.foundation.codes import canonical_text
from participation.foundation.languages import Language
from surveys.definition import Option, QuestionDefinition
from surveys.editor_forms import LONGEST_HINT, LONGEST_WORDING
from surveys.question_types import question_type
from surveys.question_types.base import Fields
from surveys.wordings import AskedAs, Wording
from surveys.written import LONGEST_LABEL

#: What begins the name of the field of an option's label.
LABEL = "label-"


def _one_line(value: str | None) -> str:
    return " ".join(canonical_text(value or "").split())


def _words(longest: int) -> list[Length]:
    return [Length(max=longest, message=f"Use {longest} characters or fewer")]


class OtherWordsForm(FlaskForm):
    """A question in a language or for an age, and who has read it."""

    wording = StringField("What you ask", filters=[_one_line], validators=_words(LONGEST_WORDING))
    hint = StringField("Hint", filters=[_one_line], validators=_words(LONGEST_HINT))
    easy_wording = StringField(
        "The same in Easy Read", filters=[_one_line], validators=_words(LONGEST_WORDING)
    )
    easy_hint = StringField("Hint in Easy Read", filters=[_one_line], validators=_words(LONGEST_HINT))
    reviewed_by = StringField(
        "Who has read these words beside the usual ones",
        description="A role, not a name, such as: youth worker whose first language is Polish. "
        "Leave it empty while nobody has: then the words are marked, and are not shown to young people.",
        filters=[_one_line],
        validators=_words(120),
    )


def write_in(spoken: Language, *fields: StringField) -> None:
    """Have these fields written in a language; what names them stays in the language of staff."""
    for each in fields:
        each.render_kw = {"lang": spoken.code, "dir": spoken.direction}


class LanguageForm(FlaskForm):
    """What a campaign is called in a language, and whether it is offered."""

    title = StringField(
        "Title of the campaign",
        filters=[_one_line],
        validators=[DataRequired("Write the title"), *_words(120)],
    )
    is_on = BooleanField("Young people may choose this language")


def labelled(question: QuestionDefinition) -> tuple[Option, ...]:
    """Every option whose label can be written in other words."""
    return question_type(question.kind).offered(question)


def read_labels(form: Fields, question: QuestionDefinition) -> tuple[tuple[str, str], ...]:
    """The labels that were filled in."""
    typed = ((each.id, form.getlist(LABEL + each.id)) for each in labelled(question))
    said = ((id_, _one_line(values[0])[:LONGEST_LABEL]) for id_, values in typed if values)
    return tuple((id_, label) for id_, label in said if label)


def written(form: OtherWordsForm, labels: tuple[tuple[str, str], ...], asked_as: AskedAs) -> Wording:
    """What was filled in, before anybody has reviewed it."""
    return Wording(
        asked_as.language,
        asked_as.band,
        form.wording.data,
        form.hint.data,
        form.easy_wording.data,
        form.easy_hint.data,
        labels,
    )
