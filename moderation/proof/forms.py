"""The form of a second reading."""

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from moderation.domain import DecisionKind
from moderation.house_rules.queries import choices


class SecondReadingForm(FlaskForm):
    """The one question, and what this reader would have decided."""

    is_concern = RadioField(
        "Was this a safeguarding concern?",
        choices=[SelectChoice("no", "No"), SelectChoice("not_sure", "Not sure"), SelectChoice("yes", "Yes")],
        validators=[DataRequired("Say whether this was a safeguarding concern")],
    )
    outcome = RadioField(
        "What would you decide?",
        choices=lambda: [
            SelectChoice(DecisionKind.APPROVE.value, "Approve"),
            SelectChoice(DecisionKind.APPROVE_REDACTED.value, "Approve with words covered"),
            SelectChoice(DecisionKind.KEEP_PRIVATE.value, "Keep private"),
            *(SelectChoice(code, f"House rule: {label}") for code, label in choices("reject:")),
        ],
        validators=[DataRequired("Say what you would decide")],
    )
