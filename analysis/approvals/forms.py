"""The form in which a young researcher says yes, or what to change."""

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

YES, CHANGE = "yes", "change"


class VerdictForm(FlaskForm):
    """Yes, or what to change."""

    verdict = RadioField(
        "Can these words go out?",
        choices=[
            SelectChoice(YES, "Yes, they are true and easy to read"),
            SelectChoice(CHANGE, "No, something has to change"),
        ],
        validators=[InputRequired("Choose yes or no")],
    )
    said = TextAreaField(
        "What has to change?",
        description="Say which words, and what would be better.",
        validators=[Length(max=2000)],
    )
