"""The disclosure mask for two-way tables with margins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.disclosure import AudienceClass, MaskedCell


@dataclass(frozen=True)
class MaskedCrossTable:
    """A two-way table as it may be shown; cells are keyed by (row, column)."""

    audience: AudienceClass
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], MaskedCell]
    row_totals: Mapping[str, MaskedCell]
    column_totals: Mapping[str, MaskedCell]
    total: MaskedCell
    is_withheld: bool
