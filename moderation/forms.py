"""Forms of the queue and of concerns."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from moderation.domain import CaseKind
from moderation.handing_over import LONGEST_NOTE as LONGEST_HANDOVER
from moderation.house_rules.queries import choices
from moderation.item import TAKE_BACK_REASONS

CASE_KINDS = {
    CaseKind.CHILD_AT_RISK: "A child may be at risk",
    CaseKind.ADULT_WORKING_WITH_CHILDREN: "An adult who works with children",
    CaseKind.MEMBER_OF_TEAM: "A member of this team",
}
LONGEST_NOTE = 4000


class RejectForm(FlaskForm):
    """Which house rule is applied to a view."""

    reason = RadioField(
        "Which house rule?",
        choices=lambda: [SelectChoice(code, label) for code, label in choices()],
        validators=[DataRequired("Choose the house rule")],
    )


#: Chosen when the concern is about somebody of the team who has no account here.
NO_ACCOUNT = "0"


class ConcernForm(FlaskForm):
    """What a concern is about. `people` are (id, name) of the colleagues it may be about."""

    kind = RadioField(
        "What is it about?",
        choices=[SelectChoice(kind.value, label) for kind, label in CASE_KINDS.items()],
        validators=[DataRequired("Choose what the concern is about")],
    )
    about = SelectField(
        "Only for a member of this team: who is it about?",
        description="It goes to the alternate lead. The person you name sees nothing of it anywhere.",
        validate_choice=False,
        default="",
    )
    note = TextAreaField(
        "Anything the safeguarding lead should know (optional)",
        description="What you saw or did. Leave out what you guess.",
        validators=[Length(max=LONGEST_NOTE, message="Write at most 4,000 characters")],
    )

    def __init__(self, people: Iterable[tuple[int, str]]) -> None:
        super().__init__()
        named = [SelectChoice(str(number), name) for number, name in people]
        self.about.choices = [
            SelectChoice("", "Nobody of this team"),
            *named,
            SelectChoice(NO_ACCOUNT, "Somebody without an account here"),
        ]

    def validate_about(self, field: SelectField) -> None:
        """A concern about the team names somebody, and no other kind does."""
        is_about_team = self.kind.data == CaseKind.MEMBER_OF_TEAM
        if is_about_team and field.data not in {
            str(choice.value) for choice in field.choices if choice.value
        }:
            raise ValidationError("Choose who it is about, so that it is hidden from them")
        if not is_about_team and field.data:
            raise ValidationError("Choose “A member of this team” above, or name nobody here")

    @property
    def about_person_id(self) -> int | None:
        """Who is named; None when nobody is, or they have no account here."""
        return int(self.about.data) if self.about.data not in ("", NO_ACCOUNT) else None


class BringInForm(FlaskForm):
    """Which other lead is brought in on a concern about the team."""

    other = SelectField("Bring in another lead", coerce=int)

    def __init__(self, people: Iterable[tuple[int, str]]) -> None:
        super().__init__()
        self.other.choices = [SelectChoice(str(number), name) for number, name in people]


class ReasonForm(FlaskForm):
    """Why somebody opens the original words of a decided view."""

    reason = StringField(
        "Why do you need the original words?",
        description="Kept in the audit trail. Write no words of the view here.",
        validators=[DataRequired("Write why you need the original words"), Length(min=5, max=200)],
    )


class HandoverForm(FlaskForm):
    """A note for whoever reads next."""

    note = TextAreaField(
        "A note for the next person",
        description="Such as: three about the same bus stop are one school's. Copy no words of a view.",
        validators=[
            DataRequired("Write what the next person should know"),
            Length(max=LONGEST_HANDOVER, message=f"Write at most {LONGEST_HANDOVER:,} characters"),
        ],
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
