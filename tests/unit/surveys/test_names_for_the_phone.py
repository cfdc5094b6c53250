"""The phone knows the same first names as the automatic check."""

import re
from pathlib import Path

from moderation.screening.people import first_names
from participation.settings import CHECKOUT

FILE = CHECKOUT / "participation" / "static" / "data" / "first-names.txt"


def names_in(line: str) -> set[str]:
    """The names of a list: each is the count of letters shared with the one before, and the rest."""
    found, name = set(), ""
    for shared, rest in re.findall(r"(\d)(\D*)", line):
        name = name[: int(shared)] + rest
        found.add(name)
    return found


def test_the_file_on_the_phone_holds_the_names_that_are_nearly_always_names() -> None:
    assert names_in(Path(FILE).read_text("ascii").strip()) == set(first_names()[0])
