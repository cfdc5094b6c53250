"""Forms of the queue and of concerns."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from moderation.domain import CaseKind
from moderation.house_rules import HOUSE_RULES
from moderation.item import TAKE_BACK_REASONS

CASE_KINDS = {
    CaseKind.CHILD_AT_RISK: "A child may be at risk",
    CaseKind.ADULT_WORKING_WITH_CHILDREN: "An adult who works with children",
    CaseKind.MEMBER_OF_TEAM: "A member of this team",
}
LONGEST_NOTE = 4000


class RejectForm(FlaskForm):
    """Why a view is not used."""

    reason = RadioField(
        "Which house rule?",
        choices=[SelectChoice(rule.code, rule.label) for rule in HOUSE_RULES],
        validators=[DataRequired("Choose why this view is not used")],
    )


class ConcernForm(FlaskForm):
    """What a concern is about."""

    kind = RadioField(
        "What is it about?",
        choices=[SelectChoice(kind.value, label) for kind, label in CASE_KINDS.items()],
        validators=[DataRequired("Choose what the concern is about")],
    )
    note = TextAreaField(
        "Anything the safeguarding lead should know (optional)",
        description="What you saw or did. Leave out what you guess.",
        validators=[Length(max=LONGEST_NOTE, message="Write at most 4,000 characters")],
    )


class ReasonForm(FlaskForm):
    """Why somebody opens the original words of a decided view."""

    reason = StringField(
        "Why do you need the original words?",
        description="Kept in the audit trail. Write no words of the view here.",
        validators=[DataRequired("Write why you need the original words"), Length(min=5, max=200)],
    )


class TakeBackForm(FlaskForm):
    """Why a decision is taken back."""

    why = RadioField(
        "Why does it go back to the queue?",
        choices=[
            SelectChoice(code, TAKE_BACK_REASONS[code].capitalize())
            for code in ("second_look", "mistake", "asked")
        ],
        validators=[DataRequired("Choose why it goes back")],
    )


class NoteForm(FlaskForm):
    """A note or an action on a concern."""

    note = TextAreaField(
        "Note or action",
        description="What was done, by whom, when. It cannot be changed afterwards.",
        validators=[DataRequired("Write what was done"), Length(max=LONGEST_NOTE)],
    )
    submit = SubmitField("Add to the record")


class CloseForm(FlaskForm):
    """How a concern ends."""

    outcome = RadioField(
        "How does it end?",
        choices=[
            SelectChoice("passed_on", "Passed on to those who act on it"),
            SelectChoice("not_a_concern", "Not a concern: a second person has to agree"),
        ],
        validators=[DataRequired("Choose how it ends")],
    )
    ending = TextAreaField(
        "To whom and when, or why it is not a concern",
        validators=[
            DataRequired("Write to whom it went, or why it is not a concern"),
            Length(max=LONGEST_NOTE),
        ],
    )


class EndingForm(FlaskForm):
    """How a request to talk ends."""

    ending = TextAreaField(
        "How did it end?",
        description="Such as: talked on the phone, passed on to the front door, could not be reached.",
        validators=[DataRequired("Write how it ended"), Length(max=LONGEST_NOTE)],
    )
