"""The commands' work on files: contract columns, text kept as text, faults named."""

import csv
import json
from pathlib import Path

import pytest

from analysis.theming.assignment import Correction
from analysis.theming.code_frame import CodeFrameError, built_in
from analysis.theming.csv_commands import TableError, assign_file, discover_file, read_corrections, read_table
from analysis.theming.engine import build_engine

FRAME = "i-live-in-dorset"


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_comes_back_with_themes_confidence_and_status(tmp_path: Path) -> None:
    source = _written(
        tmp_path / "in.csv", 'id,text\n007,"more buses, please"\n2,None\n3,N/A\n4,"line one\nbins"\n'
    )
    target = tmp_path / "out.csv"

    summary = assign_file(source, FRAME, target, engine="core")

    rows = _rows(target)
    assert list(rows[0]) == ["id", "text", "themes", "confidence", "status"]
    assert [row["id"] for row in rows] == ["007", "2", "3", "4"]
    assert [row["text"] for row in rows][1:] == ["None", "N/A", "line one\nbins"]
    assert rows[0]["themes"].split(";")[0] == "accessible-places"
    assert [row["status"] for row in rows][1:3] == ["no_answer", "no_answer"]
    assert rows[1]["themes"] == ""
    assert (summary.rows, summary.engine, summary.no_answer) == (4, "core", 2)


def test_the_file_and_the_library_agree(tmp_path: Path) -> None:
    texts = ["more buses", "be kind", "bins on the beach"]
    source = _written(tmp_path / "in.csv", "text\n" + "\n".join(texts) + "\n")

    assign_file(source, FRAME, tmp_path / "out.csv", engine="core")

    found = build_engine("core").assign(texts, built_in(FRAME))
    rows = _rows(tmp_path / "out.csv")
    assert [row["themes"] for row in rows] == [";".join(one.themes) for one in found]
    assert [float(row["confidence"]) for row in rows] == [one.confidence for one in found]


def test_rows_that_the_refined_engine_left_to_core_are_counted(tmp_path: Path) -> None:
    source = _written(tmp_path / "in.csv", "text\nmore buses\nmore buses\npurple\nidk\n")

    whole = assign_file(source, FRAME, tmp_path / "whole.csv", engine="refined")
    part = assign_file(source, FRAME, tmp_path / "part.csv", engine="refined", most_read_closely=1)

    assert (whole.left_to_core, part.left_to_core) == (0, 2)


def test_a_clashing_column_is_kept_as_input(tmp_path: Path) -> None:
    source = _written(tmp_path / "in.csv", "text,themes,input_themes,status\nbuses,a,b,c\n")

    assign_file(source, FRAME, tmp_path / "out.csv", engine="core")

    row = _rows(tmp_path / "out.csv")[0]
    assert list(row) == [
        "text",
        "input_input_themes",
        "input_themes",
        "input_status",
        "themes",
        "confidence",
        "status",
    ]
    assert (row["input_input_themes"], row["input_themes"], row["input_status"]) == ("a", "b", "c")


def test_corrections_are_read_from_a_coded_file_and_followed(tmp_path: Path) -> None:
    source = _written(tmp_path / "in.csv", "answer\nmore buses\nwhatever you like\n")
    coded = _written(
        tmp_path / "coded.csv",
        "answer,themes\nmore buses,environment;feeling-safe\nwhatever you like,none\nskip me,\n",
    )

    assign_file(source, FRAME, tmp_path / "out.csv", text_column="answer", corrections=coded, engine="core")

    rows = _rows(tmp_path / "out.csv")
    assert [row["themes"] for row in rows] == ["environment;feeling-safe", ""]
    assert rows[0]["status"] == "sure"
    assert read_corrections(coded, built_in(FRAME), "answer")[1] == Correction("whatever you like", ())


def test_a_code_frame_file_may_be_given(tmp_path: Path) -> None:
    frame = _written(
        tmp_path / "pets.yaml",
        "id: pets\nname: Pets\nthemes:\n"
        "- {id: dogs, name: Dogs, keywords: [dog]}\n- {id: cats, name: Cats, keywords: [cat]}\n",
    )
    source = _written(tmp_path / "in.csv", "text\nmy cat\n")

    assign_file(source, str(frame), tmp_path / "out.csv", engine="core")

    assert _rows(tmp_path / "out.csv")[0]["themes"] == "cats"


@pytest.mark.parametrize(
    ("content", "column", "fault"),
    [
        (b"id,answer\n1,x\n", "text", r"has no column 'text'; its columns are: id, answer"),
        (b"", "text", "is empty"),
        ("text\ncafé\n".encode("cp1252"), "text", r"in\.csv, line 2: not UTF-8 text"),
        (b"text,id\na,b,c\n", "text", r"line 2: 3 cells where the first line names 2 columns"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_written(
    tmp_path: Path, content: bytes, column: str, fault: str
) -> None:
    (tmp_path / "in.csv").write_bytes(content)

    with pytest.raises(TableError, match=fault):
        assign_file(tmp_path / "in.csv", FRAME, tmp_path / "out.csv", text_column=column, engine="core")
    assert not (tmp_path / "out.csv").exists()


def test_missing_files_unknown_themes_and_broken_frames_are_named(tmp_path: Path) -> None:
    source = _written(tmp_path / "in.csv", "text\nx\n")
    coded = _written(tmp_path / "coded.csv", "text,themes\na,none\nx,dragons\n")
    broken = _written(tmp_path / "broken.yaml", "id: [")

    with pytest.raises(TableError, match=r"absent\.csv: No such file"):
        assign_file(tmp_path / "absent.csv", FRAME, tmp_path / "out.csv")
    with pytest.raises(TableError, match=r"coded\.csv, line 3: the code frame has no theme 'dragons'"):
        assign_file(source, FRAME, tmp_path / "out.csv", corrections=coded)
    with pytest.raises(CodeFrameError, match=r"broken\.yaml, line 1"):
        assign_file(source, str(broken), tmp_path / "out.csv")
    with pytest.raises(TableError, match="Cannot write"):
        assign_file(source, FRAME, tmp_path / "nowhere" / "out.csv", engine="core")


def test_a_byte_order_mark_short_rows_and_nul_bytes_are_read(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"\xef\xbb\xbftext,age\nmore\x00 buses\n\nbins,9\n")

    table = read_table(tmp_path / "in.csv")

    assert table.columns == ["text", "age"]
    assert table.rows == [["more\x00 buses", ""], ["bins", "9"]]


def test_discovery_writes_groups_and_one_assignment_a_row(tmp_path: Path) -> None:
    texts = ["a later bus home", "the bus is late", "idk", "swings in the park", "a park with slides"]
    source = _written(tmp_path / "in.csv", "text\n" + "\n".join(texts) + "\n")

    discover_file(source, tmp_path / "out.json", count=2)

    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert len(written["assignments"]) == 5
    assert written["assignments"][2] is None
    assert sum(theme["size"] for theme in written["themes"]) == 4
