"""The form that says how many settings of a kind there are."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import DateField, Field, StringField
from wtforms.validators import Length, NumberRange, Optional, StopValidation, ValidationError

from analysis.reach.setting_rows import HowMany
from participation.foundation import clock
from participation.foundation.codes import canonical_text
from surveys.editor_forms import WholeNumberField

MOST_SETTINGS = 100_000
_RANGE = NumberRange(1, MOST_SETTINGS, f"Write a number from 1 to {MOST_SETTINGS:,}")
_NUMBER = {"type": "text", "inputmode": "numeric"}


def _goes_with_a_number(missing: str) -> Callable[["HowManyForm", Field], None]:
    """A number needs this field, and this field needs a number."""

    def check(form: "HowManyForm", field: Field) -> None:
        is_filled, has_number = (any(map(str.strip, each.raw_data or ())) for each in (field, form.number))
        if has_number and not is_filled:
            raise StopValidation(missing)
        if is_filled and not has_number:
            raise StopValidation("Write how many there are, or leave this empty too")

    return check


class HowManyForm(FlaskForm):
    """What is said of one kind. A number without a source and a day is no figure to compare with."""

    number = WholeNumberField(
        "How many there are (optional)", validators=[Optional(), _RANGE], render_kw=_NUMBER
    )
    source = StringField(
        "Who says so",
        description="The source of the number, such as: school census, table 2.",
        filters=[lambda value: " ".join(canonical_text(value or "").split())],
        validators=[
            _goes_with_a_number("Say where the number comes from"),
            Length(max=200, message="Use 200 characters or fewer"),
        ],
    )
    as_at = DateField(
        "As of which day",
        validators=[_goes_with_a_number("Choose the day that the number is for"), Optional()],
        render_kw={"type": "date"},
    )
    target = WholeNumberField(
        "How many should take part (optional)", validators=[Optional(), _RANGE], render_kw=_NUMBER
    )

    @property
    def said(self) -> HowMany:
        """What was said."""
        return HowMany(self.number.data, self.source.data, self.as_at.data, self.target.data)

    def validate_target(self, field: WholeNumberField) -> None:
        """Refuse more than there are."""
        if self.number.data is not None and field.data is not None and field.data > self.number.data:
            raise ValidationError("There are not that many: choose a target up to the number")

    def validate_as_at(self, field: DateField) -> None:
        """Refuse a day that has not come."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError("This day has not come yet")
