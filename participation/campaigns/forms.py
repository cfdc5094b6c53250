"""Forms of campaigns."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from participation.campaigns.domain import ACCENTS, LONGEST, CampaignDetails, PrivacyLevel
from participation.campaigns.services import CORRECTABLE
from participation.foundation.codes import canonical_text

LONGEST_REASON = 300
LONGEST_STATEMENT = 1000
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


def _text(label: str, hint: str, longest: int, *needed: Any) -> TextAreaField:
    limit = Length(max=longest, message=f"Use {longest:,} characters or fewer")
    return TextAreaField(label, description=hint, filters=[_clean], validators=[*needed, limit])


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
        "Title",
        "What people read first. A question works well.",
        LONGEST["title"],
        DataRequired("Enter a title"),
    )
    slug = _line(
        "Address",
        "The last part of the link, such as safer-buses. Leave it empty and we make it from the title.",
        LONGEST["slug"],
    )
    summary = _line("In one or two sentences", "Shown on the home page.", LONGEST["summary"])
    purpose = _text(
        "What you ask and why",
        "Speak to the people who answer. Short sentences, one idea each.",
        LONGEST["purpose"],
    )
    easy_summary = _text(
        "The same in Easy Read",
        "What you ask and why, in sentences of 15 words or fewer, one idea each.",
        LONGEST["easy_summary"],
    )
    decision = _text(
        "The decision it feeds", "What will be decided with these views, and when.", LONGEST["decision"]
    )
    decision_maker = _line(
        "Who decides",
        "A role or a group, such as “the Youth Committee”. Not a person’s name.",
        LONGEST["decision_maker"],
    )
    can_change = _text("What can change", "One thing on each line.", LONGEST["can_change"])
    cannot_change = _text(
        "What cannot change, and why",
        "One thing on each line. Saying it now is fair.",
        LONGEST["cannot_change"],
    )
    who_reads = _text(
        "Who reads the views",
        "Such as: two youth workers read every view before anybody else sees it.",
        LONGEST["who_reads"],
    )
    minutes_needed = _number("Minutes it takes", "Try it yourself on a phone.", 1, 60)
    youngest = _number("Youngest age", "From this age on people can take part.", 0, 25)
    oldest = _number("Oldest age", "Up to this age people can take part.", 0, 25)
    left_out = _text(
        "Who might be left out, and what you do about it",
        "Such as: children without a phone take part on paper at their library.",
        LONGEST["left_out"],
    )
    other_ways = _text(
        "Ways to take part beside this site",
        "Such as paper, a workshop or a visit. Its page shows them.",
        LONGEST["other_ways"],
    )
    access_checked_by = _line(
        "Who tried the pages",
        "With a keyboard, a phone and a screen reader. Roles, such as “two young people and an accessibility "
        "officer”, not names.",
        LONGEST["access_checked_by"],
    )
    access_checked_on = _day("The day they tried them", "Look at the preview first, then have it tried.")
    opens_on = _day("Opens on", "Leave it empty to open as soon as you press Open.")
    closes_on = _day("Closes on", "The last day people can take part.")
    decided_on = _day("Decided on", "The day on which whoever decides does so. Later than the closing day.")
    hear_back_by = _day(
        "People hear back by", "The day by which you say what was decided. Later than the closing day."
    )
    holidays_because = _line(
        "If most of these days are school holidays: why they are right",
        "Such as: it asks about the summer, and play schemes take it round.",
        LONGEST["holidays_because"],
    )
    elections_because = _line(
        "If it is open before an election: who agreed, and why",
        "Such as: the monitoring officer agreed on 3 March, because it was planned a year ago.",
        LONGEST["elections_because"],
    )
    is_sensitive = BooleanField(
        "It asks about a sensitive topic", description="Such as health, safety, faith or money."
    )
    ethics_approval = _line(
        "If it is sensitive: who approved its ethics, and when",
        "A panel or a role, with a reference.",
        LONGEST["ethics_approval"],
    )
    support = _text(
        "If it is sensitive: who is there for people it upsets, and when",
        "Such as: a youth worker, every weekday from 9am to 5pm, at the front desk.",
        LONGEST["support"],
    )
    privacy_level = RadioField(
        "How much you come to know of people",
        description="Its page says so in these words.",
        choices=[SelectChoice(level.value, f"{level.value}. {level.promise}") for level in PrivacyLevel],
        filters=[lambda chosen: chosen or ""],
        validators=[Optional()],
    )
    dpia_reference = _line(
        "Reference of the data protection impact assessment",
        "As your data protection officer files it, such as DPIA-2027-014.",
        LONGEST["dpia_reference"],
    )
    quick_ask_setting = _line(
        "If it is a quick ask: the one setting it is for",
        "Such as “the youth club in Mill Lane”. A quick ask is not sensitive. It needs the gates of safety and "
        "privacy only.",
        LONGEST["quick_ask_setting"],
    )
    asks_researchers = BooleanField(
        "A young researcher approves the words before results go out",
        description="Without their yes, results and public summaries cannot be published.",
    )
    accent = RadioField(
        "Colour",
        description="Sea is the colour of the whole site, or the council’s own where an administrator has set one.",
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
        LONGEST_REASON,
        DataRequired("Say why: people see it"),
    )


class ExtensionForm(FlaskForm):
    """More time."""

    closes_on = _day(
        "New closing day", "Later than the day it closes on now.", DataRequired("Choose the new closing day")
    )
    decided_on = _day("Decided on", "Later than the new closing day.")
    hear_back_by = _day(
        "People hear back by",
        "Later than the new closing day.",
        DataRequired("Choose the day people hear back by"),
    )


class SignOffForm(FlaskForm):
    """A named person's word for a campaign."""

    statement = _text(
        "Why it serves the best interests of children",
        "What they gain, what could harm them, and what you do about that. Its record shows this in public.",
        LONGEST_STATEMENT,
        DataRequired("Say why it serves the best interests of children"),
    )
    is_read = BooleanField(
        "I have read the page of the campaign and every question as they are now",
        validators=[DataRequired("Read both first, then tick this")],
    )
