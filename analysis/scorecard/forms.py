"""Forms of the outcomes scorecard."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import DateField, FloatField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from analysis.scorecard.domain import Column
from participation.plan.models import Outcome

NOT_THIS = "Not this kind"
LARGEST = 1_000_000_000


class IndicatorForm(FlaskForm):
    """What is measured. It belongs to an outcome or to a column, never to both."""

    name = StringField("Name", validators=[DataRequired("Name what is measured"), Length(max=200)])
    definition = TextAreaField(
        "Definition",
        description="What exactly is counted, and of whom.",
        validators=[DataRequired("Say what exactly is counted"), Length(max=2000)],
    )
    unit = StringField("Unit", description="Such as %, or days.", validators=[Length(max=40)])
    outcome_id = SelectField("How all children fare: under which outcome?", choices=[], default="")
    performance_column = SelectField(
        "Or how a service does: which question does it answer?",
        choices=[SelectChoice("", NOT_THIS), *(SelectChoice(each.key, each.value) for each in Column)],
        default="",
    )
    service = StringField("Which service?", validators=[Length(max=200)])
    story_behind = TextAreaField(
        "The story behind it", description="Why the figures are as they are.", validators=[Length(max=4000)]
    )

    def offer(self, outcomes: Sequence[Outcome]) -> None:
        """List the outcomes of the plan in force."""
        self.outcome_id.choices = [
            SelectChoice("", NOT_THIS),
            *(SelectChoice(str(each.id), each.text) for each in outcomes),
        ]


class FigureForm(FlaskForm):
    """One figure with its day and its source."""

    as_at = DateField("Day it is for", validators=[DataRequired("Choose the day the figure is for")])
    value = FloatField(
        "Figure",
        validators=[
            InputRequired("Write the figure as a number, such as 62.5"),
            NumberRange(-LARGEST, LARGEST, "Write the figure as a number, such as 62.5"),
        ],
    )
    source = StringField(
        "Source",
        description="Who published it, and where.",
        validators=[DataRequired("Say where the figure is from"), Length(max=300)],
    )
