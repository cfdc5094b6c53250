"""Recordings as they may be kept: two kinds of file that every phone plays, without what recorders add to them.

A recorder's file may say who made it, where and on what. None of that leaves with the voice. Pure.
"""

from collections.abc import Iterator

MP3, M4A = "audio/mpeg", "audio/mp4"
NO_SOUND = "Choose an MP3 or M4A file: the recorder of most phones makes one."
#: Boxes of an M4A file that hold others on the way to what is said about a track.
_HOLDERS = frozenset({b"moov", b"trak", b"mdia"})
#: Boxes that hold what a recorder notes: title, place, device.
_NOTES = frozenset({b"udta", b"meta", b"uuid"})
_BOX_HEAD = 8
_LONG_BOX_HEAD = 16
_ID3V1 = 128
_ID3V2_HEAD = 10


class NotASound(ValueError):
    """The file is not a recording that phones play."""


def plain_sound(content: bytes) -> tuple[bytes, str]:
    """A recording without notes about its making, and its kind.

    Raises:
        NotASound: when it is neither an MP3 nor an M4A file with sound alone.
    """
    if content[4:8] == b"ftyp":
        return _plain_m4a(content), M4A
    return _plain_mp3(content), MP3


def _plain_mp3(content: bytes) -> bytes:
    """The frames alone. Notes stand before them (ID3v2, id3.org/id3v2.4.0-structure) or after (ID3v1)."""
    while content[:3] == b"ID3" and len(content) >= _ID3V2_HEAD:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
        has_foot = bool(content[5] & 0x10)
        content = content[_ID3V2_HEAD + size + (_ID3V2_HEAD if has_foot else 0) :]
    if content[-_ID3V1:][:3] == b"TAG":
        content = content[:-_ID3V1]
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0 or content[1] & 0x06 == 0:
        raise NotASound(NO_SOUND)
    return content


def _plain_m4a(content: bytes) -> bytes:
    """The file with its notes blanked where they stand, so that nothing in it moves (ISO/IEC 14496-12)."""
    plain = bytearray(content)
    handlers = set()
    for name, start, end in _boxes(content, 0, len(content)):
        if name in _NOTES:
            plain[start - 4 : start] = b"free"
            plain[start:end] = bytes(end - start)
        elif name == b"hdlr":
            handlers.add(content[start + 8 : start + 12])
    if b"soun" not in handlers or b"vide" in handlers:
        raise NotASound(NO_SOUND)
    return bytes(plain)


def _boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of what each box holds; boxes within boxes too, where notes or handlers may be."""
    while start + _BOX_HEAD <= end:
        size, name, head = (
            int.from_bytes(content[start : start + 4]),
            content[start + 4 : start + 8],
            _BOX_HEAD,
        )
        if size == 1:
            size, head = int.from_bytes(content[start + 8 : start + 16]), _LONG_BOX_HEAD
        box_end = start + size if size else end
        if (size and size < head) or box_end > end:
            raise NotASound(NO_SOUND)
        if head == _LONG_BOX_HEAD and name in _NOTES:
            raise NotASound(NO_SOUND)  # notes of four gigabytes
        yield name, start + head, box_end
        if name in _HOLDERS:
            yield from _boxes(content, start + head, box_end)
        start = box_end
