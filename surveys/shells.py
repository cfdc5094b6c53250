"""Pages rendered once and then only filled in: the same bytes for everybody but for one value.

The take-part page differs between visits only in its `submission_key`, the thanks page only in its receipt
words. Rendering or squeezing them anew each time would cost more than everything else a visit does.
"""

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property

from participation.foundation.compression import GzipAroundGap

MOST_SHELLS = 400


@dataclass(frozen=True)
class Shell:
    """A page with one gap."""

    before: bytes
    after: bytes

    def filled(self, value: str) -> bytes:
        """The page with `value` (plain letters, digits and blanks) in its gap."""
        return self.before + value.encode("ascii") + self.after

    def squeezed(self, value: str) -> bytes:
        """The same as a gzip stream."""
        return self._around_gap.filled(value.encode("ascii"))

    @cached_property
    def _around_gap(self) -> GzipAroundGap:
        return GzipAroundGap(self.before, self.after)


class Shells:
    """Shells by what they depend on, such as the page and the display preferences."""

    def __init__(self) -> None:
        self._shells: dict[Hashable, Shell] = {}
        #: What was answered, headers and all, by whether it was squeezed: see `surveys.ready_pages`.
        self.ready: dict[bool, tuple[Shell, list[tuple[str, str]]]] = {}

    def shell(self, key: Hashable, render: Callable[[str], str]) -> Shell:
        """The shell for `key`, rendered by `render` the first time."""
        shell = self._shells.get(key)
        if shell is None:
            shell = _render(render)
            if len(self._shells) < MOST_SHELLS:
                self._shells[key] = shell
        return shell


def _render(render: Callable[[str], str]) -> Shell:
    mark = secrets.token_hex(16)
    before, found, after = render(mark).partition(mark)
    if not found or mark in after:
        raise LookupError("the page must show its value exactly once")
    return Shell(before.encode("utf-8"), after.encode("utf-8"))
