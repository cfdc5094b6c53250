"""A question as people would meet it, while it is still being written and may yet be half a question."""

from surveys.definition import Option, SurveyDefinition, option_id_for
from surveys.forms import SentForm
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.choices import PictureChoice
from surveys.showing import ShownQuestion, form_page
from surveys.written import WrittenQuestion


def shown_question(written: WrittenQuestion) -> ShownQuestion | None:
    """The question as a phone shows it; None while its type is not chosen."""
    if written.kind not in QUESTION_TYPES:
        return None
    asked = written.defined("shown", _options(written))
    [shown] = form_page(SurveyDefinition((asked,)), SentForm.nothing("")).questions
    return shown


def _options(written: WrittenQuestion) -> tuple[Option, ...]:
    """What there is to choose from so far; what cannot be taken yet is told when the question is saved."""
    kind = QUESTION_TYPES[written.kind]
    if not kind.needs_options:
        return kind.default_options
    options: list[Option] = []
    pictures = written.pictures or ("",) * len(written.labels)
    for label, picture in zip(written.labels, pictures, strict=True):
        id_ = option_id_for(label, {option.id for option in options})
        is_drawn = kind.takes_pictures and picture in PictureChoice.pictures
        options.append(Option(id_, label, picture if is_drawn else ""))
    return tuple(options) or kind.default_options
