"""A process that goes when the one that started it is gone, however that ended: nothing serves on unseen."""

import ctypes
import os
import signal
import sys

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
#: Names the process that serves to those that it starts.
SERVER = "PARTICIPATION_SERVER"


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Have the kernel send this process a signal as soon as its parent is gone; on Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, number)


def announce_server() -> None:
    """Let processes that this one starts know who serves."""
    os.environ[SERVER] = str(os.getpid())


def die_with_server() -> None:
    """In a process that `participation serve` started: go with it.

    Killed outright, it could not stop them. They would hold on to its port and answer beside whatever is started
    next, with the code and the settings of before.
    """
    if os.environ.get(SERVER) != str(os.getppid()):
        return
    die_with_parent(signal.SIGKILL)
    if os.environ[SERVER] != str(os.getppid()):  # it went in between
        os._exit(1)
