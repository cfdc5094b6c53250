"""How a script tells what it measured: JSON to a file or to standard output, a table for people beside it."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def tell(report: Mapping[str, Any], out: Path | None, table: str = "") -> None:
    """Write the report to the file named, else print it; the table goes to standard error."""
    text = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    if table:
        print(table, file=sys.stderr)
