"""Forms of group sessions. The host's form is a public one: no token, no cookie."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length

from participation.foundation.codes import canonical_text
from surveys.session_rules import HOURS, LONGEST_LABEL, USUAL_HOURS
from surveys.setting_fields import kind_field, name_field

NEEDS_TELLING = "Tick this once the group knows. Nobody can take part before."


def _label() -> StringField:
    return StringField(
        "Name of the setting and group (optional)",
        description="Such as “Year 9 tutor group, Hilltop School”. The group sees it, and our safeguarding "
        "lead, nobody else. Never the name of a young person.",
        filters=[lambda value: canonical_text(value or "")],
        validators=[Length(max=LONGEST_LABEL, message=f"Use {LONGEST_LABEL} characters or fewer")],
    )


class HostAddressForm(FlaskForm):
    """Where to write to a host when results are out."""

    address = StringField(
        "Your e-mail address at work",
        description="We write to you once, when the results are out, and then delete it. Never a young person's.",
        filters=[lambda value: (value or "").strip()],
        validators=[
            DataRequired("Enter your e-mail address"),
            Email(message="This is not an e-mail address. Check it: it needs an @ and the part after it"),
            Length(max=254, message="Use 254 characters or fewer"),
        ],
        render_kw={"type": "email", "inputmode": "email", "autocomplete": "email"},
    )


class NewSessionForm(FlaskForm):
    """A session in the making."""

    label = _label()
    setting_kind = kind_field()
    setting_name = name_field()


class OpeningForm(FlaskForm):
    """What whoever runs the session says as they open it."""

    label = _label()
    hours = RadioField(
        "How long it lasts",
        description="It ends by itself, and never later than the end of today.",
        choices=[SelectChoice(str(hours), "1 hour" if hours == 1 else f"{hours} hours") for hours in HOURS],
        default=str(USUAL_HOURS),
        validate_choice=True,
    )
    is_told_first = BooleanField(
        "The group has been told what may be passed on",
        description="Before they begin, read out: “If something you write makes people worried that "
        "somebody is not safe, their safeguarding lead may tell us: someone in this session. "
        "The lead decides whether to.” The page says it again.",
        validators=[DataRequired(NEEDS_TELLING)],
    )
