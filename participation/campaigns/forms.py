"""Forms of campaigns."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from participation.campaigns.domain import ACCENTS, CampaignDetails
from participation.campaigns.services import CORRECTABLE
from participation.foundation.codes import canonical_text

LONGEST_TEXT = 4000
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


class DayField(DateField):
    """A day, chosen or typed; what cannot be read says how to write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, in either way of writing it."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write the day as day/month/year, such as 27/03/2027") from None


class NumberField(IntegerField):
    """A whole number. What cannot be read is none, and the field's own limits say so, once."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        with suppress(ValueError):
            super().process_formdata(valuelist)


def _clean(value: str | None) -> str:
    return canonical_text(value or "")


def _line(label: str, hint: str, longest: int, *needed: Any) -> StringField:
    limit = Length(max=longest, message=f"Use {longest} characters or fewer")
    return StringField(label, description=hint, filters=[_clean], validators=[*needed, limit])


def _text(label: str, hint: str, longest: int = LONGEST_TEXT) -> TextAreaField:
    limit = Length(max=longest, message=f"Use {longest:,} characters or fewer")
    return TextAreaField(label, description=hint, filters=[_clean], validators=[limit])


def _number(label: str, hint: str, least: int, most: int) -> NumberField:
    asked = f"Write a number from {least} to {most}"
    return NumberField(
        label,
        description=hint,
        validators=[InputRequired(asked), NumberRange(least, most, asked)],
        render_kw={"type": "text", "inputmode": "numeric"},
    )


def _day(label: str, hint: str, *needed: Any) -> DayField:
    return DayField(label, description=hint, format=DAY_FORMATS, validators=list(needed) or [Optional()])


class CampaignForm(FlaskForm):
    """Everything a campaign says. Only the title is needed to begin; the rest before it opens."""

    title = _line(
        "Title", "What people read first. A question works well.", 120, DataRequired("Enter a title")
    )
    slug = _line(
        "Address",
        "The last part of the link, such as safer-buses. Leave it empty and we make it from the title.",
        80,
    )
    summary = _line("In one or two sentences", "Shown on the home page.", 300)
    purpose = _text("What you ask and why", "Speak to the people who answer. Short sentences, one idea each.")
    decision = _text("The decision it feeds", "What will be decided with these views, and when.", 1000)
    decision_maker = _line(
        "Who decides", "A role or a group, such as “the Youth Committee”. Not a person’s name.", 200
    )
    can_change = _text("What can change", "One thing on each line.", 2000)
    cannot_change = _text(
        "What cannot change, and why", "One thing on each line. Saying it now is fair.", 2000
    )
    who_reads = _text(
        "Who reads the views", "Such as: two youth workers read every view before anybody else sees it.", 1000
    )
    minutes_needed = _number("Minutes it takes", "Try it yourself on a phone.", 1, 60)
    youngest = _number("Youngest age", "From this age on people can take part.", 0, 25)
    oldest = _number("Oldest age", "Up to this age people can take part.", 0, 25)
    opens_on = _day("Opens on", "Leave it empty to open as soon as you press Open.")
    closes_on = _day("Closes on", "The last day people can take part.")
    hear_back_by = _day(
        "People hear back by", "The day by which you say what was decided. Later than the closing day."
    )
    is_sensitive = BooleanField(
        "It asks about a sensitive topic", description="Such as health, safety, faith or money."
    )
    accent = RadioField(
        "Colour",
        choices=[SelectChoice(accent, accent.capitalize()) for accent in ACCENTS],
        validate_choice=True,
    )

    def details(self, now: CampaignDetails | None = None) -> CampaignDetails:
        """What was filled in; fields the form left out stay as they are `now`."""
        given = {
            name: field.data
            for name, field in self._fields.items()
            if name in CampaignDetails.__dataclass_fields__
        }
        return replace(now, **given) if now else CampaignDetails(**given)


class CorrectionForm(CampaignForm):
    """The words of a campaign that has opened: nothing that people relied on may move."""


for _name in CampaignDetails.__dataclass_fields__:
    if _name not in CORRECTABLE:
        setattr(CorrectionForm, _name, None)


class ReasonForm(FlaskForm):
    """Why a campaign pauses or closes early, in words its public page shows."""

    because = _line(
        "Why, in words for everybody",
        "Its page shows this. Short, and about nobody in particular.",
        300,
        DataRequired("Say why: people see it"),
    )


class ExtensionForm(FlaskForm):
    """More time."""

    closes_on = _day(
        "New closing day", "Later than the day it closes on now.", DataRequired("Choose the new closing day")
    )
    hear_back_by = _day(
        "People hear back by",
        "Later than the new closing day.",
        DataRequired("Choose the day people hear back by"),
    )
