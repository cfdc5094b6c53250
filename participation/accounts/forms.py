"""Forms of signing in and of people."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from participation.foundation.access import Role

PASSWORD_ADVICE = "At least 12 characters. Three words that do not belong together work well."  # noqa: S105


class SignInForm(FlaskForm):
    """Email and password."""

    email = StringField(
        "Email address",
        validators=[DataRequired("Enter your email address"), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email"},
    )
    password = PasswordField(
        "Password",
        validators=[DataRequired("Enter your password"), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField("Sign in")


class CodeForm(FlaskForm):
    """The code of an authenticator app, or a recovery code."""

    code = StringField(
        "Code",
        description="Six figures from your app. Without your phone, one of your recovery codes.",
        validators=[DataRequired("Type the code"), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"},
    )


class FirstCodeForm(FlaskForm):
    """The first code of an authenticator app that is being set up."""

    code = StringField(
        "Code that the app shows",
        validators=[DataRequired("Type the six figures that the app shows"), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )


class ForgottenForm(FlaskForm):
    """Who has forgotten their password."""

    email = StringField(
        "Email address",
        validators=[DataRequired("Enter your email address"), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email"},
    )


class NewPasswordForm(FlaskForm):
    """A password to be used from now on. Typed once: it can be shown, pasted and kept by a password manager."""

    password = PasswordField(
        "New password",
        description=PASSWORD_ADVICE,
        validators=[DataRequired("Choose a password"), Length(max=200)],
        render_kw={"autocomplete": "new-password"},
    )


class PasswordForm(FlaskForm):
    """Somebody's current password, asked again before what protects their account is changed."""

    current = PasswordField(
        "Your current password",
        validators=[DataRequired("Enter your current password"), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )


class ChangePasswordForm(PasswordForm, NewPasswordForm):
    """Another password for somebody who knows the one they have."""


class PersonForm(FlaskForm):
    """A new member of staff."""

    name = StringField("Name", validators=[DataRequired("Enter a name"), Length(max=120)])
    email = StringField(
        "Email address",
        validators=[DataRequired("Enter an email address"), Length(max=254)],
        render_kw={"type": "email", "inputmode": "email", "autocomplete": "off"},
    )
    roles = SelectMultipleField(
        "Roles",
        choices=[SelectChoice(role.value, role.label) for role in Role],
        validators=[DataRequired("Choose at least one role")],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    submit = SubmitField("Add this person")


class RolesForm(FlaskForm):
    """The roles of somebody who is here already."""

    roles = SelectMultipleField(
        "Roles",
        choices=[SelectChoice(role.value, role.label) for role in Role],
        validators=[DataRequired("Choose at least one role")],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    submit = SubmitField("Save these roles")


class ResearcherForm(FlaskForm):
    """Who answers for a young researcher, and what is too near to them to be shown."""

    sponsor = SelectField(
        "Adult sponsor",
        description="Whoever answers for them, and whom they can ask. Not another young researcher.",
        validators=[DataRequired("Choose the adult who answers for them")],
    )
    own_setting = StringField(
        "Their own school, club or group",
        description="As group sessions name it, such as “Gull School”. Answers from a session with this in its name,"
        " or that name it, are kept from them.",
        validators=[DataRequired("Enter their own school, club or group"), Length(min=3, max=120)],
        render_kw={"autocomplete": "off"},
    )
    own_place = StringField(
        "Their own place",
        description="As surveys list it, such as “Weymouth”. Answers from there, or that name it, are kept away.",
        validators=[DataRequired("Enter their own place"), Length(min=3, max=120)],
        render_kw={"autocomplete": "off"},
    )

    def offer(self, adults: Iterable[tuple[int, str]]) -> None:
        """The people who may be chosen: id and name."""
        self.sponsor.choices = [("", "Choose"), *((str(number), name) for number, name in adults)]
