"""Identity of a view, and the receipt words derived from it. Only keyed hashes of either are stored."""

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

RECEIPT_WORDS = 4
DIGEST_BYTES = 32


def new_submission_key() -> str:
    """A key made before sending, so that a repeat can be told from a second view. 128 random bits."""
    return secrets.token_urlsafe(16)


def canonical_text(text: str) -> str:
    """Text as it is stored and compared: Unicode NFC, LF line ends, no NUL, no outer blanks."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\x00", "").strip()


def submission_identity(key: bytes, submission_key: str, answers: Sequence[tuple[str, str]]) -> bytes:
    """The identity of a view: the same key and answers (in question order) always give the same 32 bytes."""
    mac = hmac.new(key, b"identity", hashlib.sha256)
    for part in (submission_key, *(piece for pair in answers for piece in pair)):
        encoded = part.encode("utf-8")
        mac.update(len(encoded).to_bytes(8, "big"))
        mac.update(encoded)
    return mac.digest()


def receipt_for(key: bytes, identity: bytes, turn: int = 0) -> str:
    """The receipt words of a view, such as `otter-lamp-river-seven 42` written with spaces.

    `turn` above 0 gives other words, for the rare view whose first words another view already has.
    """
    digest = hmac.new(key, b"receipt" + turn.to_bytes(1, "big") + identity, hashlib.sha256).digest()
    number = int.from_bytes(digest[:16], "big")
    words = receipt_words()
    chosen = []
    for _ in range(RECEIPT_WORDS):
        number, place = divmod(number, len(words))
        chosen.append(words[place])
    return f"{' '.join(chosen)} {number % 90 + 10}"


def receipt_hash(key: bytes, receipt: str) -> bytes:
    """What is stored of a receipt: a keyed hash, the same however the words were typed in."""
    return hmac.new(key, b"look-up" + plain_receipt(receipt).encode("utf-8"), hashlib.sha256).digest()


def plain_receipt(typed: str) -> str:
    """Receipt words as typed by a person on any keyboard, brought to one form: lower case, single spaces.

    A keyboard may write wide letters, and the figures of its own script.
    """
    plain = unicodedata.normalize("NFKC", typed).lower()
    figures = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in plain)
    return " ".join(re.findall(r"[a-z]+|[0-9]+", figures))


def keyed_hash(key: bytes, purpose: str, value: str) -> bytes:
    """A hash that means nothing without the key, kept apart by purpose."""
    return hmac.new(key, f"{purpose}\x1f{value}".encode(), hashlib.sha256).digest()


def hash_mapping(content: Mapping[str, object]) -> str:
    """A SHA-256 over a JSON-like mapping, the same for the same content."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@lru_cache(maxsize=1)
def receipt_words() -> tuple[str, ...]:
    """The word list receipts are made from: short, plain, kind, hard to mix up."""
    text = files("participation.foundation").joinpath("receipt_words.txt").read_text(encoding="ascii")
    return tuple(text.split())
