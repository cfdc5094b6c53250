"""Progress of long commands: a bar on a terminal, nothing elsewhere."""

import sys
from collections.abc import Callable

from tqdm import tqdm


class ProgressBar:
    """Shows (done, total) as a bar; close it when the work is over."""

    def __init__(self, label: str) -> None:
        self._bar = tqdm(desc=label, unit="", disable=not sys.stderr.isatty())

    def __call__(self, done: int, total: int) -> None:
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def __enter__(self) -> Callable[[int, int], None]:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()
