"""What the demonstration shows, read from its data files: campaigns, views and replies. Pure."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from moderation.redaction import Redaction
from surveys.setting_kinds import NOT_SAID, SettingKind, WhichSetting

DATA = Path(__file__).resolve().parent / "data"
#: In the order they are loaded: the one people are sent to comes last, so that its results mark the end.
CAMPAIGNS = ("getting-about", "i-live-in-dorset")
MAIN_CAMPAIGN = CAMPAIGNS[-1]


class Outcome(StrEnum):
    """What became of a view in the demonstration."""

    WAITING = "waiting"
    APPROVE = "approve"
    REDACT = "redact"
    PRIVATE = "private"
    REJECT = "reject"
    ESCALATE = "escalate"


@dataclass(frozen=True)
class DemoView:
    """One made-up view.

    Attributes:
        age_band: id of an age band; empty when not said. `place` likewise, as people read it.
        matters: ids of what was ticked.
        detail: for a rejected view the code of a house rule; for one with words covered `label=words` pairs,
            separated by semicolons; for a concern whether the lead has `accepted` it.
    """

    text: str
    age_band: str
    place: str
    matters: tuple[str, ...]
    may_quote: str
    channel: str
    outcome: Outcome
    detail: str

    def covers(self) -> tuple[Redaction, ...]:
        """The words to cover, where they stand in the text."""
        pairs = (part.split("=", 1) for part in self.detail.split(";"))
        return tuple(sorted(self._cover(label, words) for label, words in pairs))

    def _cover(self, label: str, words: str) -> Redaction:
        start = self.text.index(words)
        return Redaction(start, start + len(words), label)


@dataclass(frozen=True)
class DemoCampaign:
    """One made-up campaign as its file says it; days count from the day it is loaded.

    Attributes:
        published_in: when the results of a campaign that is over came out; others come out at once.
        group: the setting of a group session that is made and waits to be opened; empty when there is none.
        group_setting: which kind of setting that is, and which one.
        best_interests: what the lead signs before it opens.
        corrections: what the analyst says of some answers: their exact words and theme ids.
    """

    details: Mapping[str, Any]
    opens_in: int
    closes_in: int
    decided_in: int
    hear_back_in: int
    published_in: int
    group: str
    group_setting: WhichSetting
    questions: tuple[Mapping[str, Any], ...]
    corrections: tuple[Mapping[str, Any], ...]
    introduction: str
    best_interests: str
    replies: tuple[Mapping[str, Any], ...]
    views: tuple[DemoView, ...]

    @property
    def slug(self) -> str:
        """The campaign's address."""
        return str(self.details["slug"])

    @property
    def is_over(self) -> bool:
        """Whether it is shown as closed."""
        return self.closes_in < 0


def _setting(said: Mapping[str, str] | None) -> WhichSetting:
    return WhichSetting(SettingKind(said["kind"]), said["name"]) if said else NOT_SAID


@cache
def read_campaign(name: str) -> DemoCampaign:
    """One campaign of the demonstration, by the name of its file."""
    said = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return DemoCampaign(
        details=said["details"],
        opens_in=said["opens_in"],
        closes_in=said["closes_in"],
        decided_in=said["decided_in"],
        hear_back_in=said["hear_back_in"],
        published_in=said.get("published_in", 0),
        group=said.get("group", ""),
        group_setting=_setting(said.get("group_setting")),
        questions=tuple(said["questions"]),
        corrections=tuple(said["corrections"]),
        introduction=said["introduction"],
        best_interests=said["best_interests"],
        replies=tuple(said["replies"]),
        views=tuple(_read_views(DATA / said["views"])),
    )


def reply_values(
    said: Mapping[str, Any], today: date, priority_ids: Mapping[str, int], outcome_ids: Mapping[str, int]
) -> dict[str, Any]:
    """The fields of a reply: days counted from `today` become dates, keys of the plan become ids."""
    values = {name: value for name, value in said.items() if name not in ("theme", "earlier")}
    for name in ("asked", "due", "next_update"):
        days = values.pop(f"{name}_in", None)
        values[f"{name}_on"] = None if days is None else today + timedelta(days=days)
    values["priority_id"] = priority_ids.get(values.pop("priority", ""))
    values["outcome_id"] = outcome_ids.get(values.pop("outcome", ""))
    return values


def _read_views(path: Path) -> Iterable[DemoView]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield DemoView(
                text=row["text"],
                age_band=row["age_band"],
                place=row["place"],
                matters=tuple(row["matters"].split()),
                may_quote=row["may_quote"],
                channel=row["channel"],
                outcome=Outcome(row["outcome"]),
                detail=row["detail"],
            )
