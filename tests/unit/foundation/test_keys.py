"""Keys: made once whoever starts first, private, and refused with a clear message when they are damaged."""

import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from participation.foundation.errors import SettingsError
from participation.foundation.keys import add_sealing_key, load_keys

GOOD = base64.urlsafe_b64encode(b"x" * 32).decode()


def test_keys_are_made_once_and_stay(tmp_path: Path) -> None:
    first = load_keys(tmp_path / "keys")
    assert load_keys(tmp_path / "keys") == first
    assert len(first.receipt) == len(first.sealing[first.current_sealing]) == 32
    assert len(first.session) >= 64


def test_two_deployments_never_share_a_key(tmp_path: Path) -> None:
    one, other = load_keys(tmp_path / "one"), load_keys(tmp_path / "other")
    assert one.session != other.session
    assert one.receipt != other.receipt
    assert one.sealing != other.sealing


def test_only_their_owner_may_read_them(tmp_path: Path) -> None:
    load_keys(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    for path in (tmp_path / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {
        "receipt.key",
        "sealing.json",
        "session.key",
    }


def test_many_processes_that_start_together_agree_on_one_set_of_keys(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from participation.foundation.keys import load_keys; "
        "sys.stdin.read(1); print(load_keys(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "keys")]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for process in processes:  # let them all go at once
        assert process.stdin is not None
        process.stdin.write("x")
        process.stdin.flush()
    told = {process.communicate(timeout=60)[0] for process in processes}
    assert len(told) == 1
    assert "sealing" in told.pop()
    assert not [path for path in (tmp_path / "keys").iterdir() if path.name.startswith(".")]


def test_keys_given_by_settings_are_used_and_nothing_is_written_for_them(tmp_path: Path) -> None:
    keys = load_keys(tmp_path / "keys", session="s" * 40, sealing=GOOD, receipt=GOOD)
    assert (keys.session, keys.receipt, keys.sealing) == ("s" * 40, b"x" * 32, {1: b"x" * 32})
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("wrong", ["short", base64.urlsafe_b64encode(b"x" * 31).decode(), "%%%", "é" * 44])
def test_a_key_of_the_wrong_length_is_refused_by_name(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SettingsError, match="RECEIPT_KEY must be 32 bytes in base64"):
        load_keys(tmp_path, receipt=wrong)
    with pytest.raises(SettingsError, match="SEALING_KEY must be 32 bytes in base64"):
        load_keys(tmp_path, sealing=wrong)


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        '{"current": 1}',
        '{"current": 2, "keys": {"1": "' + GOOD + '"}}',
        '{"current": "one", "keys": {}}',
        '{"current": 1, "keys": {"1": 5}}',
    ],
)
def test_a_damaged_ring_of_keys_says_what_to_do_and_is_never_replaced(tmp_path: Path, damage: str) -> None:
    (tmp_path / "sealing.json").write_text(damage)
    with pytest.raises(
        SettingsError, match=r"sealing\.json is damaged; restore it from the backup of the keys"
    ):
        load_keys(tmp_path)
    with pytest.raises(SettingsError):
        add_sealing_key(tmp_path)
    assert (tmp_path / "sealing.json").read_text() == damage


def test_a_key_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "session.key").mkdir()
    with pytest.raises(SettingsError, match=r"session\.key cannot be read"):
        load_keys(tmp_path)
