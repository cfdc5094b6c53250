"""How many settings of each kind have taken part, and whom the strategy wants reached through them. Pure.

Kinds stand in the order in which staff choose them and are never ranked; a single setting is never a row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analysis.reach.domain import Step
from surveys.setting_kinds import SCHOOLS, Circumstance, SettingKind

#: A kind of setting, and what tells one setting from the next; `one_setting` makes it.
OneSetting = tuple[SettingKind, str]

_ASK = "staff_sessions.new"
_PUT_UP = "sources.links"
_STEPS = {
    SettingKind.SCHOOL: ("ask a head teacher or a school council for one lesson", _ASK),
    SettingKind.SPECIAL_SCHOOL: ("ask one to run a session with helpers, one child after the other", _ASK),
    SettingKind.ALTERNATIVE: ("ask a tutor for a session with a small group", _ASK),
    SettingKind.COLLEGE: ("ask a tutor or the student union for a session", _ASK),
    SettingKind.EARLY_YEARS: ("ask one for a session with helpers, and its groups for young parents", _ASK),
    SettingKind.YOUTH_CLUB: ("ask a youth worker for one club evening", _ASK),
    SettingKind.YOUNG_CARERS: ("ask whoever runs a group for half an hour of its next meeting", _ASK),
    SettingKind.CARE: ("ask the children in care council and the leaving care team", _ASK),
    SettingKind.HEALTH: ("put up a poster with its own link in a waiting room or on a ward", _PUT_UP),
    SettingKind.YOUTH_JUSTICE: ("ask the participation lead for a session with a group", _ASK),
    SettingKind.WORK: ("give advisers a poster with its own link", _PUT_UP),
    SettingKind.COMMUNITY: ("put up a poster with its own link", _PUT_UP),
}


@dataclass(frozen=True)
class HowMany:
    """What staff said of a kind for a campaign; None and empty where they said nothing."""

    number: int | None = None
    source: str = ""
    as_at: date | None = None
    target: int | None = None


@dataclass(frozen=True)
class KindReached:
    """One kind of setting.

    Attributes:
        kind: None for several kinds together.
        taken_part: settings of it through which at least one view came; None while too few views came to say.
        planned: settings of it with a session or a link, through which none came yet; None likewise.
        step: what to do next; None when nothing is missing.
    """

    kind: SettingKind | None
    label: str
    taken_part: int | None
    planned: int | None
    said: HowMany
    progress: str
    step: Step | None = None

    @property
    def of_how_many(self) -> str:
        """The figure of the report, such as "3 of 160"."""
        if self.taken_part is None:
            return "Too few views to say"
        if self.said.number is None:
            return f"{self.taken_part:,}"
        return f"{self.taken_part:,} of {self.said.number:,}"


@dataclass(frozen=True)
class CircumstanceReached:
    """One circumstance of “closing the gap”; `kinds` are the kinds of setting it is reached through."""

    circumstance: Circumstance
    kinds: tuple[SettingKind, ...]
    progress: str


@dataclass(frozen=True)
class SettingsReached:
    """The kinds in their order; `schools` adds up those that are schools, None while a figure is missing."""

    kinds: tuple[KindReached, ...]
    schools: KindReached | None
    circumstances: tuple[CircumstanceReached, ...]


def settings_reached(
    made: Iterable[OneSetting], taken_part: Iterable[OneSetting] | None, said: Mapping[SettingKind, HowMany]
) -> SettingsReached:
    """What the page of reach says of settings.

    Args:
        made: settings with a session or a link, whether or not a view came.
        taken_part: those through which a view came; None while too few views came to say.
    """
    made = set(made)
    came = None if taken_part is None else set(taken_part)
    kinds = tuple(_kind(kind, made, came, said.get(kind, HowMany())) for kind in SettingKind)
    reached = None if came is None else {kind for kind, _ in came}
    return SettingsReached(
        kinds, _schools(made, came, said), tuple(_circumstance(each, reached) for each in Circumstance)
    )


def _kind(
    kind: SettingKind, made: set[OneSetting], came: set[OneSetting] | None, said: HowMany
) -> KindReached:
    if came is None:
        return KindReached(kind, kind.label, None, None, said, "")
    here = len([each for each in came if each[0] is kind])
    planned = len([each for each in made - came if each[0] is kind])
    progress, is_missing = _progress(kind, here, planned, said)
    step = _STEPS.get(kind) if is_missing else None
    return KindReached(kind, kind.label, here, planned, said, progress, Step(*step) if step else None)


def _progress(kind: SettingKind, here: int, planned: int, said: HowMany) -> tuple[str, bool]:
    """How far it is in words, and whether something is still to do."""
    if said.number is not None and here > said.number:
        return "More than there are said to be: check the number", False
    if said.target and here < said.target:
        return "Below its target", here + planned < said.target
    if said.target:
        return "Target reached", False
    if not here and planned:
        return f"Planned; nobody through {kind.many} yet", False
    return ("", False) if here else (f"Nobody through {kind.many} yet", True)


def _schools(
    made: set[OneSetting], came: set[OneSetting] | None, said: Mapping[SettingKind, HowMany]
) -> KindReached | None:
    numbers = [said[kind].number for kind in SCHOOLS if kind in said]
    known = [number for number in numbers if number is not None]
    if len(known) < len(SCHOOLS):
        return None
    here = None if came is None else len([each for each in came if each[0] in SCHOOLS])
    planned = None if came is None else len([each for each in made - came if each[0] in SCHOOLS])
    return KindReached(None, "Schools of all three kinds", here, planned, HowMany(sum(known)), "")


def _circumstance(circumstance: Circumstance, reached: set[SettingKind] | None) -> CircumstanceReached:
    kinds = tuple(kind for kind in SettingKind if circumstance in kind.reaches)
    if reached is None:
        return CircumstanceReached(circumstance, kinds, "Too few views to say")
    through = [kind.many for kind in kinds if kind in reached]
    if through:
        return CircumstanceReached(circumstance, kinds, f"Taking part through {' and '.join(through)}")
    return CircumstanceReached(circumstance, kinds, "None of them has taken part yet")
