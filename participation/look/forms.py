"""Form of the look."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from participation.foundation.codes import canonical_text
from participation.look.domain import accent_problem, action_problem, read_colour

HOW_TO_WRITE = "Write a colour like this: #0b5f66. Your council's brand guide has it as “hex”."


def _one_line(value: str | None) -> str:
    return " ".join(canonical_text(value or "").split())


def _at_most(longest: int) -> list[Length]:
    return [Length(max=longest, message=f"Use {longest} characters or fewer")]


class LookForm(FlaskForm):
    """What a council makes its own; everything may stay empty."""

    name = StringField(
        "Name of the site",
        description="At the top of every page, in messages and on documents. Short, such as the name of the project.",
        filters=[_one_line],
        validators=_at_most(80),
    )
    partnership = StringField(
        "Who runs it", description="At the foot of every page.", filters=[_one_line], validators=_at_most(160)
    )
    welcome = TextAreaField(
        "Welcome",
        description="Two or three short sentences at the top of the front page. Empty shows ours.",
        filters=[_one_line],
        validators=_at_most(400),
    )
    accent = StringField(
        "Colour of the top of pages",
        description="Such as #0b5f66. Empty means ours. A campaign may choose another of our tested colours.",
        filters=[_one_line],
    )
    action = StringField(
        "Colour of links and buttons",
        description="Such as #0b5f66, for light pages. Empty means ours. Dark pages, high contrast and paper keep"
        " theirs.",
        filters=[_one_line],
    )
    logo = FileField(
        "Logo",
        description="A PNG, JPEG or WebP up to 2 MB. It is made small and written anew, and lies on white.",
    )
    drops_logo = BooleanField("Show no logo")

    def validate_accent(self, field: StringField) -> None:
        """Whoever has weak eyes can read what stands on it."""
        field.data = _checked(field.data, accent_problem)

    def validate_action(self, field: StringField) -> None:
        """Whoever has weak eyes can read it."""
        field.data = _checked(field.data, action_problem)


def _checked(typed: str, problem_of: Callable[[str], str]) -> str:
    colour = read_colour(typed)
    if colour is None:
        raise ValidationError(HOW_TO_WRITE)
    problem = problem_of(colour) if colour else ""
    if problem:
        raise ValidationError(problem)
    return colour
