"""A logo as somebody sent it, written anew: small enough for a bad signal, with nothing in it but the picture."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image

from participation.foundation.errors import DomainError
from participation.foundation.pictures import Fault, WrongPicture, converted, open_picture

LARGEST_FILE = 2 << 20
#: What is wrong with a file, and what to send instead.
FAULTS = {
    Fault.TOO_HEAVY: f"The file is larger than {LARGEST_FILE >> 20} MB. Send a smaller one.",
    Fault.TOO_MANY_PIXELS: "It has too many pixels. Send one that is less than 5,000 pixels wide and high.",
    Fault.UNREADABLE: "This is no picture we can read. Send a PNG, a JPEG or a WebP.",
}
#: Shown 40 pixels high at most; twice that for sharp screens, less when it is still too heavy.
BOXES = ((360, 80), (270, 60), (180, 40))
HEAVIEST = 6 * 1024
SHOWN_HEIGHT = 40


class WrongLogo(DomainError):
    """A file cannot be the logo. The message says what to send instead."""

    title = "This logo cannot be used"


@dataclass(frozen=True)
class Logo:
    """A logo, ready to be shown in a box of `width` by `height`."""

    content: bytes
    mark: str
    width: int
    height: int


def read_logo(sent: bytes) -> Logo:
    """The logo, written anew.

    Raises:
        WrongLogo: when it is no picture, or none that can be made small enough.
    """
    try:
        picture = converted(open_picture(sent, LARGEST_FILE), "RGBA")
    except WrongPicture as wrong:
        raise WrongLogo(FAULTS[wrong.fault]) from None
    for box in BOXES:
        small = picture.copy()
        small.thumbnail(box, Image.Resampling.LANCZOS)
        kept = BytesIO()
        small.save(kept, "WEBP", quality=80, method=6)
        if kept.tell() <= HEAVIEST:
            break
    else:
        raise WrongLogo(
            "It is too detailed to be shown small. Send a plainer version, such as the mark alone."
        )
    content = kept.getvalue()
    shown = min(SHOWN_HEIGHT, small.height)
    width = max(1, round(small.width * shown / small.height))
    return Logo(content, sha256(content).hexdigest()[:16], width, shown)
