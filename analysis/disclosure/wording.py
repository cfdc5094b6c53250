"""Masked counts in words: a count with its base, ranks where figures say little, and the note above a table."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.disclosure.cells import MaskedCell
from analysis.disclosure.one_way import MaskedTable
from analysis.disclosure.rules import DEFAULT_RULES, AudienceClass, MaskRules


def count_in_words(cell: MaskedCell, base: MaskedCell) -> str:
    """Say a count together with its base: "about 140 of 400 responses"."""
    about = "about " if cell.is_rounded else ""
    noun = "response" if base.value == 1 else "responses"
    if cell.value is None or base.value is None:
        return cell.text if cell.is_suppressed else f"{about}{cell.text} responses"
    return f"{about}{cell.value:,} of {base.value:,} {noun}"


def ranks_in_words(table: MaskedTable) -> dict[str, str]:
    """Rank categories by their published figures; equal figures share a rank, hidden ones have none."""
    figures = sorted({cell.value for cell in table.cells.values() if cell.value is not None}, reverse=True)
    return {
        key: cell.text
        if cell.value is None
        else _rank_words(figures.index(cell.value), _is_shared(cell.value, table.cells.values()))
        for key, cell in table.cells.items()
    }


def table_note(audience: AudienceClass, rules: MaskRules = DEFAULT_RULES) -> str:
    """Explain in a sentence, above a table, what its figures leave out."""
    rule = rules.for_class(audience)
    if audience is AudienceClass.ANALYST:
        return "True counts, for the screen only."
    if audience is AudienceClass.PUBLIC:
        return (
            f"Numbers are rounded to the nearest {rule.rounding}. Where fewer than {rule.minimum} "
            "responses said something, we do not show how many, so that nobody can be picked out."
        )
    rounded = f" Other counts are rounded to the nearest {rule.rounding}." if rule.rounding > 1 else ""
    return (
        f"{rule.suppressed_text} means confidential: a count of 1 to {rule.minimum - 1}, or one hidden "
        f"so that such a count cannot be worked out.{rounded}"
    )


def _rank_words(position: int, is_shared: bool) -> str:
    places = ("most often", "second most often", "third most often")
    words = places[position] if position < len(places) else "less often"
    return f"came up {words}, with others" if is_shared and position < len(places) else f"came up {words}"


def _is_shared(value: int, cells: Iterable[MaskedCell]) -> bool:
    return sum(cell.value == value for cell in cells) > 1
