"""The threat model is true: each threat names tests, and the tests it names exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = (ROOT / "docs" / "threat_model.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in MODEL.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| threat"))
]


def _existing() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}


def test_every_threat_names_what_stops_it_and_a_test() -> None:
    assert len(ROWS) > 30
    assert [
        row[0] for row in ROWS if len(row) != 3 or not row[1] or not re.search(r"`test_\w+\.py", row[2])
    ] == []


def test_every_test_named_there_exists() -> None:
    existing, missing = _existing(), []
    for row in ROWS:
        for file, _, function in re.findall(r"`(test_\w+\.py)(::(\w+))?`", row[2]):
            if file not in existing or (function and f"def {function}(" not in existing[file]):
                missing.append(f"{file}::{function}")
    assert missing == []
