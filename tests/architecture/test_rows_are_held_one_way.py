"""Rows are held for a change by one function, which reads them anew."""

import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
#: Takes what nobody else holds and passes the rest over, holds the one row of the audit chain's head, which nobody
#: looks at otherwise, or holds many new rows at once that were never looked at before.
OTHERWISE = {
    "analysis": set(),
    "moderation": {"alerts/sending.py", "bulk.py"},
    "participation": {
        "foundation/audit.py",
        "foundation/holding.py",
        "foundation/jobs.py",
        "foundation/retention.py",
    },
    "surveys": set(),
}


def test_whatever_is_held_for_a_change_is_read_anew() -> None:
    for package, expected in OTHERWISE.items():
        holding = {
            path.relative_to(HOUSE / package).as_posix()
            for path in (HOUSE / package).rglob("*.py")
            if re.search(r"with_for_update", path.read_text(encoding="utf-8"))
        }
        assert holding == expected, f"hold rows with `holding.to_change` in {holding ^ expected}"
