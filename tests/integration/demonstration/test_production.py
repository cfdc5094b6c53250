"""A production site does not start beside accounts whose password everybody knows."""

from pathlib import Path

import pytest
from flask import Flask

from participation.demonstration.people import add_people
from participation.demonstration.presence import refuse_in_production
from participation.demonstration.removing import remove
from participation.foundation.errors import SettingsError
from participation.foundation.transactions import transaction
from participation.settings import Settings, load_settings


def _in_production(database_url: str, data_dir: Path) -> Settings:
    return load_settings(
        environment="production",
        site_url="https://views.example.org",
        database_url=database_url,
        data_dir=data_dir,
    )


@pytest.mark.both_stores
def test_it_refuses_while_demo_accounts_are_there_and_starts_without_them(
    app: Flask, store: str, tmp_path: Path
) -> None:
    production = _in_production(store, tmp_path)
    refuse_in_production(production)
    with transaction():
        add_people()
    with pytest.raises(SettingsError, match="demo remove"):
        refuse_in_production(production)
    remove()
    refuse_in_production(production)


def test_a_site_in_development_is_not_searched(tmp_path: Path) -> None:
    refuse_in_production(
        load_settings(data_dir=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none")
    )


def test_it_refuses_when_it_cannot_be_found_out(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not answer"):
        refuse_in_production(_in_production("postgresql://nobody@127.0.0.1:1/none", tmp_path))


def test_looking_makes_no_file_where_there_is_no_database_yet(tmp_path: Path) -> None:
    refuse_in_production(_in_production("", tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_database_without_tables_holds_no_accounts(tmp_path: Path) -> None:
    (tmp_path / "participation.db").touch()
    refuse_in_production(_in_production("", tmp_path))
