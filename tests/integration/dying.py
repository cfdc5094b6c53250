"""Work that is killed outright: done in a child of this process, which ends with it."""

import os
from collections.abc import Callable
from signal import SIGKILL
from typing import Any


def begin(work: Callable[[], object]) -> int:
    """Begin it in a process of its own; gives its number."""
    child = os.fork()
    if child == 0:  # never back into the test: this one ends here, whatever happens
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def ended(child: int) -> int:
    """Wait for it; its status as `waitpid` gives it, 0 when all went well."""
    return os.waitpid(child, 0)[1]


def is_killed_in(work: Callable[[], object]) -> bool:
    """Do it; whether it was killed before its end, which otherwise must be a good one."""
    status = ended(begin(work))
    assert os.WIFSIGNALED(status) or status == 0, "it failed by itself"
    return os.WIFSIGNALED(status)


def die(*_: Any) -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), SIGKILL)
