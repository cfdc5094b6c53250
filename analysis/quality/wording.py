"""Accuracy in plain numbers for a snapshot, and in words for screens and files.

What is written here is made to be printed: whole per cents, never where a count is hidden, always with the number
of answers checked and what the interval covers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.quality.intervals import Estimate
from analysis.quality.measuring import COVERS, NOT_ENOUGH, Quality

BY_HAND, SAMPLE, NOT_CHECKED = "by_hand", "sample", "not_enough"
CODED_BY_HAND = "coded by hand: exact"
_DIGITS = 4

Content = Mapping[str, Any]


def as_content(kind: str, quality: Quality | None, base: int) -> dict[str, Any]:
    """What a snapshot keeps: shares from 0 to 1 as [value, low, high, answers behind it], None where not told.

    Args:
        kind: `by_hand`, `sample` or `not_enough`.
    """
    content: dict[str, Any] = {"kind": kind, "base": base, "checked": quality.checked if quality else 0}
    if quality is None:
        return content
    agreed = quality.agreement
    return content | {
        "main_right": _numbers(quality.main_right),
        "f1": _numbers(quality.f1),
        "coded_twice": agreed.answers,
        "kappa": _numbers(agreed.kappa),
        "human_f1": _numbers(agreed.f1),
        "themes": {
            key: {
                "checked": theme.checked,
                "precision": _numbers(theme.precision) if theme.is_enough else None,
                "recall": _numbers(theme.recall) if theme.is_enough else None,
                "f1": _numbers(theme.f1) if theme.is_enough else None,
                "corrected": _numbers(theme.corrected),
            }
            for key, theme in quality.themes.items()
        },
    }


def theme_in_words(content: Content, key: str, *, is_hidden: bool = False) -> str:
    """How well one theme is checked, for the column beside its count.

    Args:
        content: what `as_content` gave; empty for a snapshot from before anything was measured.
        is_hidden: whether the theme's count is hidden from this audience; nothing that gives it away is said then.
    """
    if content.get("kind") == BY_HAND:
        return CODED_BY_HAND
    theme = content.get("themes", {}).get(key)
    if theme is None or theme["f1"] is None or is_hidden:
        return NOT_ENOUGH
    return f"F1 {range_in_words(theme['f1'])}, {theme['checked']} answers checked"


def corrected_in_words(content: Content, key: str, *, is_hidden: bool = False) -> str:
    """The share of responses that raised a theme once coding mistakes are put right; empty where not told."""
    theme = content.get("themes", {}).get(key)
    if theme is None or theme["corrected"] is None or is_hidden:
        return ""
    return range_in_words(theme["corrected"])


def overall_in_words(content: Content) -> str:
    """How good the theming is on this campaign, in a sentence or two."""
    if content.get("kind") == BY_HAND:
        return "People coded every response by hand, so the counts are exact."
    if content.get("main_right") is None:
        return f"How good the theming is here: {NOT_ENOUGH}."
    said = (
        f"On {content['checked']} answers coded blind, the main theme was right in "
        f"{range_in_words(content['main_right'])}; the interval {COVERS}."
    )
    if content.get("kappa") is not None:
        said += (
            f" Two people agreed with each other on {content['coded_twice']} answers with a kappa of "
            f"{coefficient_in_words(content['kappa'])}."
        )
    return said


def range_in_words(numbers: list[float]) -> str:
    """A share with its interval: "84% (76% to 90%)"."""
    value, low, high = (f"{each:.0%}" for each in numbers[:3])
    return f"{value} ({low} to {high})" if low != high else value


def coefficient_in_words(numbers: list[float]) -> str:
    """A coefficient with its interval: "0.71 (0.60 to 0.79)"."""
    value, low, high = (f"{each:.2f}" for each in numbers[:3])
    return f"{value} ({low} to {high})"


def estimate_in_words(estimate: Estimate | None) -> str:
    """A measured share with its interval, or that not enough was checked."""
    return NOT_ENOUGH if estimate is None else range_in_words([estimate.value, estimate.low, estimate.high])


def kappa_in_words(estimate: Estimate | None) -> str:
    """A measured kappa with its interval, or that not enough was checked."""
    if estimate is None:
        return NOT_ENOUGH
    return coefficient_in_words([estimate.value, estimate.low, estimate.high])


def _numbers(estimate: Estimate | None) -> list[float] | None:
    if estimate is None:
        return None
    return [round(each, _DIGITS) for each in (estimate.value, estimate.low, estimate.high)] + [estimate.n]
