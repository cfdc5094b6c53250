"""What the machine says of processes: who started whom, how much memory they take, what they hold open."""

import os
from pathlib import Path

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def children(pid: int) -> list[int]:
    """Processes that this one started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


def family(pid: int) -> list[int]:
    """A process and all that came of it."""
    return [pid, *(member for child in children(pid) for member in family(child))]


def command(pid: int) -> str:
    """What a process runs; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def named(words: str) -> list[int]:
    """Processes whose command has these words in it."""
    found = (int(folder.name) for folder in Path("/proc").glob("[0-9]*"))
    return sorted(pid for pid in found if words in command(pid))


def memory_megabytes(pid: int) -> float:
    """Memory of its own: what it takes that no other process shares."""
    try:
        _, resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[:3]
    except OSError:
        return 0.0
    return round((int(resident) - int(shared)) * PAGE_BYTES / 1e6, 1)


def handles(pid: int) -> int:
    """How many files and sockets it holds open."""
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0
