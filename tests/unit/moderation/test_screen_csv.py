"""Screening a whole file."""

import csv
import json
from pathlib import Path

import pytest

from moderation.screening.csv_command import ScreeningFileError, screen_csv


def write(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_each_row_gains_its_lane_signals_and_spans(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "id,text\n1,i want to die\n2,more swings\n3,my snap is jazzyb\n")
    assert screen_csv(source, tmp_path / "out.csv") == 3
    first, second, third = rows_of(tmp_path / "out.csv")
    assert (first["id"], first["lane"]) == ("1", "urgent")
    assert "safeguarding.suicide" in first["signals"].split(";")
    assert second == {"id": "2", "text": "more swings", "lane": "normal", "signals": "", "spans": "[]"}
    assert json.loads(third["spans"]) == [[11, 17, "personal_data.handle"]]


def test_a_clashing_input_column_is_renamed(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "lane,text,input_lane\nfast,hello,x\n")
    screen_csv(source, tmp_path / "out.csv")
    row = rows_of(tmp_path / "out.csv")[0]
    assert (row["input_input_lane"], row["input_lane"], row["lane"]) == ("fast", "x", "normal")


def test_the_text_may_stand_in_another_column(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "answer\nbuses\n")
    assert screen_csv(source, tmp_path / "out.csv", text_column="answer") == 1


def test_a_byte_order_mark_and_line_breaks_inside_answers_are_fine(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", 'text\r\n"two\r\nlines"\r\n', "utf-8-sig")
    assert screen_csv(source, tmp_path / "out.csv") == 1
    assert rows_of(tmp_path / "out.csv")[0]["text"] == "two\r\nlines"


def test_short_and_long_rows_and_nul_characters_do_not_stop_it(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "id,text\n1\n2,he\0llo,extra\n\n3,bye\n")
    assert screen_csv(source, tmp_path / "out.csv") == 3
    assert [row["text"] for row in rows_of(tmp_path / "out.csv")] == ["", "hello", "bye"]


def test_progress_is_told_row_by_row(tmp_path: Path) -> None:
    seen: list[int] = []
    screen_csv(write(tmp_path / "in.csv", "text\na\nb\n"), tmp_path / "out.csv", progress=seen.append)
    assert seen == [1, 2]


@pytest.mark.parametrize(
    ("content", "encoding", "reason"),
    [
        ("id,answer\n1,x\n", "utf-8", "has no column 'text'; it has 'id', 'answer'"),
        ("", "utf-8", "is empty"),
        ("text\ncaf\xe9 \x93quote\x94\n", "latin-1", "is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_screened_is_refused_in_one_line(
    tmp_path: Path, content: str, encoding: str, reason: str
) -> None:
    source = write(tmp_path / "in.csv", content, encoding)
    with pytest.raises(ScreeningFileError, match=reason) as refused:
        screen_csv(source, tmp_path / "out.csv")
    assert "\n" not in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_missing_file_or_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScreeningFileError, match=r"none\.csv cannot be opened"):
        screen_csv(tmp_path / "none.csv", tmp_path / "out.csv")
    source = write(tmp_path / "in.csv", "text\na\n")
    with pytest.raises(ScreeningFileError, match="cannot be opened"):
        screen_csv(source, tmp_path / "nowhere" / "out.csv")


def test_the_input_is_never_overwritten(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "text\na\n")
    with pytest.raises(ScreeningFileError, match="choose another name"):
        screen_csv(source, source)
