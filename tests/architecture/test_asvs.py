"""The list of security requirements is true: each has a state and a test or a reason, and its tests exist."""

from pathlib import Path

from tests.architecture.test_threat_model import missing_tests, table_rows

ROWS = table_rows((Path(__file__).resolve().parents[2] / "docs" / "asvs.md").read_text(encoding="utf-8"))
STATES = {"met", "partly", "missed", "does not apply"}


def test_every_requirement_has_a_state_and_a_test_or_a_reason() -> None:
    assert len(ROWS) > 50
    assert [row[0] for row in ROWS if len(row) != 3 or row[1] not in STATES or len(row[2]) < 10] == []


def test_every_test_named_there_exists() -> None:
    assert missing_tests(" ".join(row[2] for row in ROWS)) == []


def test_a_test_that_is_not_there_would_be_found() -> None:
    assert missing_tests("`test_asvs.py::test_made_up`, `test_nowhere.py`") == [
        "test_asvs.py::test_made_up",
        "test_nowhere.py",
    ]
