"""Views collected elsewhere come in once each, and whatever is refused says why."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from openpyxl import Workbook

from participation.accounts.services import add_person
from participation.commands import importing as command
from participation.foundation import audit, registries
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.answers import chosen_options, open_words
from surveys.domain import Channel, MayQuote
from surveys.models import Submission
from tests.conftest import PASSWORD
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.messy import messy_csv, messy_workbook
from tests.integration.surveys.sending import stored

Import = Callable[..., Result]


@pytest.fixture
def run_import(app: Flask, open_campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch) -> Import:
    """`run_import(path, *options)` runs the command on the campaign `buses`."""
    open_campaign()
    monkeypatch.setattr(command, "create_app", lambda: app)

    def run(path: Path, *options: str) -> Result:
        result = CliRunner().invoke(command.import_file, [str(path), "--campaign", "buses", *options])
        db.session.rollback()
        return result

    return run


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    path = tmp_path / "comments.csv"
    path.write_text('text,place\nMore buses,Poole\nMore buses,\n"",Swanage\nTrains — and "bikes",\n', "utf-8")
    return path


def refused_rows(path: Path) -> list[list[str]]:
    with path.with_name(f"{path.name}.refused.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.both_stores
def test_every_row_comes_in_once_and_a_second_run_adds_nothing(run_import: Import, comments: Path) -> None:
    assert run_import(comments).stdout == "imported 3, already there 0, refused 1\n"
    assert run_import(comments).stdout == "imported 0, already there 3, refused 1\n"
    views = stored()
    assert [open_words(each)["q1"] for each in views] == ["More buses", "More buses", 'Trains — and "bikes"']
    assert {(each.channel, each.may_quote) for each in views} == {(Channel.IMPORT, MayQuote.NO)}


def test_refused_rows_are_kept_with_their_reason(run_import: Import, comments: Path) -> None:
    run_import(comments)
    assert refused_rows(comments) == [
        ["text", "place", "reason"],
        ["", "Swanage", "The row answers no question."],
    ]
    comments.write_text("text\nOnly good rows now\n", "utf-8")
    run_import(comments)
    assert not comments.with_name("comments.csv.refused.csv").exists()


def test_a_refused_row_cannot_run_as_a_formula(run_import: Import, tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    path.write_text("text,q2\nfine,=HYPERLINK(1)\n", "utf-8")
    assert run_import(path).stdout == "imported 0, already there 0, refused 1\n"
    assert refused_rows(path)[1][1] == "'=HYPERLINK(1)"


@pytest.mark.both_stores
def test_a_trial_run_counts_and_stores_nothing(run_import: Import, comments: Path) -> None:
    assert run_import(comments, "--dry-run").stdout == "imported 3, already there 0, refused 1\n"
    assert stored() == []


def test_rows_with_ids_are_known_by_them_whatever_they_say(run_import: Import, tmp_path: Path) -> None:
    path, columns = tmp_path / "comments.csv", tmp_path / "map.yaml"
    columns.write_text("columns: {comment: q1, age: q2, travel: q3}\nid: number\nmay_quote: quote\n")
    path.write_text(
        "number,comment,age,travel,quote\n1,Buses,12 to 14,Bus;walk,yes\n2,Buses,,,no\n2,Again,,,\n", "utf-8"
    )
    result = run_import(path, "--map", str(columns), "--channel", "paper")
    assert result.stdout == "imported 2, already there 0, refused 1\n"
    assert refused_rows(path)[1][-1] == "Another row of this file has the same id."
    first, second = stored()
    assert chosen_options(first) == {"q2": ("12-14",), "q3": ("bus", "walk")}
    assert (first.may_quote, second.may_quote) == (MayQuote.YES, MayQuote.NO)
    assert {first.channel, second.channel} == {Channel.PAPER}
    path.write_text("number,comment,age,travel,quote\n1,Buses put right,,,yes\n3,New,,,\n", "utf-8")
    assert run_import(path, "--map", str(columns)).stdout == "imported 1, already there 1, refused 0\n"


def test_a_workbook_comes_in_with_formulas_as_words(run_import: Import, tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for cells in (["text"], ["=1+1"], ["Café"]):
        sheet.append(cells)
    book.save(tmp_path / "views.xlsx")
    assert run_import(tmp_path / "views.xlsx").stdout == "imported 2, already there 0, refused 0\n"
    assert [open_words(each)["q1"] for each in stored()] == ["=1+1", "Café"]


def test_windows_1252_is_read_right_and_said(run_import: Import, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("text\nCafé – “late” buses\n".encode("cp1252"))
    result = run_import(path)
    assert result.stdout == "imported 1, already there 0, refused 0\n"
    assert "read as Windows-1252" in result.stderr
    assert open_words(stored()[0])["q1"] == "Café – “late” buses"


def test_more_rows_than_fit_one_step_come_in_with_repeats_told_apart(
    run_import: Import, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    path.write_text("text\n" + "".join(f"view {number % 700}\n" for number in range(1_300)), "utf-8")
    assert run_import(path).stdout == "imported 1300, already there 0, refused 0\n"
    assert run_import(path).stdout == "imported 0, already there 1300, refused 0\n"


MESSY_MAP = "columns: {Comment: q1, Age: q2}\n"


def test_a_messy_workbook_gives_an_exact_summary_and_a_second_run_adds_nothing(
    run_import: Import, tmp_path: Path
) -> None:
    path, columns = tmp_path / "messy.xlsx", tmp_path / "map.yaml"
    columns.write_text(MESSY_MAP)
    messy = messy_workbook(path, 2_000)
    result = run_import(path, "--map", str(columns))
    assert result.stdout == f"imported {messy.good}, already there 0, refused {messy.refused}\n"
    assert "2 sheets; “Answers” was read" in result.stderr
    assert "named in row 4" in result.stderr
    again = run_import(path, "--map", str(columns)).stdout
    assert again == f"imported 0, already there {messy.good}, refused {messy.refused}\n"
    assert {chosen_options(each).get("q2") for each in stored()} == {
        ("5-8",),
        ("9-11",),
        ("12-14",),
        ("15-17",),
        None,
    }
    assert len(refused_rows(path)) == messy.refused + 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_messy_csv_comes_in_the_same_however_it_is_written(
    run_import: Import, tmp_path: Path, encoding: str
) -> None:
    path, columns = tmp_path / "messy.csv", tmp_path / "map.yaml"
    columns.write_text(MESSY_MAP)
    messy = messy_csv(path, 100, encoding)
    result = run_import(path, "--map", str(columns))
    assert result.stdout == f"imported {messy.good}, already there 0, refused {messy.refused}\n"
    assert open_words(stored()[0])["q1"] == "View 1: a café by the pier"


def test_a_map_may_say_how_the_file_is_written(run_import: Import, tmp_path: Path) -> None:
    path, columns = tmp_path / "mac.csv", tmp_path / "map.yaml"
    path.write_bytes("Café\ncomment\nthe café\n".encode("mac_roman"))
    columns.write_text("columns: {comment: q1}\nencoding: mac_roman\nheading_row: 2\n")
    assert run_import(path, "--map", str(columns)).stdout == "imported 1, already there 0, refused 0\n"
    assert open_words(stored()[0])["q1"] == "the café"


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Decisions made elsewhere that others were asked to record: (view, person)."""
    noted: list[tuple[int, int]] = []

    def note(submission_ids: list[int], person_id: int) -> None:
        noted.extend((each, person_id) for each in submission_ids)

    monkeypatch.setattr(registries.moderated_elsewhere, "_actions", [note])
    return noted


def test_what_was_moderated_elsewhere_is_recorded_as_that_persons_decision(
    run_import: Import, comments: Path, recorded: list[tuple[int, int]]
) -> None:
    with transaction():
        person_id = add_person("mo@example.org", "Mo", PASSWORD, [Role.MODERATOR]).id
    run_import(comments, "--moderated-by", "mo@example.org")
    assert recorded == [(view.id, person_id) for view in stored()]
    run_import(comments, "--moderated-by", "mo@example.org")
    assert len(recorded) == 3
    assert audit.verify().broken_at is None


def test_a_decision_that_cannot_be_recorded_takes_its_views_back_out(
    run_import: Import, comments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_ids: list[int], _person: int) -> None:
        raise ValueError("cannot record")

    monkeypatch.setattr(registries.moderated_elsewhere, "_actions", [fail])
    with transaction():
        add_person("mo@example.org", "Mo", PASSWORD, [Role.MODERATOR])
    assert isinstance(run_import(comments, "--moderated-by", "mo@example.org").exception, ValueError)
    assert stored() == []


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--moderated-by", "nobody@example.org"), "nobody signs in here"),
        (("--moderated-by", "an@example.org"), "is not a moderator"),
        (("--channel", "carrier-pigeon"), "carrier-pigeon"),
        (("--map", "/nowhere.yaml"), "does not exist"),
    ],
)
def test_wrong_options_are_named_and_nothing_comes_in(
    run_import: Import, comments: Path, options: tuple[str, str], complaint: str
) -> None:
    with transaction():
        add_person("an@example.org", "An", PASSWORD, [Role.ANALYST])
    result = run_import(comments, *options)
    assert result.exit_code != 0
    assert complaint in result.output
    assert db.session.query(Submission).count() == 0


def test_a_file_of_the_wrong_kind_or_a_campaign_that_is_not_there_is_named(
    run_import: Import, tmp_path: Path, app: Flask
) -> None:
    picture = tmp_path / "views.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "is a picture" in str(run_import(picture).exception)
    columns = tmp_path / "map.yaml"
    columns.write_bytes(b"columns: [\x00")
    comments = tmp_path / "comments.csv"
    comments.write_text("remark\nx\n", "utf-8")
    assert "is not YAML" in run_import(comments, "--map", str(columns)).output
    assert "no column called “text”" in str(run_import(comments).exception)
    assert "no campaign" in str(run_import(comments, "--campaign", "trains").exception)
