"""Pictures as somebody sent them, opened without trusting a byte of them: whatever is kept is drawn anew."""

from enum import Enum
from io import BytesIO

from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 25_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


class Fault(Enum):
    """What is wrong with a file that should be a picture."""

    TOO_HEAVY = "too heavy"
    TOO_MANY_PIXELS = "too many pixels"
    UNREADABLE = "unreadable"


class WrongPicture(ValueError):
    """A file is no picture that can be used. `fault` says why; whoever asked for it says it in words."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def open_picture(sent: bytes, heaviest: int) -> Image.Image:
    """The picture, not yet decoded; nothing is drawn before its size is known to be bearable.

    Args:
        heaviest: the most bytes that are looked at.

    Raises:
        WrongPicture: when it is too large, or none of the kinds that are taken.
    """
    if len(sent) > heaviest:
        raise WrongPicture(Fault.TOO_HEAVY)
    try:
        picture = Image.open(BytesIO(sent), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise WrongPicture(Fault.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise WrongPicture(Fault.UNREADABLE) from None
    if picture.width * picture.height > MOST_PIXELS:
        raise WrongPicture(Fault.TOO_MANY_PIXELS)
    return picture


def converted(picture: Image.Image, mode: str) -> Image.Image:
    """The picture decoded to its end, in a mode such as `RGBA`.

    Raises:
        WrongPicture: when it is cut off or broken.
    """
    try:
        return picture.convert(mode)
    except (OSError, ValueError, SyntaxError):
        raise WrongPicture(Fault.UNREADABLE) from None
