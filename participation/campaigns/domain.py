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


@dataclass(frozen=True)
class CampaignDetails:
    """Everything staff say about a campaign before it opens. Only title and slug are needed to begin."""

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
    accent: str = "sea"


@dataclass(frozen=True)
class OpeningProblem:
    """One thing that keeps a campaign from opening, and where it is put right.

    Attributes:
        endpoint: the page that mends it; called with the campaign's slug.
        anchor: the field on that page.
    """

    message: str
    endpoint: str = ""
    anchor: str = ""


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
    if details.youngest > details.oldest:
        found["oldest"] = "The oldest age must be the youngest age or more."
    return found


def opening_problems(details: CampaignDetails, today: date) -> list[tuple[str, str]]:
    """What is missing before a campaign may open: (field, what to do), in the order of the form.

    From the Gunning principles of lawful consultation: views are asked while they can still change something,
    with reasons enough to answer, time enough, and a decision that comes after. Lundy's model adds who
    listens and what follows.
    """
    needed = {
        "title": "Give the campaign a title.",
        "purpose": "Say what you ask and why.",
        "decision": "Say which decision the views feed.",
        "decision_maker": "Say who decides.",
        "can_change": "Say what can change.",
        "cannot_change": "Say what cannot change.",
        "who_reads": "Say who reads the views.",
        "closes_on": "Choose the day it closes.",
        "hear_back_by": "Choose the day by which people hear back.",
    }
    found = {name: message for name, message in needed.items() if not getattr(details, name)}
    if details.closes_on and details.closes_on < today:
        found["closes_on"] = "The closing day is over: choose a later one."
    found |= date_problems(details)
    return list(found.items())
