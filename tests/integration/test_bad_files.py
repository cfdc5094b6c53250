"""Files of the wrong kind, or asked for of a campaign that is not there: one line says why, and nothing is left
half done."""

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook

from participation import cli
from participation.commands import importing, reporting
from participation.foundation.database import db
from surveys.models import Submission
from tests.integration.analysis.coded_campaign import add_reply, code_by_hand
from tests.integration.analysis.factories import BUSES, approve_texts, make_campaign
from tests.integration.campaigns.making import a_campaign

WINDOWS_1252 = "text\nCafé – “late” buses\n".encode("cp1252")
NOT_TABLES = {
    "document.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64,
    "program.csv": b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)),
    "archive.xlsx": b"PK\x03\x04" + b"\x00" * 40,
    "empty.csv": b"",
    "blank.csv": b"\n\n\n",
    "no-heading.csv": b"More buses,please\n",
}
COMMANDS = {
    "import": ["import", "{file}", "--campaign", "safer-buses"],
    "screen": ["screen", "{file}", "--out", "{out}"],
    "themes assign": ["themes", "assign", "{file}", "--code-frame", "i-live-in-dorset", "--out", "{out}"],
    "themes discover": ["themes", "discover", "{file}", "--out", "{out}"],
}


@dataclass(frozen=True)
class Printed:
    """What a command left behind on the terminal."""

    status: int
    out: str
    err: str


Console = Callable[..., Printed]


@pytest.fixture
def console(app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Console:
    """`console("import", path, …)` runs the one command of this product as a terminal does."""
    for command in (importing, reporting):
        monkeypatch.setattr(command, "create_app", lambda: app)

    def run(*arguments: object) -> Printed:
        monkeypatch.setattr(sys, "argv", ["participation", *map(str, arguments)])
        capsys.readouterr()
        try:
            cli.main()
            status = 0
        except SystemExit as stopped:
            status = int(str(stopped.code or 0))
        db.session.rollback()
        printed = capsys.readouterr()
        return Printed(status, printed.out, printed.err)

    return run


def says_why_in_one_line(printed: Printed, name: str) -> None:
    """The reason, naming what is wrong, on one line of standard error."""
    assert printed.status == 1
    assert printed.err.startswith("participation: ")
    assert printed.err.count("\n") == 1, printed.err
    assert name in printed.err
    assert printed.out == ""


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", NOT_TABLES)
def test_a_file_of_the_wrong_kind_is_refused_and_leaves_nothing(
    console: Console, tmp_path: Path, command: str, name: str
) -> None:
    a_campaign()
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / name).write_bytes(NOT_TABLES[name])
    places = {"file": folder / name, "out": folder / "out.csv"}
    says_why_in_one_line(
        console(*(part.format(**places) for part in COMMANDS[command])),
        "text" if name == "no-heading.csv" else name,
    )
    assert [path.name for path in folder.iterdir()] == [name]
    assert db.session.query(Submission).count() == 0


@pytest.mark.parametrize("command", ["screen", "themes assign", "themes discover"])
def test_windows_1252_says_how_to_save_the_file_and_an_earlier_result_stays(
    console: Console, tmp_path: Path, command: str
) -> None:
    places = {"file": tmp_path / "old.csv", "out": tmp_path / "out.csv"}
    places["file"].write_bytes(WINDOWS_1252)
    places["out"].write_text("an earlier result")
    printed = console(*(part.format(**places) for part in COMMANDS[command]))
    says_why_in_one_line(printed, "old.csv")
    assert "CSV UTF-8" in printed.err
    assert places["out"].read_text() == "an earlier result"


def test_windows_1252_is_imported_with_a_word_of_warning(console: Console, tmp_path: Path) -> None:
    a_campaign()
    (tmp_path / "old.csv").write_bytes(WINDOWS_1252)
    printed = console("import", tmp_path / "old.csv", "--campaign", "safer-buses")
    assert printed == Printed(
        0,
        "imported 1, already there 0, refused 0\n",
        "old.csv is not UTF-8; it was read as Windows-1252. Look at accents.\n",
    )


def test_a_workbook_given_to_a_command_for_csv_is_refused(console: Console, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "views.xlsx")
    for command in ("screen", "themes assign"):
        places = {"file": tmp_path / "views.xlsx", "out": tmp_path / "out.csv"}
        says_why_in_one_line(console(*(part.format(**places) for part in COMMANDS[command])), "views.xlsx")
        assert not places["out"].exists()


@pytest.mark.parametrize("name", ["picture.png", "program.csv", "empty.csv"])
def test_a_code_frame_or_corrections_of_the_wrong_kind_are_named(
    console: Console, tmp_path: Path, name: str
) -> None:
    (tmp_path / "in.csv").write_text("text\nbuses\n")
    (tmp_path / name).write_bytes(NOT_TABLES[name])
    assign = ["themes", "assign", tmp_path / "in.csv", "--out", tmp_path / "out.csv", "--code-frame"]
    says_why_in_one_line(console(*assign, tmp_path / name), name)
    given = ["--corrections", tmp_path / name]
    says_why_in_one_line(console(*assign, "i-live-in-dorset", *given), name)
    assert not (tmp_path / "out.csv").exists()


def test_a_place_that_cannot_be_written_is_named(console: Console, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("text\nbuses\n")
    for command in ("screen", "themes assign", "themes discover"):
        places = {"file": tmp_path / "in.csv", "out": tmp_path / "nowhere" / "out.csv"}
        says_why_in_one_line(console(*(part.format(**places) for part in COMMANDS[command])), "out.csv")


def test_an_unknown_campaign_is_named_by_every_command(console: Console, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("text\nbuses\n")
    importing = ["import", tmp_path / "in.csv", "--campaign", "no-such-place"]
    report = ["report", "themes", "--campaign", "no-such-place", "--audience", "board"]
    says_why_in_one_line(console(*importing), "no-such-place")
    says_why_in_one_line(console(*report, "--out", tmp_path / "out.csv"), "no-such-place")
    assert [path.name for path in tmp_path.glob("*.csv")] == ["in.csv"]


def test_a_board_paper_on_a_promise_without_owner_or_date_is_made_as_a_draft_only(
    console: Console, tmp_path: Path
) -> None:
    campaign_id = make_campaign()
    code_by_hand(campaign_id)
    add_reply(campaign_id, "yes")
    paper = tmp_path / "board.docx"
    report = ["report", "board", "--campaign", "made-up-place", "--audience", "board", "--out", paper]
    says_why_in_one_line(console(*report), "“accessible places” (Yes, we will): no owner, no date")
    assert not paper.exists()
    assert console(*report, "--draft").status == 0
    assert paper.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_no_cell_of_a_report_starts_a_formula(console: Console, tmp_path: Path, start: str) -> None:
    """Spreadsheets carry out a cell that starts so, even when it came out of a quotation."""
    campaign_id = make_campaign()
    approve_texts(campaign_id, [f'{start}HYPERLINK("http://evil.example","{each}")' for each in BUSES])
    report = ["report", "themes", "--campaign", "made-up-place", "--audience", "board", "--draft"]
    assert console(*report, "--out", tmp_path / "themes.csv").status == 0
    with (tmp_path / "themes.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
