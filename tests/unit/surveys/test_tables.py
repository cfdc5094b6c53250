"""Tables in whatever shape spreadsheets write them; everything in them is text."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from surveys import table_files
from surveys.tables import FIND_OUT, ReadAs, Table, TableFile, UnreadableTable


def written(path: Path, content: bytes) -> Table:
    path.write_bytes(content)
    return read(path)


def read(path: Path, read_as: ReadAs = FIND_OUT) -> Table:
    return Table(TableFile.at(path), read_as)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.values for row in table.rows()]


@pytest.mark.parametrize(
    ("encoding", "was_guessed"), [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)]
)
def test_letters_come_out_right_in_every_encoding(tmp_path: Path, encoding: str, was_guessed: bool) -> None:
    table = written(tmp_path / "views.csv", "text,age\nCafé – “bus”,12\n".encode(encoding))
    assert table.headings == ("text", "age")
    assert cells(table) == [("Café – “bus”", "12")]
    assert table.was_guessed is was_guessed


def test_text_in_two_bytes_a_letter_need_not_say_so(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert cells(written(tmp_path / "views.csv", "text\nCafé\n".encode(encoding))) == [("Café",)]


def test_a_person_may_say_how_text_is_written_and_is_told_when_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "views.csv"
    path.write_bytes("text\nŁódź\n".encode("cp1250"))
    assert cells(read(path, ReadAs("cp1250"))) == [("Łódź",)]
    with pytest.raises(UnreadableTable, match="not written in UTF-8"):
        read(path, ReadAs("utf-8-sig"))


def test_a_sheet_can_be_chosen_and_a_wrong_name_lists_those_there_are(tmp_path: Path) -> None:
    book = Workbook()
    for name, words in (("Hidden", "no"), ("Empty", ""), ("Views", "yes")):
        sheet = book.create_sheet(name)
        sheet.append([words] if words else [])
    book["Hidden"].sheet_state = "hidden"
    book.remove(book.worksheets[0])
    book.active = 2
    book.save(tmp_path / "views.xlsx")
    assert read(tmp_path / "views.xlsx").headings == ("yes",)
    with pytest.raises(UnreadableTable, match=r"no sheet called “Other”\. It has “Empty”, “Views”"):
        read(tmp_path / "views.xlsx", ReadAs(sheet="Other"))


def test_headings_that_come_again_further_down_are_no_row(tmp_path: Path) -> None:
    assert cells(written(tmp_path / "views.csv", b"text,age\na,1\ntext,age\nb,2\n")) == [
        ("a", "1"),
        ("b", "2"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_mark_between_cells_is_found(tmp_path: Path, delimiter: str) -> None:
    table = written(tmp_path / "views.csv", f'text{delimiter}age\n"a, b; c"{delimiter}12\n'.encode())
    assert cells(table) == [("a, b; c", "12")]


def test_line_ends_within_a_cell_are_part_of_the_words(tmp_path: Path) -> None:
    table = written(tmp_path / "views.csv", b'text\n"one\r\ntwo"\nthree\n')
    assert [(row.number, row.values) for row in table.rows()] == [(2, ("one\r\ntwo",)), (3, ("three",))]


def test_short_rows_are_filled_empty_ones_passed_over_and_surplus_cells_noted(tmp_path: Path) -> None:
    table = written(tmp_path / "views.csv", b"text,age\na\n,\n\nb,1,\nc,2,x,y\n")
    assert [(row.number, row.values, row.surplus) for row in table.rows()] == [
        (2, ("a", ""), ()),
        (5, ("b", "1"), ()),
        (6, ("c", "2"), ("x", "y")),
    ]


def test_a_workbook_gives_its_cells_as_text_and_formulas_as_their_words(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["text", "number", "day", "yes"])
    sheet.append(["=1+1", 12.0, datetime(2026, 3, 1, 9, 30), True])  # noqa: DTZ001 - as spreadsheets hold it
    sheet.append([None, None, None, None])
    sheet.append(["Café", 1.5, None, False])
    book.save(tmp_path / "views.xlsx")
    table = read(tmp_path / "views.xlsx")
    assert cells(table) == [("=1+1", "12", "2026-03-01T09:30:00", "yes"), ("Café", "1.5", "", "no")]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("views.csv", b"", "is empty"),
        ("views.csv", b",,\n , ,\n", "is empty"),
        ("views.csv", b"text,text\na,b\n", "two columns called “text”"),
        ("views.csv", b"%PDF-1.7 ...", "is a PDF"),
        ("views.csv", b"\x89PNG\r\n\x1a\n", "is a picture"),
        ("views.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file"),
        ("views.csv", b"text\na\x00b\n", "no text has"),
        ("views.csv", b"text\nCaf\xe9 \x81\x8d\n", "encoding that is not known"),
        ("views.xlsx", b"PK\x03\x04 cut off", "is damaged"),
    ],
)
def test_what_is_no_table_says_what_it_is_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, complaint: str
) -> None:
    with pytest.raises(UnreadableTable, match=complaint):
        written(tmp_path / name, content)


def test_a_word_document_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "views.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(UnreadableTable, match="is not an Excel workbook"):
        read(tmp_path / "views.docx")


def test_a_workbook_with_broken_parts_is_damaged(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "views.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "not xml at all")
    with pytest.raises(UnreadableTable, match="is damaged"):
        read(tmp_path / "views.xlsx")


SHEET, WORDS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
LAUGHS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
)


def tampered(path: Path, part: str, was: str, becomes: str) -> Path:
    """A workbook of one column, `text`, with one answer, `hello`, in which somebody changed a part by hand."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write_column(0, 0, ["text", "hello"])
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            assert name != part or was in content
            changed = content.replace(was, becomes) if name == part else content
            new.writestr(name, changed.replace("hello", "&a9;") if "<!DOCTYPE" in changed else changed)
    return path


@pytest.mark.parametrize(
    ("part", "was", "becomes"),
    [
        (SHEET, "</row>", "<row>"),
        (SHEET, 't="s"><v>1', 't="s"><v>99'),
        (SHEET, 't="s"><v>1', 't="n"><v>5d'),
        (SHEET, 'r="A2"', 'r="ZZZZZZ2"'),
        (SHEET, "UTF-8", "UTF-NaN"),
        ("xl/styles.xml", "<border>", '<border odd="1">'),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", ""),
        (WORDS, "<sst ", '<!DOCTYPE sst [<!ENTITY a9 SYSTEM "file:///etc/hostname">]><sst '),
        (WORDS, "<sst ", f"<!DOCTYPE sst [{LAUGHS}]><sst "),
    ],
)
def test_a_workbook_that_somebody_tampered_with_is_damaged_and_opens_no_other_file(
    tmp_path: Path, part: str, was: str, becomes: str
) -> None:
    path = tampered(tmp_path / "views.xlsx", part, was, becomes)
    with pytest.raises(UnreadableTable, match="is damaged"):
        cells(read(path))


def test_a_row_with_a_number_no_workbook_has_is_not_counted_up_to(tmp_path: Path) -> None:
    path = tampered(tmp_path / "views.xlsx", SHEET, '<row r="2"', '<row r="4000000000"')
    assert cells(read(path)) == []


def test_a_workbook_that_is_huge_once_unpacked_is_refused_before_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tampered(tmp_path / "views.xlsx", WORDS, "hello", "ha" * 50_000)
    for limit in ("LARGEST_WORKBOOK", "LARGEST_WORDS"):
        with monkeypatch.context() as small:
            small.setattr(table_files, limit, 90_000)
            with pytest.raises(UnreadableTable, match="too large when unpacked"):
                read(path)
    assert cells(read(path)) == [("ha" * 50_000,)]


@pytest.mark.parametrize("rows_before", [0, 20])
def test_a_missing_quotation_mark_names_the_line(tmp_path: Path, rows_before: int) -> None:
    broken = b"text\n" + b"fine\n" * rows_before + b'"' + b"never closed " * 100_000
    with pytest.raises(UnreadableTable, match=f"line {rows_before + 2}.*quotation mark"):
        cells(written(tmp_path / "views.csv", broken))
