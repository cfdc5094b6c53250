"""Settings: safe when left alone, and each wrong one refused by name with what to write instead."""

from pathlib import Path

import pytest

from participation.foundation.errors import SettingsError
from participation.settings import Settings, load_settings, settings_table


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


def test_left_alone_everything_has_a_value_and_nothing_is_shared_with_others(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)
    assert settings.environment == "development"
    assert settings.database_address == f"sqlite:///{tmp_path / 'participation.db'}"
    assert settings.keys_dir == tmp_path / "keys"
    assert (settings.secret_key, settings.sealing_key, settings.receipt_key) == ("", "", "")
    assert (settings.public_minimum_cell, settings.public_round_to, settings.board_suppress_up_to) == (
        10,
        5,
        5,
    )


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("ENVIRONMENT", "staging", "ENVIRONMENT: Input should be 'development' or 'production'"),
        ("SITE_URL", "views.example.org", "SITE_URL: write an address such as https://views.example.org"),
        ("SITE_URL", "ftp://views.example.org", "SITE_URL: write an address such as"),
        ("SITE_URL", "https://example.org/views", "SITE_URL: write an address such as .* without a path"),
        ("EXIT_URL", "www.example.org", "EXIT_URL: write the whole address"),
        ("EXIT_URL", "javascript:alert(1)", "EXIT_URL: write the whole address"),
        ("DATABASE_URL", "not an address", "DATABASE_URL: write an address such as postgresql://"),
        (
            "DATABASE_URL",
            "mysql://host/name",
            "DATABASE_URL: mysql is not supported; use SQLite or PostgreSQL",
        ),
        ("REDIS_URL", "127.0.0.1:6379", "REDIS_URL: write an address such as redis://127.0.0.1:6379/0"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES: Input should be greater than or equal to 0"),
        ("TRUSTED_PROXIES", "99", "TRUSTED_PROXIES: Input should be less than or equal to 5"),
        ("PUBLIC_MINIMUM_CELL", "0", "PUBLIC_MINIMUM_CELL: Input should be greater than or equal to 1"),
        ("PUBLIC_ROUND_TO", "7", "PUBLIC_ROUND_TO must be no more than the smallest counts shown"),
        ("PUBLIC_ROUND_TO", "none", "PUBLIC_ROUND_TO: Input should be a valid integer"),
        ("LATE_DAYS", "-3", "LATE_DAYS: Input should be greater than or equal to 0"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL: Input should be"),
        ("HELP_LINES", "[{}]", "HELP_LINES: Field required"),
        ("HELP_LINES", "not json", "help_lines"),
        ("SHOW_SENTIMENT", "maybe", "SHOW_SENTIMENT: Input should be a valid boolean"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, complaint: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=complaint):
        load_settings(data_dir=tmp_path)


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SITE_URL", "nowhere")
    monkeypatch.setenv("REDIS_URL", "nowhere")
    with pytest.raises(SettingsError) as refusal:
        load_settings(data_dir=tmp_path)
    assert "SITE_URL" in str(refusal.value)
    assert "REDIS_URL" in str(refusal.value)


def test_a_refusal_never_repeats_a_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://user:very-secret@host/name")
    with pytest.raises(SettingsError) as refusal:
        load_settings(data_dir=tmp_path)
    assert "very-secret" not in str(refusal.value)


def test_production_refuses_to_start_without_https(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    with pytest.raises(
        SettingsError, match="SITE_URL must begin with https:// when ENVIRONMENT is production"
    ):
        load_settings(data_dir=tmp_path)
    monkeypatch.setenv("SITE_URL", "https://views.example.org/")
    settings = load_settings(data_dir=tmp_path)
    assert settings.is_secure
    assert settings.site_url == "https://views.example.org"


def test_settings_are_read_from_a_file_in_the_data_folder_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "settings.env").write_text("SITE_NAME=From the file\nLATE_DAYS=3\n", encoding="utf-8")
    monkeypatch.setenv("LATE_DAYS", "9")
    settings = load_settings(data_dir=tmp_path)
    assert (settings.site_name, settings.late_days) == ("From the file", 9)


def test_the_table_of_settings_explains_every_one_and_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = settings_table()
    for name, field in Settings.model_fields.items():
        assert f"`{name.upper()}`" in table
        assert field.description
        assert field.description in table
    assert str(tmp_path) not in table


def test_a_help_line_dials_digits_alone(tmp_path: Path) -> None:
    numbers = {line.name: line.phone_href for line in load_settings(data_dir=tmp_path).help_lines}
    assert numbers["Childline"] == "tel:08001111"
