"""What changed between two snapshots, said only in figures that either document shows by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.disclosure import MaskedTable
from analysis.replies.domain import ReplyStatus

Content = Mapping[str, Any]


def changes_between(
    before: Content, now: Content, names: Mapping[str, str], figures: tuple[MaskedTable, MaskedTable]
) -> tuple[str, ...]:
    """Say in sentences what changed; `names` are those of the themes, by id, `figures` both masked tables.

    Figures are those that each document publishes, so that comparing tells no more than reading both.
    """
    return (*_figures(before, now, names, figures), *_replies(before, now, names))


def _figures(
    before: Content, now: Content, names: Mapping[str, str], figures: tuple[MaskedTable, MaskedTable]
) -> list[str]:
    earlier, later = figures
    lines = []
    if before["code_frame_version"] != now["code_frame_version"]:
        lines.append("The theme list has changed, so counts of themes may not be comparable.")
    if earlier.base.text != later.base.text:
        lines.append(f"Responses: {later.base.text}, before {earlier.base.text}.")
    for key, cell in later.cells.items():
        was = earlier.cells.get(key)
        if was is None:
            lines.append(f"{names.get(key, key)}: a new theme, {cell.text}.")
        elif was.value is not None and cell.value is not None and was.value != cell.value:
            lines.append(f"{names.get(key, key)}: {cell.text}, before {was.text}.")
    return lines


def _replies(before: Content, now: Content, names: Mapping[str, str]) -> list[str]:
    known = {reply["id"]: reply for reply in before["replies"]}
    lines = []
    for reply in now["replies"]:
        was, name = known.get(reply["id"]), names.get(reply["theme"], reply["theme"])
        status = ReplyStatus(reply["status"]).label
        if was is None:
            lines.append(f"New reply to “{name}”: {status}.")
        elif was["status"] != reply["status"]:
            lines.append(f"“{name}”: {status}, before {ReplyStatus(was['status']).label}.")
        if was is not None and reply["is_overdue"] and not was.get("is_overdue"):
            lines.append(f"“{name}” ({status}) is now late.")
    return lines
