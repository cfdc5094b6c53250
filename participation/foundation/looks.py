"""What a council makes its own: names, welcome, colours and logo. An administrator sets it; every page asks."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from participation.foundation.colours import contrast, darker
from participation.foundation.registries import Registry

WHITE, INK, GORSE = "#ffffff", "#1d2a35", "#f2b705"


@dataclass(frozen=True)
class Look:
    """The council's own look; what is empty is as the product brings it.

    Attributes:
        accent: colour of the top of pages, #rrggbb; a campaign may choose another of ours.
        action: colour of links and main buttons on light pages, #rrggbb.
        logo: names the logo's content; empty where there is none.
    """

    name: str = ""
    partnership: str = ""
    welcome: str = ""
    accent: str = ""
    action: str = ""
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0

    @cached_property
    def style(self) -> str:
        """The colours as rules for a page; they leave dark links, high contrast and paper as they are."""
        return accent_rules(self.accent) + action_rules(self.action)

    @cached_property
    def mark(self) -> str:
        """Names the colours, so that phones may keep a stylesheet with them for good; empty without any."""
        return sha256(self.style.encode()).hexdigest()[:10] if self.style else ""


#: What an administrator has set: each action gives one Look.
own_looks: Registry[[]] = Registry("the council's own look")
OURS = Look()


def own_look() -> Look:
    """The look in force."""
    return next((look for look in own_looks.call() if isinstance(look, Look)), OURS)


def letters_on(colour: str) -> str:
    """White or our ink, whichever reads better."""
    return max((WHITE, INK), key=lambda letters: contrast(letters, colour))


def accent_rules(accent: str) -> str:
    """The top of every page whose campaign has no colour of its own."""
    if not accent:
        return ""
    letters = letters_on(accent)
    drawing = GORSE if letters == WHITE else INK
    rules = f'[data-accent="sea"]{{--accent:{accent};--on-accent:{letters};--accent-pop:{drawing}}}'
    if letters == INK:
        button = ':root:not([data-theme="contrast"]) [data-accent="sea"] .button.pop'
        rules += f"{button}{{background:{INK};color:{WHITE}}}"
    return rules


def action_rules(action: str) -> str:
    """Links and main buttons on light pages."""
    if not action:
        return ""
    tokens = f"--sea:{action};--action:{action};--action-deep:{darker(action)}"
    chosen, by_device = f':root[data-theme="light"]{{{tokens}}}', f':root[data-theme="auto"]{{{tokens}}}'
    return f"{chosen}@media (prefers-color-scheme:light){{{by_device}}}"
