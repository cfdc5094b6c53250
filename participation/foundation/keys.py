"""Keys of a deployment: outside the database, made once; several sealing keys, so that one can be replaced."""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from participation.foundation.errors import SettingsError

KEY_BYTES = 32
SHORTEST_SESSION_KEY = 32


@dataclass(frozen=True)
class Keys:
    """The keys in use.

    Attributes:
        session: signs staff sessions.
        receipt: derives receipts and identities; never changes while receipts are out.
        sealing: key number to key; old ones only open.
        current_sealing: number of the key that seals.
    """

    session: str
    receipt: bytes
    sealing: dict[int, bytes]
    current_sealing: int


def load_keys(folder: Path, session: str = "", sealing: str = "", receipt: str = "") -> Keys:
    """Read the keys of a deployment, making those that are neither given nor there yet.

    Raises:
        SettingsError: when a given key is not 32 bytes in base64 or a key file cannot be read.
    """
    session_key = session or _once(folder / "session.key", lambda: secrets.token_urlsafe(48))
    if len(session_key) < SHORTEST_SESSION_KEY:
        raise SettingsError(
            f"SECRET_KEY, or the key file session.key, must hold at least {SHORTEST_SESSION_KEY} characters"
        )
    receipt_text = receipt or _once(folder / "receipt.key", _fresh)
    if sealing:
        ring, current = {1: _decode("SEALING_KEY", sealing)}, 1
    else:
        ring, current = _read_ring(_once(folder / "sealing.json", _fresh_ring))
    return Keys(session_key, _decode("RECEIPT_KEY", receipt_text), ring, current)


def backup_key(folder: Path, given: str = "") -> bytes:
    """The key that seals backups, made once. Backups are worth nothing without it: keep it somewhere else too.

    Raises:
        SettingsError: when it is not 32 bytes in base64 or cannot be read.
    """
    return _decode("BACKUP_KEY", given or _once(folder / "backup.key", _fresh))


def add_sealing_key(folder: Path) -> int:
    """Make a new sealing key the current one and return its number; the old ones still open."""
    path = folder / "sealing.json"
    ring, current = _read_ring(_once(path, _fresh_ring))
    number = max([*ring, current]) + 1
    document = {"current": number, "keys": {str(n): _encode(key) for n, key in ring.items()}}
    document["keys"][str(number)] = _fresh()  # type: ignore[index]
    _write_private(path, json.dumps(document))
    return number


def _once(path: Path, make: Callable[[], str]) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise SettingsError(f"the key file {path.name} cannot be read: {error.strerror}") from None
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _link_once(path, make())
    return path.read_text(encoding="ascii").strip()


def _link_once(path: Path, text: str) -> None:
    """Several processes may start together: the first one's key stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    _write_private(draft, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _write_private(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.writing")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _fresh() -> str:
    return _encode(secrets.token_bytes(KEY_BYTES))


def _fresh_ring() -> str:
    return json.dumps({"current": 1, "keys": {"1": _fresh()}})


def _read_ring(text: str) -> tuple[dict[int, bytes], int]:
    try:
        document = json.loads(text)
        ring = {int(number): _decode("sealing.json", key) for number, key in document["keys"].items()}
        current = int(document["current"])
        ring[current]
    except (ValueError, KeyError, TypeError):
        raise SettingsError(
            "the key file sealing.json is damaged; restore it from the backup of the keys"
        ) from None
    return ring, current


def _encode(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode("ascii")


def _decode(name: str, text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError(f"{name} must be {KEY_BYTES} bytes in base64")
    return key
