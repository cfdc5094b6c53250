"""A process that goes when the one that started it is gone, however that ended: nothing serves on unseen."""

import ctypes
import os
import signal
import sys

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
#: Names the process that serves to those that it starts.
SERVER = "PARTICIPATION_SERVER"


def die_with(parent: int) -> None:
    """Have the kernel kill this process as soon as its parent is gone; on Linux only.

    Killed outright, a parent could not stop what it started. That would hold on to its port and answer beside
    whatever is started next, with the code and the settings of before. Asked to stop rather than killed, a server
    that is starting a process anew may wait for ever. Nothing is lost: what was answered is stored, and a job that
    was cut off is taken up again.

    Args:
        parent: number of the process that started this one; when it went before it could be watched, this ends now.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def announce_server() -> None:
    """Let processes that this one starts know who serves."""
    os.environ[SERVER] = str(os.getpid())


def die_with_server() -> None:
    """In a process that `participation serve` started: go with it. In any other this does nothing."""
    server = os.environ.get(SERVER)
    if server is not None and int(server) != os.getpid():
        die_with(int(server))
