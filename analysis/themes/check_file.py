"""The blind sample as a file: what was said of which answer, by number, without a word of it."""

import csv
import io

from analysis.reports.safe_text import neutralised
from analysis.themes.checked import CampaignCheck

COLUMNS = ("answer", "stands_for", "assigned", "first_coder", "second_coder", "settled", "truth")
NONE, NOT_CODED = "none", ""


def sample_csv(check: CampaignCheck) -> bytes:
    """One row an answer, themes by id with semicolons between them; `none` means no theme, empty not coded."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for answer in check.answers:
        codings = [*answer.codings, None, None]
        row = [
            str(answer.submission_id),
            f"{answer.checked.weight:.6f}",
            _keys(answer.checked.assigned),
            _keys(codings[0]),
            _keys(codings[1]),
            _keys(answer.settled),
            _keys(answer.checked.truth),
        ]
        writer.writerow([neutralised(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _keys(keys: tuple[str, ...] | None) -> str:
    return NOT_CODED if keys is None else ";".join(keys) or NONE
