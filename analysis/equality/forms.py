"""Forms of the equality impact assessment."""

from collections.abc import Iterable, Sequence

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from analysis.equality.domain import Effect, RowProblem

_EFFECTS = [SelectChoice("", "Not set"), *(SelectChoice(each.value, each.label) for each in Effect)]


class RowForm(FlaskForm):
    """One row. What an answer needs beside it is checked on saving."""

    specific_group = StringField("Specific group", validators=[Length(max=500)])
    expected = SelectField("Expected effect", description="What you think it will do.", choices=_EFFECTS)
    evidenced = SelectField("Evidenced effect", description="What evidence shows.", choices=_EFFECTS)
    details = TextAreaField("Details", validators=[Length(max=4000)])
    evidence = SelectMultipleField(
        "Evidence from what young people said",
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    would_make_clear = TextAreaField(
        "What would make it clear?", description="Needed for “unclear”.", validators=[Length(max=2000)]
    )
    clear_by = DateField("Clear by", validators=[Optional()])
    action = TextAreaField("Action to be taken", validators=[Length(max=2000)])
    owner = StringField("Who does it", description="A role, not a person.", validators=[Length(max=200)])
    due_on = DateField("By when", validators=[Optional()])

    def offer(self, themes: Sequence[tuple[str, str]], chosen: Iterable[str]) -> None:
        """List the themes that may be ticked; one that was ticked before and is gone stays in the list."""
        known = dict(themes)
        offered = [*themes, *((each, each) for each in chosen if each not in known)]
        self.evidence.choices = [SelectChoice(value, label) for value, label in offered]

    def show(self, problems: Iterable[RowProblem]) -> None:
        """Put what is missing beside its field."""
        for problem in problems:
            self[problem.field].errors = [*self[problem.field].errors, problem.message]

    def values(self) -> dict[str, object]:
        """What was filled in, as the service takes it."""
        given = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        return {
            name: value.strip()
            if isinstance(value, str)
            else (list(value or ()) if name == "evidence" else value)
            for name, value in given.items()
        }


class NewRowForm(FlaskForm):
    """A group the source does not name."""

    label = StringField("Another group", validators=[DataRequired("Name the group"), Length(max=200)])


class ReviewForm(FlaskForm):
    """When the assessment is looked at again."""

    review_on = DateField("Review date", validators=[DataRequired("Choose the day of the next review")])
