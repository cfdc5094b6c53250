"""Small recordings for tests: silence as phones play it, in both kinds of file, with notes about its making."""

PLACE = b"recorded at 7 Made-up Lane"
#: One frame of silence (MPEG 1 Layer III, 32 kbit/s, 44.1 kHz, one channel): 26 ms.
FRAME = b"\xff\xfb\x10\xc4" + bytes(100)


def an_mp3(frames: int = 20) -> bytes:
    """An MP3 with notes before and after its sound."""
    before = b"ID3\x04\x00\x00" + bytes([0, 0, 0, len(PLACE)]) + PLACE
    after = b"TAG" + PLACE.ljust(125, b"\x00")
    return before + FRAME * frames + after


def box(name: bytes, *content: bytes) -> bytes:
    """A box of an M4A file."""
    held = b"".join(content)
    return (len(held) + 8).to_bytes(4) + name + held


def an_m4a(*handlers: bytes) -> bytes:
    """The frame of an M4A with notes about the file and about a track; it holds no sound."""
    tracks = [
        box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12))), box(b"udta", PLACE))
        for handler in handlers or (b"soun",)
    ]
    return (
        box(b"ftyp", b"M4A \x00\x00\x00\x00")
        + box(b"moov", *tracks, box(b"udta", PLACE))
        + box(b"mdat", FRAME)
    )
