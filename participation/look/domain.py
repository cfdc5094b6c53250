"""What a colour must reach before pages wear it. Pure."""

from participation.foundation.colours import HEX, contrast, darker
from participation.foundation.looks import WHITE, letters_on

#: As the design says: text that is read, other text.
BODY, TEXT = 7.0, 4.5
#: What links lie on, on light pages, as people call it.
LIGHT_GROUNDS = {
    "#fbf8f1": "the page",
    "#f1eadc": "the foot of the page",
    "#fdecb8": "the bubble of a view",
    "#d6ebea": "the bubble of an answer",
    "#dff0df": "a good message",
}


def read_colour(typed: str) -> str | None:
    """A colour as #rrggbb; empty stays empty, None means that it cannot be read."""
    said = typed.strip().lower()
    said = f"#{said}" if said and not said.startswith("#") else said
    if len(said) == len("#rgb"):
        said = "#" + "".join(each * 2 for each in said[1:])
    return said if not said or HEX.fullmatch(said) else None


def accent_problem(colour: str) -> str:
    """Why the top of pages cannot have a colour; empty when it can."""
    reached = contrast(letters_on(colour), colour)
    if reached >= BODY:
        return ""
    return (
        f"Neither white nor dark letters can be read on {colour}: they reach {reached:.1f} to 1, "
        f"and need {BODY:.0f}. Choose a darker or a much lighter colour."
    )


def action_problem(colour: str) -> str:
    """Why links and buttons cannot have a colour; empty when they can."""
    reached = contrast(WHITE, colour)
    if reached < BODY:
        return (
            f"White letters on a button in {colour} reach {reached:.1f} to 1, and need {BODY:.0f}. "
            "Choose a darker colour."
        )
    faint = [
        f"{name} ({found:.1f})"
        for ground, name in LIGHT_GROUNDS.items()
        if (found := min(contrast(colour, ground), contrast(darker(colour), ground))) < TEXT
    ]
    return (
        f"Links in {colour} need {TEXT} to 1 on {', '.join(faint)}. Choose a darker colour." if faint else ""
    )
