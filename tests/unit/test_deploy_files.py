"""The files for running it for real are valid, complete, and keep nothing that points at a child."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from participation.cli import COMMANDS
from participation.foundation.requests import REST_OF_FORM
from participation.settings import Settings
from surveys.drawings.pictures import LARGEST_FORM as LARGEST_DRAWINGS
from surveys.uploads.domain import LARGEST_FILE as LARGEST_TABLE

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
PERSONAL = (
    "remote_addr",
    "forwarded",
    "user_agent",
    "referer",
    "request_uri",
    "$uri",
    "$args",
    "$request ",
    "cookie",
    "time_local",
    "msec",
)


def _unit(path: Path) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path)
    return parser


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_unit_runs_a_command_that_exists_as_its_own_account(path: Path) -> None:
    service = _unit(path)["Service"]
    command = service["ExecStart"].split()
    assert command[0].endswith("/.venv/bin/participation")
    assert command[1] in COMMANDS
    assert service["User"] == "participation"
    assert service["ProtectSystem"] == "strict"
    assert service["UMask"] == "0077"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_itself_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    """With what they run put where this machine has something: systemd looks whether it is there."""
    for path in (DEPLOY / "systemd").iterdir():
        text = re.sub(r"^(Exec\w+)=\S+.*$", r"\1=/bin/true", path.read_text(), flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text)
    units = sorted(map(str, tmp_path.iterdir()))
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in found.stderr.splitlines() if "participation" in line]
    assert (found.returncode, said) == (0, [])


def test_every_folder_that_a_unit_writes_to_is_one_it_may_write_to() -> None:
    for path in UNITS:
        service = _unit(path)["Service"]
        assert service["ReadWritePaths"] == "/var/lib/participation"
        assert service["EnvironmentFile"] == "/etc/participation.env"


def test_every_volume_network_and_service_that_compose_names_is_defined(compose: Any) -> None:
    services = compose["services"]
    for service in services.values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or source.startswith("./")
        for name, condition in service.get("depends_on", {}).items():
            assert name in services
            if condition["condition"] == "service_healthy":
                assert "healthcheck" in services[name]
    missing = [
        path for path in ("nginx.conf", "Dockerfile", "compose.env.example") if not (DEPLOY / path).is_file()
    ]
    assert missing == []


def test_there_is_a_site_a_worker_and_a_backup_with_its_timer() -> None:
    assert {path.stem for path in UNITS} == {
        "participation-site",
        "participation-worker",
        "participation-backup",
    }
    assert "OnCalendar" in _unit(DEPLOY / "systemd" / "participation-backup.timer")["Timer"]


def test_the_site_restarts_and_the_worker_gives_way() -> None:
    assert _unit(DEPLOY / "systemd" / "participation-site.service")["Service"]["Restart"] == "always"
    assert int(_unit(DEPLOY / "systemd" / "participation-worker.service")["Service"]["Nice"]) > 0


def test_compose_has_everything_and_only_the_proxy_is_reachable(compose: Any) -> None:
    services = compose["services"]
    assert {"database", "redis", "migrate", "site", "worker", "proxy"} == set(services)
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    for name in ("migrate", "site", "worker"):
        assert services[name]["command"][0] in COMMANDS


def test_compose_names_only_settings_that_exist(compose: Any) -> None:
    known = {name.upper() for name in Settings.model_fields}
    given = set(compose["x-product"]["environment"])
    example = re.findall(r"^(\w+)=", (DEPLOY / "compose.env.example").read_text(), re.MULTILINE)
    assert given <= known
    assert set(example) - {"POSTGRES_PASSWORD"} <= known
    assert compose["x-product"]["environment"]["ENVIRONMENT"] == "production"


def test_the_proxy_keeps_no_address_no_browser_no_page_and_no_exact_time(compose: Any) -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    formats = re.findall(r"log_format\s+\w+\s+'([^']*)'", text)
    assert formats
    for written in formats:
        assert not [name for name in PERSONAL if name in written + " "]
    logs = re.findall(r"access_log\s+\S+\s*(\w*);", text)
    assert logs == ["counts"], "every access log uses the format that counts"
    assert re.findall(r"error_log\s+(\S+)", text) == ["/dev/null"]
    assert compose["services"]["proxy"]["logging"] == {"driver": "none"}


def test_the_proxy_passes_on_what_the_site_needs() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"):
        assert f"proxy_set_header {header} " in text
    assert text.count("{") == text.count("}")


def test_the_proxy_waits_for_slow_phones_so_that_the_site_need_not() -> None:
    """It hands a form on once it has it whole, as it does unless told otherwise, and gives up on who stops."""
    text = (DEPLOY / "nginx.conf").read_text()
    assert "proxy_request_buffering off" not in text
    assert re.search(r"client_body_timeout \d+s;", text)
    assert re.search(r"client_header_timeout \d+s;", text)


def test_the_proxy_lets_through_the_largest_file_that_a_page_takes() -> None:
    megabytes = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())
    assert megabytes
    assert int(megabytes[1]) << 20 >= max(LARGEST_TABLE, LARGEST_DRAWINGS) + REST_OF_FORM


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not on this machine")
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
def test_nginx_itself_takes_the_file(tmp_path: Path) -> None:
    """The oldest nginx that is met: Debian's. With a certificate and a site of this machine's."""
    key, certificate = tmp_path / "site.key", tmp_path / "site.crt"
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=views.example -keyout {key} -out {certificate}".split(),
        check=True,
        capture_output=True,
    )
    text = (DEPLOY / "nginx.conf").read_text()
    text = text.replace("server site:8000;", "server 127.0.0.1:8000;")
    text = text.replace("/etc/nginx/certificates/", f"{tmp_path}/").replace("/var/log/nginx/", f"{tmp_path}/")
    (tmp_path / "nginx.conf").write_text(text)
    found = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-g", f"pid {tmp_path}/nginx.pid;"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr


def test_the_database_logs_no_statement(compose: Any) -> None:
    assert "log_statement=none" in compose["services"]["database"]["command"]
