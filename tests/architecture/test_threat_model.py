"""The threat model is true: each threat names tests, and the tests it names exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = (ROOT / "docs" / "threat_model.md").read_text(encoding="utf-8")


def table_rows(page: str) -> list[list[str]]:
    """The rows of every table of a page, without their headings."""
    lines = page.splitlines()
    headings = {number - 1 for number, line in enumerate(lines) if line.startswith("|---")}
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for number, line in enumerate(lines)
        if line.startswith("|") and not line.startswith("|---") and number not in headings
    ]


def missing_tests(text: str) -> list[str]:
    """What a text names as a test and the suite does not have."""
    existing = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    return [
        f"{file}{part}"
        for file, part, function in re.findall(r"`(test_\w+\.py)(::(\w+))?`", text)
        if file not in existing or (function and f"def {function}(" not in existing[file])
    ]


ROWS = table_rows(MODEL)


def test_every_threat_names_what_stops_it_and_a_test() -> None:
    assert len(ROWS) > 30
    assert [
        row[0] for row in ROWS if len(row) != 3 or not row[1] or not re.search(r"`test_\w+\.py", row[2])
    ] == []


def test_every_test_named_there_exists() -> None:
    assert missing_tests(" ".join(row[2] for row in ROWS)) == []
