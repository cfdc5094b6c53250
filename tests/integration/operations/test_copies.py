"""Backups come back as they were, on either store, and whoever finds one can read nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text

from participation.accounts.models import Person
from participation.accounts.services import add_person
from participation.campaigns.models import Campaign
from participation.factory import create_app
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.keys import Keys, backup_key, load_keys
from participation.foundation.transactions import transaction
from participation.operations import copies, drafts, tables
from participation.operations.archive import NotAnArchive
from participation.operations.copies import CannotRestore
from participation.settings import Settings, load_settings
from surveys.models import Submission
from tests.integration.dying import die, is_killed_in
from tests.integration.pages.made_up import open_campaign, published_campaign, send

WORDS = "the swings squeak like a sad heron"


def _silent(_done: int, _total: int) -> None:
    pass


@pytest.fixture
def used(app: Flask, settings: Settings) -> Settings:
    """A deployment in which much has happened."""
    published_campaign()
    send(open_campaign("second", "Second"), WORDS, "and the slide is hot in summer")
    db.session.remove()
    return settings


def _back_up(settings: Settings, path: Path) -> copies.Contents:
    keys = _keys(settings)
    return copies.back_up(settings.database_address, path, backup_key(settings.keys_dir), keys, _silent)


def _keys(settings: Settings) -> Keys:
    return load_keys(settings.keys_dir)


def _new_machine(old: Settings, folder: Path, database_url: str = "") -> Settings:
    """A machine to which the keys were brought."""
    folder.mkdir()
    shutil.copytree(old.keys_dir, folder / "keys")
    return load_settings(data_dir=folder, database_url=database_url, log_level="error", redis_url="")


def _restore(settings: Settings, path: Path) -> copies.Contents:
    key = backup_key(settings.keys_dir)
    return copies.restore(settings.database_address, path, key, _keys(settings), _silent)


def _tallies(address: str) -> dict[str, tuple[int, str]]:
    with tables.open_store(address) as store, store.frozen() as connection:
        found = {table.name: tables.tally_of(connection, table) for table in store.tables}
    return {name: (tally.rows, tally.hash) for name, tally in found.items()}


@pytest.mark.both_stores
def test_a_backup_comes_back_as_it_was_and_the_site_goes_on_from_there(
    used: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "all.backup"
    made = _back_up(used, file)
    assert made.tables == _tallies(used.database_address)
    assert made.tables["submission"][0] > 30
    new = _new_machine(used, tmp_path / "new")
    assert _restore(new, file).tables == made.tables == _tallies(new.database_address)
    app = create_app(new)
    with app.app_context():
        assert audit.verify().broken_at is None
        campaign = db.session.scalars(select(Campaign).where(Campaign.slug == "second")).one()
        send(campaign.id, "a view that came after")
        with transaction():
            add_person("new@example.org", "New", "three plain test words", [Role.MODERATOR])
            audit.record("tried", "restore")
        assert audit.verify().broken_at is None
        db.session.remove()
        db.engine.dispose()


def test_a_backup_of_one_store_comes_back_on_the_other(
    used: Settings, tmp_path: Path, empty_postgresql: str
) -> None:
    file = tmp_path / "all.backup"
    made = _back_up(used, file)
    new = _new_machine(used, tmp_path / "new", empty_postgresql)
    _restore(new, file)
    assert _tallies(new.database_address) == made.tables
    app = create_app(new)
    with app.app_context():
        campaign_id = db.session.scalar(select(Campaign.id).where(Campaign.slug == "second"))
        assert campaign_id
        send(campaign_id, "numbering goes on after what was brought back")
        db.session.remove()
        db.engine.dispose()


def test_a_deployment_moves_to_postgresql_and_back_without_losing_a_row(
    used: Settings, tmp_path: Path, empty_postgresql: str
) -> None:
    before = _tallies(used.database_address)
    assert copies.move(used.database_address, empty_postgresql, _silent) == before
    back = f"sqlite:///{tmp_path / 'back.db'}"
    assert copies.move(empty_postgresql, back, _silent) == before
    assert _tallies(back) == before


def test_nobody_can_write_to_the_old_database_while_it_is_moved(used: Settings, tmp_path: Path) -> None:
    refused = []

    def try_to_write(_done: int, _total: int) -> None:
        other = create_engine(used.database_address, connect_args={"timeout": 0})
        with other.connect() as connection, pytest.raises(Exception, match="locked"):
            connection.exec_driver_sql("UPDATE campaign SET title = title")
        refused.append(True)
        other.dispose()

    copies.move(used.database_address, f"sqlite:///{tmp_path / 'new.db'}", try_to_write)
    assert refused


def test_a_database_in_use_is_never_overwritten(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    _back_up(used, file)
    before = _tallies(used.database_address)
    with pytest.raises(CannotRestore, match="data in this database already"):
        _restore(used, file)
    with pytest.raises(CannotRestore, match="data in the new database already"):
        copies.move(used.database_address, _a_copy(used, tmp_path), _silent)
    assert _tallies(used.database_address) == before


def _a_copy(used: Settings, tmp_path: Path) -> str:
    copy = f"sqlite:///{tmp_path / 'copy.db'}"
    copies.move(used.database_address, copy, _silent)
    return copy


def test_without_the_sealing_keys_a_backup_is_not_brought_back(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    _back_up(used, file)
    new = _new_machine(used, tmp_path / "new")
    (new.keys_dir / "sealing.json").unlink()
    with pytest.raises(CannotRestore, match="sealing 1"):
        _restore(new, file)


def test_with_another_backup_key_it_says_which_key_is_missing(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    _back_up(used, file)
    with pytest.raises(NotAnArchive, match="another backup key"):
        copies.look_into(file, os.urandom(32))


def test_a_backup_shows_no_word_to_whoever_finds_it(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    _back_up(used, file)
    content = file.read_bytes()
    for known in (WORDS, "submission", "example.org", "Second"):
        assert known.encode() not in content
    assert file.stat().st_mode & 0o077 == 0


def test_a_damaged_cut_or_lengthened_backup_is_refused_and_changes_nothing(
    used: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "all.backup"
    _back_up(used, file)
    whole = file.read_bytes()
    middle = len(whole) // 2
    damaged = {
        "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "cut": whole[:-20],
        "longer": whole + b"\0",
        "empty": b"",
        "another file": b"PK\x03\x04 something else entirely, long enough",
    }
    new = _new_machine(used, tmp_path / "new")
    for content in damaged.values():
        file.write_bytes(content)
        with pytest.raises(NotAnArchive):
            _restore(new, file)
    assert not (new.data_dir / "participation.db").exists()


def test_a_backup_that_fails_half_way_leaves_the_last_one_alone(
    used: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.backup"
    _back_up(used, file)
    good = file.read_bytes()

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies.ArchiveWriter, "close", full_disk)
    with pytest.raises(OSError, match="No space"):
        _back_up(used, file)
    assert file.read_bytes() == good
    assert [path.name for path in tmp_path.glob("*.writing")] == []


@pytest.mark.parametrize("new_store", ["sqlite", "postgresql"])
@pytest.mark.parametrize("dies_at", ["fill", "continue_numbering"])
def test_a_restore_that_is_killed_half_way_keeps_nothing_and_can_be_run_again(
    used: Settings, tmp_path: Path, empty_postgresql: str, new_store: str, dies_at: str
) -> None:
    file = tmp_path / "all.backup"
    made = _back_up(used, file)
    new = _new_machine(used, tmp_path / "new", empty_postgresql if new_store == "postgresql" else "")

    def restore_and_die() -> None:
        setattr(copies, dies_at, _after(3, getattr(copies, dies_at)) if dies_at == "fill" else die)
        _restore(new, file)

    assert is_killed_in(restore_and_die)
    left = _tallies(new.database_address)
    assert {left[name][0] for name in ("person", "campaign", "submission", "audit_event")} == {0}
    assert _restore(new, file).tables == made.tables == _tallies(new.database_address)


def _after(times: int, work: Callable[..., Any]) -> Callable[..., Any]:
    """Work that can be done so many times; the next time kills its process."""
    turns = iter(range(times))

    def once_more(*given: Any) -> Any:
        return work(*given) if next(turns, None) is not None else die()

    return once_more


@pytest.mark.both_stores
def test_a_backup_that_is_killed_half_way_leaves_no_file_and_the_next_one_tidies_up(
    used: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / ".theirs.writing").write_text("a draft of another program")

    def back_up_and_die() -> None:
        copies.look_into = die  # type: ignore[assignment]
        _back_up(used, folder / "first.backup")

    assert is_killed_in(back_up_and_die)
    assert list(folder.glob("*.backup")) == []
    assert [path.name for path in drafts.leftovers(folder)] == [".first.backup.writing"]
    _back_up(used, folder / "second.backup")
    assert {path.name for path in folder.iterdir()} == {"second.backup", ".theirs.writing"}


def test_two_backups_to_one_file_do_not_spoil_each_other(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    with drafts.draft_of(file), pytest.raises(drafts.BeingWritten, match="Wait for it"):
        _back_up(used, file)
    assert _back_up(used, file).rows == copies.look_into(file, backup_key(used.keys_dir)).rows


@pytest.mark.both_stores
def test_views_that_come_in_meanwhile_are_not_in_it_and_not_held_up(used: Settings, tmp_path: Path) -> None:
    sent = []

    def send_another(_done: int, _total: int) -> None:
        if not sent:
            campaign_id = db.session.scalar(select(Campaign.id).where(Campaign.slug == "second"))
            assert campaign_id
            sent.append(send(campaign_id, "sent in the middle of a backup"))

    before = _tallies(used.database_address)["submission"]
    file = tmp_path / "all.backup"
    keys = _keys(used)
    made = copies.back_up(used.database_address, file, backup_key(used.keys_dir), keys, send_another)
    assert sent
    assert made.tables["submission"] == before
    assert db.session.scalar(select(text("count(*)")).select_from(Submission)) == before[0] + 1


def test_the_commands_back_up_look_and_restore(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    assert "read back and checked" in _command(used, "backup", str(file)).stdout
    assert "whole and unaltered" in _command(used, "restore", "--look", str(file)).stdout
    refused = _command(used, "restore", str(file))
    assert refused.returncode == 1
    assert "data in this database already" in refused.stderr
    new = _new_machine(used, tmp_path / "new")
    assert "every table equals the backup" in _command(new, "restore", str(file)).stdout
    with create_app(new).app_context():
        assert db.session.scalars(select(Person)).first()
        assert audit.verify().broken_at is None
        db.engine.dispose()


def test_in_a_folder_backups_get_names_and_only_old_ones_of_ours_are_taken_away(
    used: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    _back_up(used, folder / "old.backup")
    _back_up(used, folder / "young.backup")
    (folder / "theirs.backup").write_text("another program's file")
    for name in ("old.backup", "theirs.backup"):
        os.utime(folder / name, (0, 0))
    said = _command(used, "backup", str(folder), "--keep-days", "35").stdout
    assert "1 backups older than 35 days" in said
    left = {path.name for path in folder.iterdir()}
    assert {"young.backup", "theirs.backup"} < left
    assert len(left) == 3
    assert "old.backup" not in left


def _command(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url}
    return subprocess.run(
        [sys.executable, "-c", "from participation.cli import main; main()", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
