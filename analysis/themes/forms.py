"""Forms of the officer's desk."""

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length


class ThemingForm(FlaskForm):
    """Which engine to theme with."""

    engine = RadioField(
        "How carefully",
        default="core",
        validators=[AnyOf(("core", "refined"), "Choose one of the two")],
        choices=[
            SelectChoice("core", "Quick: seconds"),
            SelectChoice("refined", "Careful: better, and takes minutes in the background"),
        ],
    )


class SignOffForm(FlaskForm):
    """Nothing but the token: signing is one button behind a page that says what it means."""


class PublishForm(FlaskForm):
    """What the public reads above the results."""

    introduction = TextAreaField(
        "Introduction",
        description="Two or three sentences above the results. Thank people first.",
        validators=[DataRequired("Write two or three sentences; thank people first"), Length(max=2000)],
        render_kw={"rows": 4},
    )


class WordingRow(Form):
    """Name and description of one theme."""

    key = HiddenField()
    name = StringField("Name", validators=[DataRequired("Give the theme a name"), Length(max=200)])
    description = TextAreaField("What it is about", validators=[Length(max=1000)], render_kw={"rows": 2})


class WordingForm(FlaskForm):
    """The wording of a theme list, and why it changes."""

    reason = StringField(
        "Why",
        description="One line for the record, such as: young researchers asked for plainer names.",
        validators=[DataRequired("Say in one line why the wording changes"), Length(max=300)],
    )
    themes = FieldList(FormField(WordingRow))
