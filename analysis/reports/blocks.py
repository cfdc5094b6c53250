"""A document apart from its format: what it says, block by block, for the Word, PDF and web page writers.

A document is composed once from masked figures and finished sentences, and every writer renders the
same blocks, so the three files of one report cannot say different things. Its fingerprint, printed in
each of them, shows that they do not.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Heading:
    """A heading; levels go down one at a time. `starts_page` begins a new sheet of paper."""

    text: str
    level: int = 1
    starts_page: bool = False


@dataclass(frozen=True)
class Say:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Small:
    """A quieter paragraph: a base, a note under a table, a fingerprint."""

    text: str


@dataclass(frozen=True)
class Stress:
    """A paragraph nobody may miss, such as that this is a draft."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of short statements."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names with their values, one a line; those without a value are left out by `facts`."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figures:
    """A table with one header row.

    Attributes:
        widths: share of the text width of each column; they add up to about 1.
        description: says in words what the table holds; it is its caption too.
        numbers: columns (from 0) that align right.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    description: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture with its alternative text; `svg` is the same picture for a web page, where there is one."""

    title: str
    description: str
    png: bytes
    svg: str = ""


@dataclass(frozen=True)
class Voice:
    """Words of a young person that may be shown, with at most one safe descriptor."""

    text: str
    said_by: str = ""


@dataclass(frozen=True)
class Pair:
    """ "You said" and the reply that answers it. `status` is the reply's standing in public words."""

    said: str
    status: str
    answer: str
    facts: tuple[str, ...] = ()


Block = Heading | Say | Small | Stress | Bullets | Facts | Figures | Picture | Voice | Pair


@dataclass(frozen=True)
class Document:
    """A whole document. `made_at` is when its snapshot was taken (UTC): no file holds a later time."""

    title: str
    subtitle: str
    subject: str
    author: str
    footer: str
    made_at: datetime
    cover: tuple[Block, ...]
    body: tuple[Block, ...]
    is_draft: bool = False
    is_short: bool = False
    """Whether it begins on its first sheet under a small mark, as what is pinned to a wall does."""
    language: str = "en-GB"

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return everything under the title, the cover first."""
        return (*self.cover, *self.body)

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of what the document says, in hexadecimal."""
        said = [
            self.title,
            self.subtitle,
            self.is_draft,
            *({"block": type(each).__name__} | asdict(each) for each in self.blocks),
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=_hashed).encode()).hexdigest()


def facts(*items: tuple[str, str]) -> Facts:
    """Make a list of facts from those that have a value."""
    return Facts(tuple((name, value) for name, value in items if value))


def _hashed(value: Any) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"a document holds no {type(value).__name__}")
