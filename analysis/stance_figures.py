"""How the responses in a theme stand to it, behind the mask: those who object are never lumped with those who ask.

Small parts of a theme are small crossings: exact ones, seen again a quarter later, would give away the hidden
ones beside them. So every file gets the rounded figures of the public, as for the two-way tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.counting import mask_rules
from analysis.disclosure import (
    AudienceClass,
    MaskedCell,
    MaskedTable,
    MaskRules,
    TableKind,
    mask_counts,
    masked_cell,
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


def rounded_where_divided(
    themes: MaskedTable, public: MaskedTable, stances: Mapping[str, Mapping[str, int]], rules: MaskRules
) -> MaskedTable:
    """The theme counts of the board, with the public's figure where a stance of the theme is hidden.

    The board's counts are exact. Two exact counts of a theme, a quarter apart, would show how many its hidden part
    had before it grew enough to be shown.
    """
    cells = {
        key: public.cells[key]
        if key in stances
        and not cell.is_suppressed
        and not public.cells[key].is_suppressed
        and any(part.is_suppressed for part in mask_stances(stances[key], rules).values())
        else cell
        for key, cell in themes.cells.items()
    }
    return replace(themes, cells=cells)


def mask_stances(stances: Mapping[str, int], rules: MaskRules) -> Mapping[Stance, MaskedCell]:
    """Mask the stances of one theme, which add up to its count.

    Rounded, and hidden where the mask of the public hides them or that of the board, whose file has the exact
    count of the theme beside them.
    """
    base = sum(stances.values())
    rounded, exact = (
        mask_counts(stances, base, audience, rules, kind=TableKind.PARTITION)
        for audience in (AUDIENCE, AudienceClass.BOARD)
    )
    rule = rules.for_class(AUDIENCE)
    return {
        stance: masked_cell(stances[stance], rule, is_hidden=_is_hidden(stance, rounded, exact))
        for stance in Stance
    }


def _is_hidden(stance: Stance, *tables: MaskedTable) -> bool:
    return any(table.cells[stance.value].is_suppressed for table in tables)
