"""A drawing or photo as it came, drawn anew: upright, small, and with nothing in it but the picture. Pure."""

from io import BytesIO

from PIL import Image, ImageOps

from participation.foundation.pictures import Fault, WrongPicture, converted, open_picture

#: What a phone's camera makes, with room to spare.
LARGEST_FILE = 12 << 20
#: So that one that is somewhat larger is refused in words, with everything else that the form holds still there.
LARGEST_FORM = 20 << 20
#: Three of these, sealed and in plain letters, still fit into one form.
HEAVIEST = 120 * 1024
#: Longest side and quality, tried until the picture is light enough; the last one always is.
STEPS = ((1280, 80), (1280, 65), (1024, 60), (800, 50), (640, 40), (400, 30))


def redrawn(sent: bytes) -> bytes:
    """The picture as a WebP of at most `HEAVIEST` bytes, turned upright, on white where it was see-through.

    Place, device, time and whatever else a file may carry stay behind: only pixels are copied.

    Raises:
        WrongPicture: when it is too large, or no picture.
    """
    picture = open_picture(sent, LARGEST_FILE)
    picture.draft("RGB", (STEPS[0][0], STEPS[0][0]))  # a JPEG is decoded no larger than it is needed
    plain = _on_white(converted(_upright(picture), "RGBA"))
    for side, quality in STEPS:
        small = plain.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        kept = BytesIO()
        small.save(kept, "WEBP", quality=quality, method=4)
        if kept.tell() <= HEAVIEST:
            return kept.getvalue()
    raise WrongPicture(Fault.TOO_HEAVY)


def _upright(picture: Image.Image) -> Image.Image:
    """A phone writes into the file which way up it was held; a broken note of it turns nothing."""
    try:
        return ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError):
        return picture


def _on_white(picture: Image.Image) -> Image.Image:
    plain = Image.new("RGB", picture.size, "white")
    plain.paste(picture, mask=picture.getchannel("A"))
    return plain
