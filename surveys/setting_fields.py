"""Fields with which staff say what kind of setting a session, a link or a meeting is for."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from participation.foundation.codes import canonical_text
from surveys.setting_kinds import LONGEST_NAME, SettingKind, WhichSetting


def kind_field() -> SelectField:
    """Which kind of setting."""
    kinds = [SelectChoice(kind.value, kind.label) for kind in SettingKind]
    return SelectField(
        "Kind of setting (optional)",
        description="Counted under “Reach”. It says nothing about a young person.",
        choices=[SelectChoice("", "Not said"), *kinds],
        default="",
    )


def name_field() -> StringField:
    """Which setting it is, so that each counts once."""
    return StringField(
        "Which setting, for counting it once (optional)",
        description="Such as “Hilltop School”. Sessions, links and meetings with the same name count as one "
        "setting. "
        "Staff of campaigns see it, nobody else.",
        filters=[lambda value: " ".join(canonical_text(value or "").split())],
        validators=[Length(max=LONGEST_NAME, message=f"Use {LONGEST_NAME} characters or fewer")],
    )


class SettingForm(FlaskForm):
    """Which setting a session is for, said or put right later."""

    setting_kind = kind_field()
    setting_name = name_field()


def which_setting(form: FlaskForm) -> WhichSetting:
    """What was said in a form that has both fields."""
    kind = form.setting_kind.data
    return WhichSetting(SettingKind(kind) if kind else None, form.setting_name.data)
