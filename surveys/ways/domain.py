"""What each way of taking part on one device is like. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from surveys.domain import Captured, Channel
from surveys.question_types.sentences import N_

#: Seconds without a touch after which a kiosk asks whether anybody is there, and then begins again.
IDLE_SECONDS, ASKING_SECONDS = 60, 20
#: Seconds after which a page of a kiosk begins again where scripts are off.
PLAIN_SECONDS = 240
#: How a child's answers may have been taken down, for a helper to choose.
HELPED = {
    Captured.PRESSED: N_("The child pressed the answers"),
    Captured.POINTED: N_("The child pointed, an adult pressed"),
    Captured.SPOKE: N_("The child spoke, an adult wrote their words"),
    Captured.DREW: N_("The child drew, an adult wrote what they said of it"),
}


class WayName(StrEnum):
    """The ways, as their addresses name them."""

    TOGETHER = "together"
    KIOSK = "kiosk"
    FAMILY = "family"


class Turn(StrEnum):
    """Whose turn it is in a family."""

    CHILD = "child"
    ADULT = "adult"


@dataclass(frozen=True)
class Way:
    """One way.

    Attributes:
        asks_captured: whether the last page asks how the answers were taken down.
        resets: whether it begins again by itself when nobody touches it.
        has_turns: whether a child and an adult take turns.
        has_helper: whether an adult is at hand, who can add a drawing or photo.
    """

    name: WayName
    channel: Channel
    asks_captured: bool = False
    resets: bool = False
    has_turns: bool = False
    has_helper: bool = False


WAYS = {
    way.name: way
    for way in (
        Way(WayName.TOGETHER, Channel.HELPER, asks_captured=True, has_helper=True),
        Way(WayName.KIOSK, Channel.KIOSK, resets=True),
        Way(WayName.FAMILY, Channel.PHONE, has_turns=True, has_helper=True),
    )
}


def captured_in(way: Way, said: str, turn: Turn | None) -> Captured:
    """How answers were taken down: as a helper says, or by a parent in their own turn."""
    if way.has_turns:
        return Captured.BY_PARENT if turn is Turn.ADULT else Captured.NOT_SAID
    return Captured(said) if way.asks_captured and said in HELPED else Captured.NOT_SAID
