"""Each document says the same in Word, PDF and as a web page, hides the same, and opens for everybody."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise

import docx
import openpyxl
import pypdf
import pytest
from bs4 import BeautifulSoup

from analysis.disclosure import DEFAULT_RULES, AudienceClass, masked_cell
from analysis.reports.blocks import Figures, Heading
from analysis.reports.board_paper import stale_replies
from analysis.reports.content import CrossFigures, Quote, Reading, ReplyLine
from analysis.reports.page_document import page_bytes
from analysis.reports.pdf_document import pdf_bytes
from analysis.reports.word_document import word_bytes
from analysis.reports.young_people import young_people_problems
from tests.unit.analysis.document_sample import PLAN, WRITERS, documents, files, fingerprints
from tests.unit.analysis.reports_sample import THEME_COUNTS, sample_report

PUBLIC, BOARD = AudienceClass.PUBLIC, AudienceClass.BOARD
NAMES = (
    "summary",
    "young-people",
    "board",
    "annual",
    "several",
    "lundy",
    "consideration",
    "ward",
    "eqia",
    "who-took-part",
    "classroom",
)
TABLES = {"themes.csv", "themes.xlsx", "open-data.csv", "open-data-dictionary.csv"}
WITHOUT_TABLE = ("young-people", "lundy", "consideration", "ward", "classroom")
WITHOUT_CHART = (*WITHOUT_TABLE, "several", "who-took-part")


def words_of(name: str, content: bytes) -> str:
    """Return what a reader reads of a file, with its line ends made single spaces."""
    if name.endswith(".pdf"):
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    elif name.endswith(".html"):
        text = BeautifulSoup(content, "lxml").get_text(" ")
    else:
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return re.sub(r"[\s\u00a0]+", " ", text)


@pytest.fixture(scope="module")
def board_files() -> dict[str, bytes]:
    """Every document of the sample for the board."""
    return files(sample_report(BOARD))


def test_another_process_makes_the_same_bytes_in_every_format(board_files: dict[str, bytes]) -> None:
    command = [sys.executable, "-m", "tests.unit.analysis.document_sample"]
    other = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert set(board_files) == {f"{name}.{ending}" for name in NAMES for ending in WRITERS} | TABLES
    assert fingerprints(board_files) == other


def test_the_three_formats_say_the_same(board_files: dict[str, bytes]) -> None:
    for name, document in documents(sample_report(BOARD)).items():
        read = {ending: words_of(f"{name}.{ending}", board_files[f"{name}.{ending}"]) for ending in WRITERS}
        said = [block.text for block in document.blocks if isinstance(block, Heading)]
        tables = [block for block in document.blocks if isinstance(block, Figures)]
        said += [words for table in tables for row in table.rows for words in row]
        for ending, words in read.items():
            squeezed = words.replace(" ", "")
            lacking = [text for text in said if text.replace(" ", "") not in squeezed]
            assert lacking == [], (name, ending)
        assert document.fingerprint.encode() in board_files[f"{name}.html"]


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_is_tagged_titled_and_told_its_language(name: str, board_files: dict[str, bytes]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(board_files[f"{name}.pdf"]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    document = documents(sample_report())[name]
    assert reader.metadata.title == f"{document.title}: {document.subtitle}"
    kinds, described = set(), []
    for number in range(1, reader.trailer["/Size"]):
        found = reader.get_object(number)
        if isinstance(found, dict) and found.get("/Type") == "/StructElem":
            kinds.add(str(found["/S"]))
            described += [str(found["/Alt"])] if "/Alt" in found else []
    assert {"/H1", "/P", "/Figure"} <= kinds
    assert any(text.startswith("Two speech bubbles") for text in described)
    if name not in WITHOUT_TABLE:
        assert {"/Table", "/TH", "/TD"} <= kinds
    if name not in WITHOUT_CHART:
        assert any("Places everyone can get to: about 145 of 410 responses" in text for text in described)


def test_every_file_names_the_snapshot_it_was_made_from(board_files: dict[str, bytes]) -> None:
    named = sample_report().snapshot_hash
    for name, content in board_files.items():
        if name.endswith(".csv"):
            words = content.decode("utf-8-sig")
        elif name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(content))
            words = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        else:
            words = words_of(name, content).replace(" ", "")
        assert named in words, name


def test_every_document_goes_down_one_heading_level_at_a_time() -> None:
    for document in documents(sample_report()).values():
        levels = [block.level for block in document.blocks if isinstance(block, Heading)]
        assert levels
        assert all(level <= before + 1 for before, level in pairwise([0, *levels]))


@pytest.mark.parametrize("name", NAMES)
def test_a_web_page_needs_nothing_beside_it_and_names_its_parts(
    name: str, board_files: dict[str, bytes]
) -> None:
    page = BeautifulSoup(board_files[f"{name}.html"], "lxml")
    assert page.html is not None
    assert page.html["lang"] == "en-GB"
    assert len(page.find_all("h1")) == len(page.find_all("main")) == 1
    assert all(image.get("alt") and image["src"].startswith("data:") for image in page.find_all("img"))
    assert not page.find_all(["script", "link", "iframe"])
    assert all(table.caption and table.thead.find_all("th", scope="col") for table in page.find_all("table"))


def test_nothing_hostile_becomes_markup_in_any_format() -> None:
    nasty = "#panic[x] <script>alert(1)</script> \x00 & $ \\ `raw` =1+1 مرحبا 😀"
    report = sample_report()
    theme = replace(
        report.themes[0],
        name=nasty,
        quotes=(Quote(nasty),),
        replies=(ReplyLine("Done", nasty, nasty, owner=nasty, status="done"),),
    )
    report = replace(report, themes=(theme, *report.themes[1:]), campaign_title=nasty, question=nasty)
    for name, document in documents(report).items():
        for ending, write in WRITERS.items():
            content = write(document)
            words = words_of(f"{name}.{ending}", content)
            assert "#panic[x]" in words.replace("#panic [x]", "#panic[x]"), (name, ending)
            assert b"<script>" not in content or ending != "html"


def test_no_document_holds_a_count_that_was_hidden_from_the_public() -> None:
    hidden_or_rounded = [count for count in THEME_COUNTS.values() if count % 5 and count > 31]
    for name, content in files(sample_report(PUBLIC)).items():
        if name.endswith((".docx", ".pdf", ".html")):
            words = words_of(name, content)
            found = [
                count for count in hidden_or_rounded if re.search(rf"(?<![\d.]){count}(?![\d.%])", words)
            ]
            assert found == [], name


def test_the_board_paper_shows_each_priority_each_outcome_and_what_is_missing(
    board_files: dict[str, bytes],
) -> None:
    words = words_of("board.docx", board_files["board.docx"])
    assert len(PLAN.priorities) == 6
    assert len(PLAN.outcomes) == 7
    assert all(each.heading in words for each in PLAN.priorities)
    assert all(each.text in words for each in PLAN.outcomes)
    assert "“Having a say” has no reply yet" in words
    assert "has ended. Enter the plan that is in force." in words
    assert "Of 5 things you asked for: 1 done, 1 under way, 1 being decided, 1 no and 1 late." in words


def test_the_annual_report_sets_quarters_side_by_side_and_flags_those_that_are_missing(
    board_files: dict[str, bytes],
) -> None:
    words = words_of("annual.html", board_files["annual.html"])
    assert "This report covers 2 of 4 quarters." in words
    assert "No snapshot was taken in quarter 2 of 2025 and quarter 3 of 2025" in words
    assert "quarter 2 of 2025 missing – – – –" in words
    assert "Places everyone can get to 145 145" in words
    assert "What changed in quarter 1 of 2026" in words
    assert "What changed in quarter 4 of 2025" not in words


def test_a_report_across_campaigns_adds_no_responses_up(board_files: dict[str, bytes]) -> None:
    words = words_of("several.html", board_files["several.html"])
    assert "Responses are not added up" in words
    assert "820" not in words
    assert "Of 10 things you asked for" in words
    assert "All responses 410 410" in words
    assert "Parks and Play, “Having a say” has no reply yet" in words


def test_the_lundy_record_says_what_was_done_and_names_what_was_not(board_files: dict[str, bytes]) -> None:
    words = words_of("lundy.html", board_files["lundy.html"])
    assert all(part in words for part in ("Space:", "Voice:", "Audience:", "Influence:"))
    assert "on 9 March 2026, late: it was due by 8 March 2026" in words
    assert "Children without a phone: two youth clubs asked them." in words
    assert "a second way to answer beside words" in words
    assert "“I have read this” by who decides, for 5 of 5 replies" in words
    assert "a reply to “Having a say”" in words


def test_the_record_of_consideration_says_who_read_what_and_names_nobody_in_public() -> None:
    read = (
        Reading("Sam Reader", "Decision maker", date(2026, 3, 5), is_decider=True),
        Reading("Lee Equal", "Equality lead", date(2026, 3, 4), is_current=False),
    )
    shown = {}
    for audience in (BOARD, PUBLIC):
        report = sample_report(audience)
        theme = report.themes[0]
        reply = replace(theme.replies[0], read_by=read, decided_on=date(2026, 3, 6))
        report = replace(report, themes=(replace(theme, replies=(reply,)), *report.themes[1:]))
        made = page_bytes(documents(report)["consideration"])
        shown[audience] = words_of("consideration.html", made)
    assert "Read by: Sam Reader (Decision maker) on 5 March 2026" in shown[BOARD]
    assert "Equality lead on 4 March 2026, changed since" in shown[PUBLIC]
    assert "Sam Reader" not in shown[PUBLIC]
    for words in shown.values():
        assert "On: 6 March 2026" in words
        assert "“Things to do” (Done): whoever decides has not confirmed reading it as it stands" in words
        assert "“Places everyone can get to” (We can do some of it): whoever" not in words


def test_the_brief_for_councillors_gives_each_place_a_page_and_shows_no_hidden_count() -> None:
    report = sample_report()
    cells = {
        count: masked_cell(count, DEFAULT_RULES.for_class(PUBLIC), is_hidden=count < 10)
        for count in (87, 43, 4)
    }
    table = CrossFigures(
        "Themes by place",
        ("Harbour Side", "Hill Top", "Not said"),
        (("Things to do", (cells[43], cells[4], cells[4])),),
        (cells[87], cells[4], cells[87]),
    )
    theme = report.themes[0]
    here = replace(theme, replies=(replace(theme.replies[0], places=("hill top",)),))
    report = replace(report, cross_tables=(table,), themes=(here, *report.themes[1:]))
    document = documents(report)["ward"]
    pages = [block.text for block in document.body if isinstance(block, Heading) and block.starts_page]
    assert pages == ["Harbour Side", "Hill Top"]
    words = words_of("ward.html", page_bytes(document))
    assert "About 85 responses came from here." in words
    assert "Things to do: about 45 of 85 responses" in words
    assert "Too few responses came from here" in words
    assert "Led by Locality lead" in words
    assert "Places everyone can get to. We can do some of it, by 17 April 2026." in words


def test_a_promise_without_owner_date_or_news_is_named_as_stale() -> None:
    report = sample_report()
    bare = ReplyLine(
        "Yes, we will", "You asked.", "We will.", status="yes", is_promise=True, is_news_late=True
    )
    report = replace(report, themes=(replace(report.themes[0], replies=(bare,)),))
    assert stale_replies(report) == [
        "“Places everyone can get to” (Yes, we will): no owner, no date, no news when it was due"
    ]
    assert stale_replies(sample_report()) == []


def test_a_summary_for_young_people_needs_a_change_a_no_and_a_dated_promise() -> None:
    report = sample_report()
    assert young_people_problems(report) == []
    without_replies = replace(report, themes=tuple(replace(each, replies=()) for each in report.themes))
    changed, no, promise = young_people_problems(without_replies)
    assert "How your ideas changed things" in changed
    assert "no, because" in no
    assert "promise with a date" in promise


def test_a_classroom_gets_one_sheet_and_young_people_at_most_four() -> None:
    report = sample_report(PUBLIC, is_draft=True)
    long = "We looked at what it costs, who it helps and what has to happen first, and we wrote it down. " * 2
    replies = [replace(reply, our_reply=long, you_said=long[:140]) for _, reply in report.replies] * 2
    themes = tuple(
        replace(theme, replies=tuple(replies[place : place + 1])) for place, theme in enumerate(report.themes)
    )
    made = documents(replace(report, themes=themes))
    sheets = {
        name: len(pypdf.PdfReader(io.BytesIO(pdf_bytes(made[name]))).pages)
        for name in ("classroom", "young-people")
    }
    assert sheets["classroom"] == 1
    assert sheets["young-people"] <= 4


def test_an_equality_effect_nobody_entered_stays_not_set(board_files: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(board_files["eqia.docx"]))
    facts = [
        p.text for p in document.paragraphs if p.text.startswith(("Expected effect", "Evidenced effect"))
    ]
    assert facts.count("Expected effect\tunclear") == 1
    assert facts.count("Expected effect\tnot set") == 11
    assert set(facts) <= {"Expected effect\tunclear", "Expected effect\tnot set", "Evidenced effect\tnot set"}
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [
        "What the plan is",
        "What is known about who lives here",
        "Who was asked, and how",
        "What children and young people said",
        "How feedback is given",
        "Impacts on who or what",
        "Key to the effects",
        "Action plan",
        "Sign-off",
    ]


def test_an_empty_campaign_still_makes_documents_that_open() -> None:
    report = replace(sample_report(), themes=(), received_by_channel=(), method_notes=(), caveats=())
    for document in documents(report).values():
        docx.Document(io.BytesIO(word_bytes(document)))
        assert pypdf.PdfReader(io.BytesIO(pdf_bytes(document))).pages
