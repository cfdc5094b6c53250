"""What the long tests share: they say what they measured, on the screen and, when asked, in a file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def report_soak(
    pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, Any], None]:
    """Print a report as JSON, and add it to the file that `--soak-out` names."""

    def say(name: str, report: Any) -> None:
        with capsys.disabled():
            print("\n" + json.dumps({name: report}, indent=1, ensure_ascii=False))
        out = pytestconfig.getoption("soak_out")
        if out:
            path = Path(out)
            known = json.loads(path.read_text()) if path.exists() else {}
            path.write_text(json.dumps({**known, name: report}, indent=1, ensure_ascii=False) + "\n")

    return say
