"""How the responses in a theme stand to it, behind the mask: those who object are never lumped with those who ask.

Small parts of a theme are small crossings, so every file gets the figures of the public, as for the two-way
tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.counting import mask_rules
from analysis.disclosure import (
    AudienceClass,
    MaskedCell,
    MaskedTable,
    MaskRules,
    TableKind,
    mask_counts,
)
from analysis.theming.stance import Stance

AUDIENCE = AudienceClass.PUBLIC


def masked_stances(content: Mapping[str, Any], themes: MaskedTable) -> dict[str, Mapping[Stance, MaskedCell]]:
    """Theme to its masked counts by stance, from the content of a snapshot.

    A theme whose own count is hidden anywhere has none, nor has a sensitive campaign, nor one with so few responses
    that ranks in words say more, nor a snapshot from before stances were kept.

    Args:
        themes: the theme counts as the same file shows them.
    """
    counted, rules = content.get("stances", {}), mask_rules()
    if content["about"]["is_sensitive"] or content["base"] < rules.rank_base:
        return {}
    public = mask_counts(content["themes"], content["base"], AUDIENCE, rules, kind=TableKind.OVERLAPPING)
    return {
        key: mask_stances(stances, rules)
        for key, stances in counted.items()
        if not (themes.cells[key].is_suppressed or public.cells[key].is_suppressed)
    }


def mask_stances(stances: Mapping[str, int], rules: MaskRules) -> Mapping[Stance, MaskedCell]:
    """Mask the stances of one theme, which add up to its count."""
    table = mask_counts(stances, sum(stances.values()), AUDIENCE, rules, kind=TableKind.PARTITION)
    return {stance: table.cells[stance] for stance in Stance}
