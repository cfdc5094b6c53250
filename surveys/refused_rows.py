"""Rows of a file that did not come in, kept with the reason, so that somebody can put them right."""

import csv
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import Any, Self, TextIO

from surveys.tables import Row

REASON = "reason"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class RefusedRows:
    """Writes refused rows under the headings of their file. It opens its own file with the first of them."""

    def __init__(self, headings: Sequence[str], make_file: Callable[[], TextIO]) -> None:
        self.count = 0
        self._headings = headings
        self._make_file = make_file
        self._stack = ExitStack()
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, row: Row, reason: str) -> None:
        """Keep a row that was refused."""
        self.count += 1
        if self._writer is None:
            self._writer = csv.writer(self._stack.enter_context(self._make_file()))
            self._writer.writerow(_harmless([*self._headings, REASON]))
        self._writer.writerow(_harmless([*row.values, reason, *row.surplus]))


def _harmless(cells: Iterable[str]) -> list[str]:
    """Cells that no spreadsheet takes for a formula."""
    return [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells]
