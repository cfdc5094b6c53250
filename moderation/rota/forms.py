"""The form that puts somebody on the rota."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from moderation.rota.domain import Part
from participation.foundation import clock
from participation.foundation.staffing import DAYS

DAY = {"type": "date"}


class TurnForm(FlaskForm):
    """Who does what, from when to when. `people` are (id, name) of those who can be on the rota."""

    part = RadioField(
        "What for?",
        choices=[SelectChoice(part.value, part.label) for part in Part],
        validators=[DataRequired("Choose what they are on duty for")],
    )
    person = SelectField("Who?", coerce=int, validators=[DataRequired("Choose who")])
    first_day = DateField("First day", validators=[DataRequired("Choose the first day")], render_kw=DAY)
    last_day = DateField(
        "Last day",
        description="Leave it empty for “until further notice”.",
        validators=[Optional()],
        render_kw=DAY,
    )
    weekdays = SelectMultipleField(
        "On these days of the week",
        choices=[SelectChoice(str(number), day[:3]) for number, day in enumerate(DAYS)],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    is_cover = BooleanField("This covers for somebody, such as for a holiday")

    def __init__(self, people: Iterable[tuple[int, str]]) -> None:
        super().__init__(first_day=clock.today(), weekdays=[str(number) for number in range(7)])
        self.person.choices = [SelectChoice(number, name) for number, name in people]
