"""What a killed server or house had started does not serve on, however early its parent went."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process of its parent's end"
)

#: Starts a process and goes at once; that one waits until it is an orphan before it looks after its parent.
GOES_BEFORE_ITS_CHILD_LOOKS = """
import os, sys, time
parent = os.getpid()
if os.fork():
    os._exit(0)
while os.getppid() == parent:
    time.sleep(0.01)
{watch}
open(sys.argv[1], "w").write("served on")
"""
#: Starts a process that watches it, and goes once that does.
GOES_WHEN_ITS_CHILD_WATCHES = """
import os, sys, time
parent, (hears, tells) = os.getpid(), os.pipe()
if os.fork():
    os.read(hears, 1)
    os._exit(0)
{watch}
os.write(tells, b"x")
while os.getppid() == parent:
    time.sleep(0.01)
time.sleep(0.5)
open(sys.argv[1], "w").write("served on")
"""
WATCHES = {
    "house": "from participation.foundation.parenthood import die_with; die_with(parent)",
    "server": "os.environ['PARTICIPATION_SERVER'] = str(parent)\n"
    "from participation.foundation.parenthood import die_with_server; die_with_server()",
    "nobody": "",
}


def served_on(script: str, watch: str, path: Path) -> bool:
    """Whether the process that such a script leaves behind went on; it is over when its end of a pipe closes."""
    command = [sys.executable, "-c", script.format(watch=WATCHES[watch]), str(path)]
    done = subprocess.run(command, env={**os.environ}, stdout=subprocess.PIPE, check=False)
    assert done.returncode == 0
    return path.exists()


@pytest.mark.parametrize(
    "script", [GOES_BEFORE_ITS_CHILD_LOOKS, GOES_WHEN_ITS_CHILD_WATCHES], ids=["early", "late"]
)
@pytest.mark.parametrize("watch", WATCHES)
def test_a_process_goes_with_the_one_that_it_watches(script: str, watch: str, tmp_path: Path) -> None:
    assert served_on(script, watch, tmp_path / "said") == (watch == "nobody")
