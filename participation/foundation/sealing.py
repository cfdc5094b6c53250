"""Sealing: words are encrypted as they are stored, so a copied database shows none of them.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. A sealed value is: version (1 byte), key number
(2 bytes), nonce (12), ciphertext with tag. The place it belongs to is bound in as associated data, so a
sealed value moved to another row does not open.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from participation.foundation.errors import DomainError
from participation.foundation.keys import Keys

VERSION = 1
NONCE_BYTES = 12
HEADER_BYTES = 3
CANNOT_OPEN = "These words cannot be opened with the keys on this machine."


class CannotOpen(DomainError):
    """A sealed value does not open: wrong key, damaged, or moved from its place."""

    title = "These words cannot be opened"


class Sealer:
    """Seals and opens words with the keys of this deployment."""

    def __init__(self, keys: Keys) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in keys.sealing.items()}
        self._current = keys.current_sealing

    def seal(self, text: str, place: bytes) -> bytes:
        """Encrypt `text` for one `place` (the row and column it will lie in)."""
        return self.seal_bytes(text.encode("utf-8"), place)

    def seal_bytes(self, content: bytes, place: bytes) -> bytes:
        """Encrypt what is not text, such as a file, for one `place`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        body = self._ciphers[self._current].encrypt(nonce, content, place)
        return bytes([VERSION]) + self._current.to_bytes(2, "big") + nonce + body

    def open(self, sealed: bytes, place: bytes) -> str:
        """The words again.

        Raises:
            CannotOpen: when the key is missing, or the value was changed or moved.
        """
        try:
            return self.open_bytes(sealed, place).decode("utf-8")
        except UnicodeDecodeError:
            raise CannotOpen(CANNOT_OPEN) from None

    def open_bytes(self, sealed: bytes, place: bytes) -> bytes:
        """What `seal_bytes` was given.

        Raises:
            CannotOpen: when the key is missing, or the value was changed or moved.
        """
        try:
            if sealed[0] != VERSION:
                raise KeyError(sealed[0])
            cipher = self._ciphers[self.key_number(sealed)]
            nonce = sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
            return cipher.decrypt(nonce, sealed[HEADER_BYTES + NONCE_BYTES :], place)
        except (KeyError, IndexError, InvalidTag, ValueError):
            raise CannotOpen(CANNOT_OPEN) from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether the value was sealed with the newest key."""
        return self.key_number(sealed) == self._current

    @staticmethod
    def key_number(sealed: bytes) -> int:
        """The number of the key a value was sealed with."""
        return int.from_bytes(sealed[1:HEADER_BYTES], "big")
