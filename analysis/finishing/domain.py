"""What a campaign still lacks before it may be called finished. Pure.

Gunning's last principle and Lundy's "influence" ask for the same: views are weighed, and people are told what was
decided and why. The replies carry both, so nothing is entered here a second time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analysis.replies.domain import ReplyStatus

#: Replies that say how it was decided. “Heard” and “deciding” do not; what is stuck was decided before, not now.
DECIDED = frozenset(
    {
        ReplyStatus.YES,
        ReplyStatus.PART,
        ReplyStatus.NO,
        ReplyStatus.NOT_OURS,
        ReplyStatus.DOING,
        ReplyStatus.DONE,
        ReplyStatus.CHANGED_MIND,
    }
)


class Where(StrEnum):
    """The page on which something is put right."""

    CLOSE = "close"
    SIGN = "sign"
    NEW_REPLY = "new-reply"
    REPLY = "reply"


@dataclass(frozen=True)
class Unfinished:
    """One thing that is missing, named, and where it is put right."""

    message: str
    where: Where
    theme_key: str = ""
    reply_id: int = 0


@dataclass(frozen=True)
class Said:
    """What is said back about a theme, as far as finishing needs to know.

    Attributes:
        reason: why it was decided so; for what somebody else decides, who was asked.
        read_on: the day whoever decides confirmed that they read it; None when nobody has, as it stands.
    """

    reply_id: int
    status: ReplyStatus
    reason: str
    is_published: bool
    decided_by: str = ""
    read_on: date | None = None


@dataclass(frozen=True)
class MainTheme:
    """A theme that many spoke of, with everything that is said back about it."""

    key: str
    name: str
    said: tuple[Said, ...] = ()


def main_themes(figures: Mapping[str, int | None]) -> tuple[str, ...]:
    """The themes that need a decision: those with a figure shown in public; all, when too few spoke."""
    return tuple(key for key, figure in figures.items() if figure is not None) or tuple(figures)


def missing_of(theme: MainTheme) -> list[Unfinished]:
    """What a theme lacks. With several replies, what the one lacks that is nearest to being whole."""
    if not theme.said:
        message = f"“{theme.name}” has no reply. Write one that says what is decided, and why."
        return [Unfinished(message, Where.NEW_REPLY, theme.key)]
    return min((_lacks(theme, said) for said in theme.said), key=len)


def decision_on(theme: MainTheme) -> Said:
    """The reply that finishes a theme. Only for one that lacks nothing."""
    return next(said for said in theme.said if not _lacks(theme, said))


def missing(themes: Sequence[MainTheme], *, is_closed: bool, is_signed: bool) -> list[Unfinished]:
    """Everything that keeps a campaign from being finished, in the order in which it is put right."""
    if not is_closed:
        return [Unfinished("It has not closed: people can still take part.", Where.CLOSE)]
    if not is_signed:
        return [Unfinished("Nobody has signed the themes as they stand now.", Where.SIGN)]
    return [problem for theme in themes for problem in missing_of(theme)]


def _lacks(theme: MainTheme, said: Said) -> list[Unfinished]:
    messages = []
    if said.status not in DECIDED:
        messages.append(f"“{theme.name}” is not decided: its reply says “{said.status.label}”.")
    if not said.reason.strip():
        messages.append(f"“{theme.name}” has no reason. Say in its reply why it was decided so.")
    if not said.is_published:
        messages.append(f"“{theme.name}” has a reply that nobody outside can read: publish it.")
    if said.read_on is None:
        messages.append(
            f"“{theme.name}”: whoever decides has not confirmed that they read the reply as it stands."
        )
    return [Unfinished(message, Where.REPLY, theme.key, said.reply_id) for message in messages]
