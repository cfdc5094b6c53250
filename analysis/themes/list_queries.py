"""What the pages of a theme list show: versions, changes that wait and their effect, where a new theme comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from analysis.models import CodeFrameVersion, ThemeChange
from analysis.themes.changes import list_after
from analysis.themes.discovering import group_numbered
from analysis.themes.filters import AnswerFilter
from analysis.themes.frames import theme_list, versions_of
from analysis.themes.queries import AnswerOnDesk, answers_numbered, answers_page
from analysis.themes.theme_list import ThemeList, differences
from participation.accounts.models import Person
from participation.foundation.database import db

MOST_OFFERED = 60


@dataclass(frozen=True)
class ToldVersion:
    """One version of a theme list: what it did, who made it and why."""

    version: CodeFrameVersion
    by: str
    what: tuple[str, ...]


@dataclass(frozen=True)
class EffectRow:
    """One theme before and after a change; None where it is not on the list."""

    name: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int:
        """How many responses more."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True)
class Source:
    """Where a new theme comes from: a search or a discovered group, maybe within the theme it is taken out of.

    Attributes:
        looked_at: how many answers a search looked at, where it stopped before all.
    """

    split_from: str
    search: str
    group: str
    draft_name: str
    words: tuple[str, ...]
    answers: Sequence[AnswerOnDesk]
    looked_at: int = 0

    @property
    def address(self) -> dict[str, str]:
        """The source as fields of an address."""
        given = {"split": self.split_from, "q": self.search, "group": self.group}
        return {name: value for name, value in given.items() if value}


def told_versions(campaign_id: int) -> list[ToldVersion]:
    """Every version, the newest first, each with what it changed."""
    versions = versions_of(campaign_id)
    makers = {version.created_by_id for version in versions}
    people = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(makers)))
    names = {row.id: row.name for row in people}
    lists = [theme_list(version) for version in versions]
    before: Sequence[ThemeList | None] = [*lists[1:], None]
    return [
        ToldVersion(version, names.get(version.created_by_id or 0, "The system"), differences(old, new))
        for version, new, old in zip(versions, lists, before, strict=True)
    ]


def open_changes(campaign_id: int) -> Sequence[ThemeChange]:
    """Changes that are still being thought over, the newest first."""
    return db.session.scalars(
        select(ThemeChange)
        .where(ThemeChange.campaign_id == campaign_id, ThemeChange.settled_at.is_(None))
        .order_by(ThemeChange.id.desc())
        .limit(10)
    ).all()


def effect_of(frame: CodeFrameVersion, change: ThemeChange) -> list[EffectRow] | None:
    """The counts of every theme before and after, in the order of the list to come; None until it is known."""
    if change.effect is None:
        return None
    base = db.session.get_one(CodeFrameVersion, change.base_version_id)
    now, then = theme_list(base), list_after(change)
    before: Mapping[str, Any] = change.effect["before"]["themes"]
    after: Mapping[str, Any] = change.effect["after"]["themes"]
    rows = [
        EffectRow(
            theme.name, before.get(theme.key) if theme.key in now.keys else None, after.get(theme.key, 0)
        )
        for theme in then.themes
    ]
    gone = [
        EffectRow(theme.name, before.get(theme.key, 0), None)
        for theme in now.themes
        if theme.key not in then.keys
    ]
    return rows + gone


def source_of(frame: CodeFrameVersion, asked: Mapping[str, str]) -> Source:
    """The answers offered for a new theme.

    Raises:
        NotFound: when the group asked for is not there any more.
    """
    split_from, search, group = (asked.get(name, "")[:80] for name in ("split", "q", "group"))
    if group and not search:
        _, found = group_numbered(frame.campaign_id, group)
        central = list(dict.fromkeys([*found["quotes"], *found["members"]]))[:MOST_OFFERED]
        answers = answers_numbered(frame, central)
        words = tuple(found["words"])
        return Source(split_from, "", group, str(found["label"]).capitalize(), words, answers)
    wanted = AnswerFilter(theme=split_from, words=search)
    if not search:
        return Source(split_from, "", "", "", (), [])
    page = answers_page(frame, wanted, page=MOST_OFFERED)
    return Source(split_from, search, "", search.capitalize(), (search,), page.answers, page.looked_at)
