"""The council's own lists of schools and streets: plain files beside the database, one name a line.

The product ships the best-known schools only; who runs it knows every school and street. An ordinary word that
is also a school ("Swanage") is marked with ? and counts only where a school is expected ("go to Swanage").
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SCHOOLS_FILE, STREETS_FILE = "schools.txt", "streets.txt"
LONGEST_NAME = 80
MOST_NAMES = 20_000


@dataclass(frozen=True)
class LocalLists:
    """Names of schools and of streets as people write them, in any case."""

    schools: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()


NO_LISTS = LocalLists()


def read_local_lists(folder: Path) -> LocalLists:
    """The lists in a folder as they are now; a file that is not there, or cannot be read, is an empty list."""
    return LocalLists(_names(folder / SCHOOLS_FILE), _names(folder / STREETS_FILE))


def _names(path: Path) -> tuple[str, ...]:
    try:
        state = path.stat()
        return _lines(path, state.st_mtime_ns, state.st_size)
    except OSError:
        return ()


@lru_cache(maxsize=8)
def _lines(path: Path, _changed: int, _size: int) -> tuple[str, ...]:
    """The names of a file, read again only when the file has changed."""
    lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    names = (line.partition("#")[0].strip() for line in lines)
    usable = (name for name in names if any(map(str.isalpha, name)) and len(name) <= LONGEST_NAME)
    return tuple(dict.fromkeys(usable))[:MOST_NAMES]
