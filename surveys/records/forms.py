"""Forms for what was said at a meeting, and for what was written on social media."""

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from participation.foundation.codes import canonical_text
from surveys.editor_forms import WholeNumberField
from surveys.records.domain import LARGEST_ATTENDANCE, LONGEST_SETTING, MeetingKind
from surveys.setting_fields import kind_field, name_field


class _NotesForm(FlaskForm):
    """What both have."""

    submission_key = HiddenField()
    question = SelectField("Question they answer")


class PostsForm(_NotesForm):
    """Posts to enter."""

    posts = TextAreaField(
        "Posts",
        description="One post after another, with an empty line between. Names of accounts, links and addresses"
        " are taken out before anything is kept. Never enter a private message.",
        validators=[DataRequired("Paste at least one post.")],
    )


class MeetingForm(_NotesForm):
    """A meeting with what was said at it."""

    kind = RadioField(
        "What it was",
        choices=[SelectChoice(kind.value, kind.label) for kind in MeetingKind],
        validators=[InputRequired("Choose what it was.")],
    )
    held_on = DateField("Day", validators=[InputRequired("Write the day, such as 27/3/2027.")])
    setting = StringField(
        "Where (optional)",
        description="Such as “Hilltop youth club”. Never the name of a person.",
        filters=[lambda value: " ".join(canonical_text(value or "").split())],
        validators=[Length(max=LONGEST_SETTING, message=f"Use {LONGEST_SETTING} characters or fewer")],
    )
    setting_kind = kind_field()
    setting_name = name_field()
    attended = WholeNumberField(
        "How many took part",
        description="Children, young people and others who were asked. Leave out who ran it.",
        render_kw={"type": "text", "inputmode": "numeric"},
        validators=[
            InputRequired("Write how many took part."),
            NumberRange(0, LARGEST_ATTENDANCE, f"Write a number from 0 to {LARGEST_ATTENDANCE:,}."),
        ],
    )
    notes = TextAreaField(
        "What they said",
        description="One thing a line, in their own words, without names. Each line is read, themed and counted"
        " like an answer.",
        validators=[DataRequired("Write at least one thing that was said.")],
    )
