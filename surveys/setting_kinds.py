"""Kinds of setting through which children and young people are asked. Pure.

The nine circumstances of “closing the gap” are in the words of the strategy. A child is never asked about one: they
are reached through settings that work with children in them. Which kind that is for which is our reading; the
strategy names the circumstances and no settings.
"""

from dataclasses import dataclass
from enum import StrEnum


class Circumstance(StrEnum):
    """What the strategy says goes with poorer outcomes, word for word and in its order."""

    WHERE_THEY_LIVE = "where they live"
    ATTENDANCE = "poor school attendance"
    NOT_LEARNING = "not participating in learning after they are 16"
    OFFENDING = "offending behaviour"
    TEENAGE_PARENT = "becoming a parent in their teenage years"
    INACTIVE_HOUSEHOLD = "being in economically inactive households"
    CARE_PLAN = "those with an education health and care plan"
    IN_CARE = "in the care of the local authority"
    FREE_MEALS = "receiving free school meals"


class SettingKind(StrEnum):
    """What kind of place or service a group belongs to. Staff say it of the setting, never of a child."""

    SCHOOL = "school"
    SPECIAL_SCHOOL = "special_school"
    ALTERNATIVE = "alternative"
    COLLEGE = "college"
    EARLY_YEARS = "early_years"
    YOUTH_CLUB = "youth_club"
    YOUNG_CARERS = "young_carers"
    CARE = "care"
    HEALTH = "health"
    YOUTH_JUSTICE = "youth_justice"
    WORK = "work"
    COMMUNITY = "community"
    OTHER = "other"

    @property
    def label(self) -> str:
        """One of them, as staff choose it."""
        return _LABELS[self][0]

    @property
    def many(self) -> str:
        """Several of them, inside a sentence."""
        return _LABELS[self][1]

    @property
    def reaches(self) -> tuple[Circumstance, ...]:
        """The circumstances that settings of this kind know children in."""
        return _REACHES.get(self, ())


_LABELS = {
    SettingKind.SCHOOL: (
        "School: first, infant, junior, primary, middle, secondary, upper or all-through",
        "schools",
    ),
    SettingKind.SPECIAL_SCHOOL: ("Special school", "special schools"),
    SettingKind.ALTERNATIVE: (
        "Pupil referral unit or other alternative provision",
        "pupil referral units and alternative provision",
    ),
    SettingKind.COLLEGE: ("College or sixth form", "colleges and sixth forms"),
    SettingKind.EARLY_YEARS: (
        "Early years setting, children’s centre or family hub",
        "early years settings and family hubs",
    ),
    SettingKind.YOUTH_CLUB: ("Youth club or youth group", "youth clubs"),
    SettingKind.YOUNG_CARERS: ("Young carers’ group", "young carers’ groups"),
    SettingKind.CARE: ("Care or leaving care service", "care and leaving care services"),
    SettingKind.HEALTH: ("Health service or hospital", "health services"),
    SettingKind.YOUTH_JUSTICE: ("Youth justice service", "youth justice services"),
    SettingKind.WORK: ("Careers, training or job service", "careers, training and job services"),
    SettingKind.COMMUNITY: ("Library or other community place", "libraries and community places"),
    SettingKind.OTHER: ("Another kind of setting", "other kinds of setting"),
}

_REACHES = {
    SettingKind.SCHOOL: (Circumstance.FREE_MEALS,),
    SettingKind.SPECIAL_SCHOOL: (Circumstance.CARE_PLAN,),
    SettingKind.ALTERNATIVE: (Circumstance.ATTENDANCE,),
    SettingKind.EARLY_YEARS: (Circumstance.TEENAGE_PARENT,),
    SettingKind.YOUTH_CLUB: (Circumstance.WHERE_THEY_LIVE,),
    SettingKind.CARE: (Circumstance.IN_CARE,),
    SettingKind.YOUTH_JUSTICE: (Circumstance.OFFENDING,),
    SettingKind.WORK: (Circumstance.NOT_LEARNING, Circumstance.INACTIVE_HOUSEHOLD),
    SettingKind.COMMUNITY: (Circumstance.WHERE_THEY_LIVE,),
}

#: What the figure of all schools together counts.
SCHOOLS = (SettingKind.SCHOOL, SettingKind.SPECIAL_SCHOOL, SettingKind.ALTERNATIVE)
LONGEST_NAME = 120


@dataclass(frozen=True)
class WhichSetting:
    """Which setting a session or a link is for; both empty where nobody said.

    Attributes:
        name: tells it from others of its kind, so that it counts once.
    """

    kind: SettingKind | None = None
    name: str = ""


NOT_SAID = WhichSetting()


def one_setting(which: WhichSetting, otherwise: str) -> tuple[SettingKind, str] | None:
    """What counts as one setting; None where its kind is not said.

    Args:
        otherwise: stands for a setting without a name, which is told from every other.
    """
    if which.kind is None:
        return None
    return which.kind, f"name {which.name.casefold()}" if which.name else otherwise
