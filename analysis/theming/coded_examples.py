"""The hand-written answers, coded by people, that ship with a built-in code frame."""

from __future__ import annotations

import csv
import functools
import hashlib
import io
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

NO_THEME = "none"

_FOLDERS = {"i-live-in-dorset": "examples"}


@dataclass(frozen=True, slots=True)
class CodedExample:
    """One written answer, its themes (main one first) and the hand (imagined writer) it was written in."""

    text: str
    themes: tuple[str, ...]
    hand: str


def split_themes(cell: str) -> tuple[str, ...]:
    """Theme ids of a `themes` cell: `;`-separated, main one first, `none` or nothing for no theme."""
    ids = (part.strip() for part in cell.split(";"))
    return tuple(dict.fromkeys(part for part in ids if part and part != NO_THEME))


@functools.cache
def coded_examples(frame_id: str) -> tuple[CodedExample, ...]:
    """Every coded example of a built-in code frame, by the files' names; none for other frames."""
    found: dict[str, CodedExample] = {}
    for file in _files(frame_id):
        for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")):
            hand = f"{file.name.removesuffix('.csv')}:{row['hand']}"
            found.setdefault(row["text"], CodedExample(row["text"], split_themes(row["themes"]), hand))
    return tuple(found.values())


@functools.cache
def examples_fingerprint(frame_id: str) -> str:
    """A hash of every example, its coding and its hand."""
    digest = hashlib.sha256()
    for example in coded_examples(frame_id):
        digest.update("\x1f".join((example.text, *example.themes, example.hand)).encode() + b"\x1e")
    return digest.hexdigest()


def _files(frame_id: str) -> list[Traversable]:
    folder = _FOLDERS.get(frame_id)
    if folder is None:
        return []
    entries = files("analysis.theming").joinpath(folder).iterdir()
    return sorted((entry for entry in entries if entry.name.endswith(".csv")), key=lambda entry: entry.name)
