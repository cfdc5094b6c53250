"""Forms of the plan editor."""

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from participation.plan.domain import Population


class PlanForm(FlaskForm):
    """A new plan: its period, its vision, its priorities and outcomes, one on each line."""

    title = StringField("Title", validators=[DataRequired("Give the plan its title"), Length(max=200)])
    starts_on = DateField("First day", validators=[DataRequired("Choose its first day")])
    ends_on = DateField("Last day", validators=[DataRequired("Choose its last day")])
    vision = TextAreaField(
        "Vision", description="The one sentence the plan stands under.", validators=[Length(max=1000)]
    )
    source_title = StringField("Where it is published", validators=[Length(max=200)])
    source_url = StringField("Address of that page", validators=[Length(max=500)])
    priorities = TextAreaField(
        "Priorities",
        description="What the partnership works on, each on a line of its own.",
        validators=[DataRequired("Write the priorities, each on a line of its own"), Length(max=4000)],
    )
    outcomes = TextAreaField(
        "Outcomes",
        description="How life should be, each on a line of its own. One left as it is stays the same outcome.",
        validators=[Length(max=6000)],
    )


class PriorityForm(FlaskForm):
    """One priority, in the plan's words and in children's."""

    heading = StringField("Name", validators=[DataRequired("Give the priority its name"), Length(max=200)])
    friendly_name = StringField(
        "Name in children’s words", description="Shown on public pages.", validators=[Length(max=200)]
    )
    why = TextAreaField("Why is this important?", validators=[Length(max=3000)])
    where_now = TextAreaField("Where are we now?", validators=[Length(max=3000)])
    focus_points = TextAreaField(
        "What it covers", description="Each point on a line of its own.", validators=[Length(max=4000)]
    )


class ActionForm(FlaskForm):
    """One action of the delivery plan."""

    text = TextAreaField("Action", validators=[DataRequired("Say what is done"), Length(max=1000)])
    owner = StringField(
        "Who does it",
        description="A role, not a person.",
        validators=[DataRequired("Say which role does it"), Length(max=200)],
    )
    due_on = DateField("By when", validators=[DataRequired("Choose the day by which it is done")])


class LocalityForm(FlaskForm):
    """One area and its local alliance group."""

    name = StringField("Area", validators=[DataRequired("Name the area"), Length(max=120)])
    group_name = StringField("Local alliance group", validators=[Length(max=200)])
    lead = StringField("Who leads it", description="A role, not a person.", validators=[Length(max=200)])
    local_plan = TextAreaField("Its plan for this area", validators=[Length(max=4000)])


class BaseForm(FlaskForm):
    """Which figure responses of an age range are compared with."""

    youngest = IntegerField("From age", validators=[InputRequired("Write an age"), NumberRange(0, 25)])
    oldest = IntegerField("To age", validators=[InputRequired("Write an age"), NumberRange(0, 25)])
    figure = SelectField("Compared with")

    def offer(self, figures: list[Population]) -> None:
        """Every figure there is: one that does not fit is refused with the reason."""
        self.figure.choices = [
            SelectChoice(f"{each.source}/{each.key}", f"{each.figure}: {each.counts}"[:150])
            for each in figures
        ]
