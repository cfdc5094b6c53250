"""A theme list and what may be done to it: reword, merge, take a new theme out, go back. Pure.

The engine tells *parts* apart; people see *themes*. A theme begins as one part. Merging puts the parts of several
themes under one name, so nothing the engine had learned is lost and a merge can be undone. A correction keeps the
words in which it was made; `translated` says what those mean on a later or an earlier list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.theming.code_frame import CodeFrame
from analysis.theming.code_frame import Theme as Part
from analysis.theming.stance import Stance, together

LONGEST_KEY = 60
PIECES = ("includes", "excludes", "keywords", "examples")


class ListProblem(ValueError):
    """A theme list cannot be changed as asked; the message says how to put it right."""


@dataclass(frozen=True)
class ListedTheme:
    """One theme as people see it.

    Attributes:
        key: stays the same however the theme is named.
        parts: what the engine tells apart; the first bears the theme's own key, others were merged into it.
        split_from: the theme this one was taken out of, empty when it never was.
    """

    key: str
    name: str
    description: str
    parts: tuple[Part, ...]
    split_from: str = ""

    def reworded(self, name: str, description: str) -> ListedTheme:
        """The same theme in other words."""
        own = replace(self.parts[0], name=name, description=description)
        return replace(self, name=name, description=description, parts=(own, *self.parts[1:]))

    @property
    def as_written(self) -> Part:
        """The theme in its own words, with its own keywords and examples."""
        return replace(self.parts[0], name=self.name, description=self.description)

    def to_json(self) -> dict[str, Any]:
        """The theme as plain JSON values."""
        return {
            "key": self.key,
            "name": self.name,
            "description": self.description,
            "definition": self.definition(),
        }

    def definition(self) -> dict[str, Any]:
        """All but the words on the card, as it is stored."""
        own: dict[str, Any] = {piece: list(getattr(self.parts[0], piece)) for piece in PIECES}
        if (self.parts[0].name, self.parts[0].description) != (self.name, self.description):
            own |= {"part_name": self.parts[0].name, "part_description": self.parts[0].description}
        if self.split_from:
            own["split_from"] = self.split_from
        if len(self.parts) > 1:
            own["merged"] = [_part_to_json(part) for part in self.parts[1:]]
        return own

    @classmethod
    def from_stored(cls, key: str, name: str, description: str, definition: Mapping[str, Any]) -> ListedTheme:
        """The theme from what `definition` gave."""
        part_name = str(definition.get("part_name", name))
        part_description = str(definition.get("part_description", description))
        own = _part(key, part_name, part_description, definition)
        merged = tuple(
            _part(str(part["id"]), str(part["name"]), str(part["description"]), part)
            for part in definition.get("merged", ())
        )
        return cls(key, name, description, (own, *merged), str(definition.get("split_from", "")))


@dataclass(frozen=True)
class ThemeList:
    """Themes in the order they are shown."""

    themes: tuple[ListedTheme, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the themes, in order."""
        return tuple(theme.key for theme in self.themes)

    @property
    def theme_of_part(self) -> dict[str, str]:
        """Part id to the key of the theme it belongs to."""
        return {part.id: theme.key for theme in self.themes for part in theme.parts}

    def theme(self, key: str) -> ListedTheme:
        """The theme with this key.

        Raises:
            ListProblem: when the list has none.
        """
        for theme in self.themes:
            if theme.key == key:
                return theme
        raise ListProblem("Choose themes that are on the list; one of these is no longer on it.")

    def code_frame(self, identifier: str, name: str, question: str) -> CodeFrame:
        """What the engine reads: every part as a theme of its own."""
        return CodeFrame(identifier, name, question, tuple(p for theme in self.themes for p in theme.parts))

    def own_frame(self, identifier: str, name: str, question: str) -> CodeFrame:
        """The list as people write it: one theme each, without what was merged into it."""
        return CodeFrame(identifier, name, question, tuple(theme.as_written for theme in self.themes))

    def rewritten(self, frame: CodeFrame) -> ThemeList:
        """The list as a code frame says. A theme that is here already keeps what was merged into it, unless the
        frame names that as a theme of its own."""
        named, here = set(frame.theme_ids), {theme.key: theme for theme in self.themes}
        return ThemeList(
            tuple(
                ListedTheme(
                    part.id,
                    part.name,
                    part.description,
                    (part, *(old for old in here[part.id].parts[1:] if old.id not in named)),
                    here[part.id].split_from,
                )
                if part.id in here
                else ListedTheme(part.id, part.name, part.description, (part,))
                for part in frame.themes
            )
        )

    def seen(self, part_ids: Iterable[str]) -> tuple[str, ...]:
        """Keys of the themes that parts belong to, in the order given, each once."""
        owners = self.theme_of_part
        return tuple(dict.fromkeys(owners[part] for part in part_ids if part in owners))

    def seen_stances(self, stances: Mapping[str, Stance]) -> dict[str, Stance]:
        """Stances to parts as stances to the themes they belong to, in the order of `seen`."""
        owners = self.theme_of_part
        return {
            key: together(stance for part, stance in stances.items() if owners.get(part) == key)
            for key in self.seen(stances)
        }

    def reworded(self, wording: Mapping[str, tuple[str, str]]) -> ThemeList:
        """Other names and descriptions, by key."""
        return ThemeList(
            tuple(
                theme.reworded(*wording[theme.key]) if theme.key in wording else theme
                for theme in self.themes
            )
        )

    def merged(self, keys: Sequence[str], into: str, name: str = "", description: str = "") -> ThemeList:
        """Several themes as one, which keeps the key of `into`. New words are for people: the parts keep theirs.

        Raises:
            ListProblem: when these are not two or more themes of the list, `into` among them.
        """
        going = [self.theme(key) for key in dict.fromkeys(keys) if key != into]
        staying = self.theme(into)
        if not going or into not in keys:
            raise ListProblem("Tick at least two themes, and keep the name of one of them.")
        parts = staying.parts + tuple(part for theme in going for part in theme.parts)
        words = {"name": name or staying.name, "description": description or staying.description}
        whole = replace(staying, parts=parts, **words)
        gone = {theme.key for theme in going}
        return ThemeList(
            tuple(whole if theme.key == into else theme for theme in self.themes if theme.key not in gone)
        )

    def with_new(self, new: ListedTheme) -> ThemeList:
        """One theme more: behind the one it was taken out of, else at the end.

        Raises:
            ListProblem: when a theme of that name is there.
        """
        if new.name.casefold() in {theme.name.casefold() for theme in self.themes}:
            raise ListProblem("There is a theme of that name already. Give the new one another name.")
        if not new.split_from:
            return ThemeList((*self.themes, new))
        self.theme(new.split_from)
        place = self.keys.index(new.split_from) + 1
        return ThemeList((*self.themes[:place], new, *self.themes[place:]))


def new_theme(
    name: str, description: str, keywords: Iterable[str], taken: Iterable[str], split_from: str = ""
) -> ListedTheme:
    """A theme that was never on a list. `taken` are all keys ever used, so that none comes to mean two things."""
    key = _free_key(name, set(taken))
    part = Part(id=key, name=name, description=description, keywords=tuple(dict.fromkeys(keywords)))
    return ListedTheme(key, name, description, (part,), split_from)


def translated(key: str, current: ThemeList, history: Sequence[ThemeList]) -> str | None:
    """The part of the current list that a key means, wherever in its history the key was used.

    A theme that is not there yet, or not any more, is part of the one it was taken out of; None when it came
    from nowhere.
    """
    parts = current.theme_of_part
    parents = {theme.key: theme.split_from for known in history for theme in known.themes if theme.split_from}
    seen: set[str] = set()
    while key not in parts:
        if key in seen or key not in parents:
            return None
        seen.add(key)
        key = parents[key]
    return key


def translated_coding(
    keys: Sequence[str], current: ThemeList, history: Sequence[ThemeList]
) -> tuple[str, ...] | None:
    """A person's coding as parts of the current list; None when nothing of what they said is left."""
    if not keys:
        return ()
    found = [translated(key, current, history) for key in keys]
    kept = tuple(dict.fromkeys(part for part in found if part is not None))
    return kept or None


def keeps_parts(now: ThemeList, then: ThemeList) -> bool:
    """Whether changing from one list to the other only regroups whole themes, so that its effect can be counted
    without reading anything again."""
    owners = then.theme_of_part
    whole = all(len({owners.get(part.id) for part in theme.parts}) == 1 for theme in now.themes)
    return whole and set(owners) == set(now.theme_of_part)


def differences(before: ThemeList | None, after: ThemeList) -> tuple[str, ...]:
    """In words, how one list differs from the one before it."""
    if before is None:
        return (f"{len(after.themes)} themes",)
    said = [line for theme in before.themes if (line := _became(theme, after))]
    for theme in after.themes:
        if theme.key not in before.keys:
            parent = after.theme(theme.split_from).name if theme.split_from in after.keys else ""
            said.append(f"“{theme.name}” is new{f', taken out of “{parent}”' if parent else ''}")
    return tuple(said) or ("Nothing but the date",)


def _became(theme: ListedTheme, after: ThemeList) -> str:
    """What became of a theme; empty when nothing did."""
    owner = after.theme_of_part.get(theme.key)
    if owner is None:
        return f"“{theme.name}” is gone"
    now = after.theme(owner)
    if now.key != theme.key:
        return f"“{theme.name}” became part of “{now.name}”"
    if now.name != theme.name:
        return f"“{theme.name}” is now called “{now.name}”"
    return f"“{theme.name}” is described in other words" if now.description != theme.description else ""


def _free_key(name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_KEY].strip("-") or "theme"
    stem = "theme-none" if stem == "none" else stem
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _part(identifier: str, name: str, description: str, pieces: Mapping[str, Any]) -> Part:
    return Part(
        id=identifier,
        name=name,
        description=description,
        **{piece: tuple(pieces.get(piece, ())) for piece in PIECES},
    )


def _part_to_json(part: Part) -> dict[str, Any]:
    pieces = {piece: list(getattr(part, piece)) for piece in PIECES}
    return {"id": part.id, "name": part.name, "description": part.description, **pieces}
