"""Rules of a campaign's life, free of storage."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 80
#: Accents of the design system a campaign may choose among.
ACCENTS = ("sea", "heather", "ammonite", "gorse")
#: The longest text of each field, wherever it comes in.
LONGEST = {
    **{"title": 120, "slug": LONGEST_SLUG, "summary": 300, "purpose": 4000, "easy_summary": 1000},
    **{"decision": 1000, "decision_maker": 200, "can_change": 2000, "cannot_change": 2000, "who_reads": 1000},
    **{"left_out": 1000, "other_ways": 1000, "holidays_because": 300, "elections_because": 300},
    **{"ethics_approval": 300, "support": 1000, "access_checked_by": 200, "dpia_reference": 120},
    **{"quick_ask_setting": 120, "privacy_level": 2, "accent": 20},
}


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state as the screen names it."""
        return {
            "draft": "Being made",
            "scheduled": "Opens soon",
            "open": "Open",
            "paused": "Paused",
            "closed": "Closed",
        }[self.value]


class PrivacyLevel(StrEnum):
    """How much a campaign may come to know of whoever takes part. No level asks for a name with an answer."""

    NOTHING = "L0"
    ABOUT_YOU = "L1"
    SETTING = "L2"
    CONTACT = "L3"

    @property
    def promise(self) -> str:
        """What the public is told."""
        return {
            "L0": "We ask nothing about you.",
            "L1": "We ask a few things about you, such as your age. You can leave them out.",
            "L2": "We ask a few things about you, and you can leave them out. If you take part with a group, we "
            "know which group it was. We do not know what each person said.",
            "L3": "We ask a few things about you, and you can leave them out. If you tell us how to reach you, we "
            "keep that apart from what you say.",
        }[self.value]


@dataclass(frozen=True)
class CampaignDetails:
    """Everything staff say about a campaign before it opens. Only title and slug are needed to begin.

    Attributes:
        decided_on: the day on which whoever decides does so.
        holidays_because, elections_because: why these days are right although they are school holidays or lie
            before an election.
        left_out: who might be left out, and what is done about it.
        other_ways: ways to take part beside this site.
        easy_summary: what is asked and why, in Easy Read.
        support: who is there for people whom a sensitive topic upsets.
        quick_ask_setting: the one setting that a quick ask is for; empty when it is no quick ask.
    """

    title: str
    slug: str
    summary: str = ""
    purpose: str = ""
    decision: str = ""
    decision_maker: str = ""
    can_change: str = ""
    cannot_change: str = ""
    who_reads: str = ""
    minutes_needed: int = 1
    youngest: int = 5
    oldest: int = 25
    opens_on: date | None = None
    closes_on: date | None = None
    hear_back_by: date | None = None
    is_sensitive: bool = False
    asks_researchers: bool = False
    accent: str = "sea"
    decided_on: date | None = None
    holidays_because: str = ""
    elections_because: str = ""
    left_out: str = ""
    other_ways: str = ""
    easy_summary: str = ""
    access_checked_by: str = ""
    access_checked_on: date | None = None
    privacy_level: str = ""
    dpia_reference: str = ""
    ethics_approval: str = ""
    support: str = ""
    quick_ask_setting: str = ""

    @property
    def is_quick_ask(self) -> bool:
        """Whether it asks the people of one setting only."""
        return bool(self.quick_ask_setting)


@dataclass(frozen=True)
class OpeningProblem:
    """One thing that keeps a campaign from opening, and where it is put right.

    Attributes:
        endpoint: the page that mends it; called with the campaign's slug.
        anchor: the field on that page.
        within: what else the page is called with, name and value.
    """

    message: str
    endpoint: str = ""
    anchor: str = ""
    within: tuple[tuple[str, str], ...] = ()


def campaign_state(
    was_opened: bool,
    was_closed: bool,
    opens_on: date | None,
    closes_on: date | None,
    today: date,
    *,
    is_paused: bool = False,
) -> CampaignState:
    """The state that follows from what was done and from the dates (the closing day still counts as open).

    A campaign is paused while it would be open, and nobody has been there to read for too long or staff paused it.
    """
    if not was_opened:
        return CampaignState.DRAFT
    if was_closed or (closes_on is not None and today > closes_on):
        return CampaignState.CLOSED
    if opens_on is not None and today < opens_on:
        return CampaignState.SCHEDULED
    return CampaignState.PAUSED if is_paused else CampaignState.OPEN


def reading_words(usual_hours: str, unread_since: date | None, next_read_on: date | None) -> str:
    """When people read, as the public is told: the usual hours, or the truth while nobody is there."""
    if unread_since is None:
        return usual_hours
    if next_read_on is None:
        return "nobody is there to read at the moment, and we cannot say yet when somebody is"
    day = f"{next_read_on:%A} {next_read_on.day} {next_read_on:%B}"
    return f"nobody is there to read at the moment; somebody reads again on {day}"


def is_slug(text: str) -> bool:
    """Whether a text can stand in the campaign's address."""
    return len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) is not None


def suggest_slug(title: str, taken: Collection[str] = ()) -> str:
    """An address made from a title: plain small letters and hyphens, with a number when it is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[: LONGEST_SLUG - 4].strip("-")
    stem = stem or "campaign"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def date_problems(details: CampaignDetails) -> dict[str, str]:
    """Dates that contradict one another, by field. Dates not there yet are no contradiction."""
    found = {}
    if details.opens_on and details.closes_on and details.closes_on < details.opens_on:
        found["closes_on"] = "The closing day must be the opening day or later."
    if details.closes_on and details.hear_back_by and details.hear_back_by <= details.closes_on:
        found["hear_back_by"] = "People hear back after the campaign closes: choose a later day."
    if details.closes_on and details.decided_on and details.decided_on <= details.closes_on:
        found["decided_on"] = "The decision comes after the campaign closes: choose a later day."
    if details.decided_on and details.hear_back_by and details.hear_back_by < details.decided_on:
        found.setdefault(
            "hear_back_by", "People hear back once it is decided: choose that day or a later one."
        )
    if details.youngest > details.oldest:
        found["oldest"] = "The oldest age must be the youngest age or more."
    return found
