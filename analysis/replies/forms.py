"""The form of a reply."""

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from analysis.replies.domain import ReplyStatus
from participation.plan.models import Outcome, Priority

NOT_SET = ""


class ReplyForm(FlaskForm):
    """Status, words, owner, dates, and the place in the plan. What a status requires is checked on saving."""

    status = SelectField(
        "What do we say?", choices=[SelectChoice(status.value, status.label) for status in ReplyStatus]
    )
    you_said = TextAreaField(
        "You said",
        description="What young people told us, in words a nine-year-old can read.",
        validators=[Length(max=2000)],
        render_kw={"rows": 4},
    )
    our_reply = TextAreaField(
        "Our reply",
        description="What we will do, or will not, in words a nine-year-old can read.",
        validators=[Length(max=2000)],
        render_kw={"rows": 4},
    )
    reason = TextAreaField(
        "Reason",
        description="For no, part, stuck and changed mind: the real reason, and what could change it.",
        validators=[Length(max=2000)],
        render_kw={"rows": 3},
    )
    owner = StringField(
        "Owner", description="A role, not a person: Head of youth services.", validators=[Length(max=200)]
    )
    partner = StringField(
        "Partner organisation", description="Who else decides or acts.", validators=[Length(max=200)]
    )
    asked_on = DateField("We asked them on", validators=[Optional()])
    due_on = DateField(
        "Due on", description="The day by which it is done or answered.", validators=[Optional()]
    )
    next_update_on = DateField("Next update on", validators=[Optional()])
    evidence = TextAreaField(
        "What shows it is done",
        description="Young people’s own words about what changed.",
        validators=[Length(max=2000)],
        render_kw={"rows": 3},
    )
    priority_id = SelectField("Plan priority", description="What the partnership works on.")
    outcome_id = SelectField("Outcome", description="How life should be.")

    def offer(self, priorities: "list[Priority]", outcomes: "list[Outcome]") -> None:
        """Fill the two lists from the plan; leaving either open is a choice too."""
        self.priority_id.choices = [
            SelectChoice(NOT_SET, "Not set"),
            *(SelectChoice(str(p.id), p.heading) for p in priorities),
        ]
        self.outcome_id.choices = [
            SelectChoice(NOT_SET, "Not set"),
            *(SelectChoice(str(o.id), o.text) for o in outcomes),
        ]

    def values(self) -> dict[str, object]:
        """What was filled in, as the service takes it."""
        given = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        for name in ("priority_id", "outcome_id"):
            given[name] = int(given[name]) if given[name] else None
        return given
