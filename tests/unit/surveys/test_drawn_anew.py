"""A picture that somebody sent is drawn anew: small, upright, and with nothing in it but what it shows."""

import io
import os
import struct
import zlib

import pytest
from PIL import Image

from participation.foundation.pictures import Fault, WrongPicture
from surveys.drawings.pictures import HEAVIEST, LARGEST_FILE, redrawn

WHERE = b"Swanage-GPS-canary"


def as_file(picture: Image.Image, kind: str, **more: object) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, kind, **more)
    return kept.getvalue()


def photo(turned: int = 1) -> bytes:
    """A wide photo, blue on the left, with a note of who took it, where, and how the phone was held."""
    picture = Image.new("RGB", (1600, 800), "white")
    picture.paste("blue", (0, 0, 800, 800))
    notes = picture.getexif()
    notes[0x0112], notes[0x010E] = turned, WHERE.decode()
    return as_file(picture, "JPEG", exif=notes, comment=WHERE)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_that_phones_make_becomes_a_small_picture_of_one_kind(kind: str) -> None:
    made = redrawn(as_file(Image.new("RGB", (3000, 2000), "green"), kind))
    kept = Image.open(io.BytesIO(made))
    assert kept.format == "WEBP"
    assert max(kept.size) == 1280
    assert len(made) <= HEAVIEST


def test_nothing_stays_of_place_device_or_time() -> None:
    sent = photo()
    assert WHERE in sent
    made = redrawn(sent)
    assert WHERE not in made
    assert not {b"EXIF", b"XMP ", b"ICCP"} & {made[at : at + 4] for at in range(len(made))}
    assert dict(Image.open(io.BytesIO(made)).getexif()) == {}


def test_it_stands_upright_as_the_phone_was_held() -> None:
    kept = Image.open(io.BytesIO(redrawn(photo(turned=6)))).convert("RGB")
    assert kept.height > kept.width
    blue = kept.getpixel((kept.width // 2, 20))
    assert isinstance(blue, tuple)
    assert blue[2] > 200 > 100 > blue[0]


def test_what_was_see_through_is_white() -> None:
    kept = Image.open(io.BytesIO(redrawn(as_file(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))))
    assert kept.convert("RGB").getpixel((25, 25)) == (255, 255, 255)


def test_the_busiest_picture_is_made_light_enough() -> None:
    noise = Image.frombytes("RGB", (1500, 1500), os.urandom(1500 * 1500 * 3))
    assert len(redrawn(as_file(noise, "JPEG", quality=90))) <= HEAVIEST


def bomb() -> bytes:
    """A small file that says it is 40,000 by 40,000 pixels."""

    def part(name: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes(10_000)))


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (b"not a picture", Fault.UNREADABLE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', Fault.UNREADABLE),
        (b"GIF89a" + bytes(100), Fault.UNREADABLE),
        (photo()[:2000], Fault.UNREADABLE),
        (as_file(Image.new("RGB", (900, 900), "red"), "PNG")[:400], Fault.UNREADABLE),
        (bomb(), Fault.TOO_MANY_PIXELS),
        (as_file(Image.new("L", (5200, 5200)), "PNG"), Fault.TOO_MANY_PIXELS),
        (bytes(LARGEST_FILE + 1), Fault.TOO_HEAVY),
    ],
    ids=["words", "svg", "broken gif", "cut photo", "cut png", "bomb", "too many pixels", "too heavy"],
)
def test_what_is_no_picture_or_too_large_a_one_is_refused_with_its_reason(sent: bytes, fault: Fault) -> None:
    with pytest.raises(WrongPicture) as refused:
        redrawn(sent)
    assert refused.value.fault is fault
