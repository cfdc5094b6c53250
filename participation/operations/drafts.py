"""A file that appears under its name only when it is whole; what a writer that was killed left is taken away."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from participation.foundation.errors import DomainError
from participation.operations.archive import is_archive

ENDING = ".writing"


class BeingWritten(DomainError):
    """Two would write to one file."""

    title = "This file is being written already"


@contextmanager
def draft_of(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A hidden file beside `path` to write to, with its name; it is taken away at the end unless it was renamed.

    Whoever writes holds a lock, which ends with the process: so leftovers are told from drafts at work.

    Raises:
        BeingWritten: when another process writes to the same `path`.
    """
    _take_away_leftovers(path.parent)
    draft = path.with_name(f".{path.name}{ENDING}")
    with open(os.open(draft, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        if not _is_mine(file):
            raise BeingWritten(f"Another backup to {path.name} is being written. Wait for it.")
        file.truncate()
        try:
            yield draft, file
        finally:
            draft.unlink(missing_ok=True)


def leftovers(folder: Path) -> list[Path]:
    """Drafts of backups in a folder that nobody writes any more."""
    found = []
    for draft in folder.glob(f".*{ENDING}"):
        with draft.open("rb") as file:
            if _is_mine(file) and (draft.stat().st_size == 0 or is_archive(draft)):
                found.append(draft)
    return found


def _take_away_leftovers(folder: Path) -> None:
    for draft in leftovers(folder):
        draft.unlink(missing_ok=True)


def _is_mine(file: BinaryIO) -> bool:
    """Hold the file for this process while it is open; False when another one holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
