"""The form of a house rule."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from moderation.house_rules.domain import LONGEST_LABEL, LONGEST_WORDS, Outcome

MEANINGS = {
    Outcome.NOT_USED: "Not used: the view does not count",
    Outcome.STILL_COUNTS: "The view counts, in themes too; its words are shown to nobody",
    Outcome.ELSEWHERE: "For somebody else: the sender reads where to go, and it does not count here",
    Outcome.THANKS: "Thanks that are passed on: the view counts; its words are shown to nobody",
}


class HouseRuleForm(FlaskForm):
    """One house rule in the words of moderators and in those of whoever sent the view."""

    label = StringField(
        "What moderators choose",
        validators=[DataRequired("Write what moderators choose"), Length(max=LONGEST_LABEL)],
    )
    kind_words = TextAreaField(
        "What the sender reads",
        description="They find it with their receipt words. Short, kind, for a nine-year-old; say where to go.",
        validators=[
            DataRequired("Write what the sender reads"),
            Length(max=LONGEST_WORDS, message=f"Write at most {LONGEST_WORDS} characters"),
        ],
    )
    outcome = RadioField(
        "What becomes of the view",
        choices=[SelectChoice(outcome.value, words) for outcome, words in MEANINGS.items()],
        validators=[DataRequired("Choose what becomes of the view")],
    )
    is_active = BooleanField("In use: moderators can choose it", default=True)
    number = HiddenField()
