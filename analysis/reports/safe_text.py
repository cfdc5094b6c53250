"""Hostile text made fit for files: nothing a child or a stranger typed may run, break or vanish."""

from __future__ import annotations

import re
from itertools import dropwhile

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_SPREADSHEET_CELL_LETTERS = 32_000


def printable(text: str) -> str:
    """Drop the characters that no XML document may hold, such as NUL; keep line ends and tabs."""
    return _NOT_IN_XML.sub("", text)


def neutralised(text: str) -> str:
    """Make a text harmless in a spreadsheet: one that would start a formula gets an apostrophe first.

    What stands before it unseen counts for nothing, as a reader of the file may leave it out.
    """
    seen = "".join(dropwhile(lambda each: each.isspace() or not each.isprintable(), text))
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) or seen.startswith(_STARTS_A_FORMULA) else text


def cell_text(text: str) -> str:
    """Make a text fit one spreadsheet cell, saying so where it had to be cut."""
    clean = printable(text)
    if len(clean) <= _SPREADSHEET_CELL_LETTERS:
        return clean
    return clean[:_SPREADSHEET_CELL_LETTERS] + " … (cut: too long for one cell)"
