"""The files of a request pack: approved words that cannot run, a log without covered ones, the search."""

import csv
import io
import zipfile
from datetime import UTC, datetime

from participation.pages.request_packs.contents import (
    FoundAnswer,
    RequestKind,
    SearchRecord,
    fingerprint,
    matches,
    pack,
)

RECORD = SearchRecord(
    RequestKind.INFORMATION,
    "FOI 12",
    "Olive Officer",
    datetime(2027, 3, 1, 9, 30, tzinfo=UTC),
    ("Out and about",),
    ("bus",),
    is_by_receipt=False,
    looked=9,
    found=2,
    left_out=3,
)
ANSWERS = (
    FoundAnswer("Out and about", "What would help?", "=bus([name])", {"name": 2, "something odd": 1}),
    FoundAnswer("Out and about", "What would help?", "a later bus", {}),
)


def read(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_it_holds_the_words_numbered_and_none_of_them_runs_in_a_spreadsheet() -> None:
    table = rows(read(pack(ANSWERS, RECORD))["approved_text.csv"])
    assert [row[0] for row in table] == ["Number", "1", "2"]
    assert table[1][3] == "'=bus([name])"


def test_the_log_says_what_kind_is_covered_and_why_and_repeats_no_unknown_label() -> None:
    table = rows(read(pack(ANSWERS, RECORD))["redaction_log.csv"])
    assert table[1:] == [
        ["1", "name", "2", "Names a person"],
        ["1", "removed", "1", "Could show who somebody is (personal data about a living person)"],
    ]
    assert "something odd" not in str(table)


def test_the_record_says_what_was_searched_by_whom_when_and_what_was_not() -> None:
    text = read(pack(ANSWERS, RECORD))["search_record.txt"]
    for part in (
        "Freedom of information",
        "FOI 12",
        "Olive Officer",
        "1 March 2027, 09:30",
        "“bus”",
        "looked through: 9",
        "In this pack: 2",
        "may show the words: 3",
        "Records of concerns",
        "Words as typed",
    ):
        assert part in text


def test_the_same_search_makes_the_same_file() -> None:
    assert fingerprint(pack(ANSWERS, RECORD)) == fingerprint(pack(ANSWERS, RECORD))
    assert fingerprint(pack(ANSWERS[:1], RECORD)) != fingerprint(pack(ANSWERS, RECORD))


def test_words_are_found_whatever_their_capitals() -> None:
    assert matches("More BUSES", ["train", "buses"])
    assert not matches("More BUSES", ["train"])
    assert matches("anything", [])
