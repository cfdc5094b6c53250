"""A sealed file of lines: compressed, encrypted in pieces, and refused as a whole when any piece is wrong.

Each piece is AES-256-GCM (NIST SP 800-38D) in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015):
the nonce is a random prefix, the number of the piece and whether it is the last. Pieces that are cut off, swapped,
repeated or left out do not open.
"""

import hmac
import secrets
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from participation.foundation.errors import DomainError

MAGIC = b"VIEWSBK1"
PREFIX_BYTES = 7
NAME_BYTES = 8
PIECE_BYTES = 256 * 1024
LENGTH = struct.Struct(">I")
NONCE = struct.Struct(">IB")
TAG_BYTES = 16


class NotAnArchive(DomainError):
    """The file is no backup of this product, is damaged or cut short, or was sealed with another key."""

    title = "This backup cannot be read"


def key_name(key: bytes) -> bytes:
    """A short name of a key, which tells keys apart and says nothing about them."""
    return hmac.digest(key, b"name of this key", "sha256")[:NAME_BYTES]


def is_archive(path: Path) -> bool:
    """Whether a file begins as archives of this product do."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


class ArchiveWriter:
    """Writes lines of text; the file is whole only after `close`."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._cipher = AESGCM(key)
        self._prefix = secrets.token_bytes(PREFIX_BYTES)
        self._squeeze = zlib.compressobj(level=6)
        self._waiting = bytearray()
        self._pieces = 0
        file.write(MAGIC + key_name(key) + self._prefix)

    def write(self, line: str) -> None:
        """Add a line, given without its line end."""
        self._waiting += self._squeeze.compress(line.encode("utf-8") + b"\n")
        while len(self._waiting) > PIECE_BYTES:
            self._seal(bytes(self._waiting[:PIECE_BYTES]), is_last=False)
            del self._waiting[:PIECE_BYTES]

    def close(self) -> None:
        """Write what waits and mark the end."""
        self._waiting += self._squeeze.flush()
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = self._prefix + NONCE.pack(self._pieces, is_last)
        self._pieces += 1
        sealed = self._cipher.encrypt(nonce, piece, MAGIC)
        self._file.write(LENGTH.pack(len(sealed)) + sealed)


class ArchiveReader:
    """Gives the lines of an archive again.

    Raises:
        NotAnArchive: at once when the file or the key is another, later when a piece is damaged or missing.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._file = path.open("rb")
        self._cipher = AESGCM(key)
        head = self._file.read(len(MAGIC) + NAME_BYTES)
        self._prefix = self._file.read(PREFIX_BYTES)
        if head[: len(MAGIC)] != MAGIC or len(self._prefix) != PREFIX_BYTES:
            self._file.close()
            raise NotAnArchive(f"{path.name} is not a backup made by this product.")
        if head[len(MAGIC) :] != key_name(key):
            self._file.close()
            raise NotAnArchive(
                f"{path.name} was sealed with another backup key. Put back the keys of the machine it came from."
            )

    def lines(self) -> Iterator[str]:
        """Every line, in order, without its line end."""
        loosen, rest = zlib.decompressobj(), b""
        for piece in self._open_pieces():
            *whole, rest = (rest + loosen.decompress(piece)).split(b"\n")
            for line in whole:
                yield line.decode("utf-8")
        if rest or not loosen.eof:
            raise _damaged()

    def _open_pieces(self) -> Iterator[bytes]:
        number, is_last = 0, False
        while not is_last:
            sealed = self._next_sealed()
            piece, is_last = self._open(sealed, number)
            number += 1
            yield piece
        if self._file.read(1):
            raise _damaged()

    def _next_sealed(self) -> bytes:
        length = self._file.read(LENGTH.size)
        size = LENGTH.unpack(length)[0] if len(length) == LENGTH.size else 0
        if not TAG_BYTES <= size <= PIECE_BYTES + TAG_BYTES:
            raise _damaged()
        sealed = self._file.read(size)
        if len(sealed) != size:
            raise _damaged()
        return sealed

    def _open(self, sealed: bytes, number: int) -> tuple[bytes, bool]:
        for is_last in (False, True):
            try:
                nonce = self._prefix + NONCE.pack(number, is_last)
                return self._cipher.decrypt(nonce, sealed, MAGIC), is_last
            except InvalidTag:
                continue
        raise _damaged()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _damaged() -> NotAnArchive:
    return NotAnArchive("This backup is damaged or cut short; nothing was changed. Use another one.")
