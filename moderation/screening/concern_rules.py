"""Rules by family for words that may come from a child at risk.

The rules are data (`data/concern_rules.toml`), so that a safeguarding lead can read them; this module
compiles and applies them. They say what to look at and never decide anything.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from moderation.screening.words import Word

GAP = r"(?:\w+ ){0,5}?"
NEAR = r"(?:\w+ ){0,2}?"


@dataclass(frozen=True)
class Rule:
    """One compiled pattern; `name` is stable within a version ("suicide.urgent.3")."""

    name: str
    family: str
    is_urgent: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class RuleHit:
    """A rule that matched the words `first` to `last` (both included) of a list of words."""

    rule: Rule
    first: int
    last: int


def read_data(name: str) -> dict[str, Any]:
    """A packaged TOML file of this package's `data` folder."""
    return tomllib.loads(resources.files("moderation.screening").joinpath("data", name).read_text("utf-8"))


@lru_cache(maxsize=1)
def word_classes() -> dict[str, frozenset[str]]:
    """Groups of words that mean alike for this purpose: class name -> words."""
    return {name: frozenset(words.split()) for name, words in read_data("concern_classes.toml").items()}


def _phrases(phrases: dict[str, str]) -> dict[str, str]:
    """Named pieces of patterns; a phrase may use the phrases written above it."""
    ready: dict[str, str] = {"gap": GAP, "near": NEAR}
    for name, phrase in phrases.items():
        ready[name] = "(?:" + _fill(phrase, ready) + ")"
    return ready


def _fill(pattern: str, phrases: dict[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda match: phrases[match.group(1)], pattern)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules, compiled once for the process."""
    data = read_data("concern_rules.toml")
    phrases = _phrases(data.pop("phrases"))
    return tuple(
        Rule(f"{family}.{severity}.{number}", family, severity == "urgent",
             re.compile(rf"(?<![a-z0-9])(?:{_fill(pattern, phrases)})(?![a-z0-9])"))
        for family, severities in data.items()
        for severity, patterns in severities.items()
        for number, pattern in enumerate(patterns)
    )  # fmt: skip


def find_rules(words: Sequence[Word]) -> list[RuleHit]:
    """Every rule that matches, once each, at its first place."""
    starts: list[int] = []
    pieces: list[str] = []
    position = 0
    for word in words:
        piece = word.text + (" . " if word.breaks else " ")
        starts.append(position)
        pieces.append(piece)
        position += len(piece)
    text = "".join(pieces)
    hits: list[RuleHit] = []
    for rule in rules():
        match = rule.pattern.search(text)
        if match:
            first = bisect_right(starts, match.start()) - 1
            last = max(bisect_right(starts, max(match.end() - 1, match.start())) - 1, first)
            hits.append(RuleHit(rule, first, last))
    return hits
