"""The officer's desk looks at so many answers for a page, however many there are, and says where it stopped."""

import re
import unicodedata
from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from sqlalchemy import insert, text

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, Theme
from analysis.themes import looking_through
from analysis.themes.filters import AnswerFilter
from analysis.themes.frames import current_frame
from analysis.themes.queries import answers_page, board_of
from moderation import searching
from moderation.models import ApprovedText, Decision
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from surveys.models import Submission, SurveyVersion
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import approve_texts, make_campaign
from tests.integration.statements import plans_of, statements

DESK = "/staff/themes/made-up-place"
MANY = 6_000
#: One answer in so many says the first, is about the second theme, and was coded by a person.
RARE = 997
PADDING = "and it is as dark there as it can be in the evening, whatever the time of the year " * 3
#: Filters of the page and, where the rarest thing asked for has an index, that.
WAYS = {
    "nothing": (AnswerFilter(), ""),
    "a theme": (AnswerFilter(theme="common"), ""),
    "a rare theme": (AnswerFilter(theme="rare"), "ix_assignment_theme"),
    "unsure ones": (AnswerFilter(status="unsure"), "ix_answer_coding_campaign"),
    "a person's": (AnswerFilter(status="person"), "ix_answer_coding_by_person"),
    "a common word": (AnswerFilter(words="lights"), ""),
    "a rare word": (AnswerFilter(words="zeppelin"), ""),
    "two words never together": (AnswerFilter(words="zeppelin harbour"), ""),
    "a word that is nowhere": (AnswerFilter(words="xylophone"), ""),
    "what the index does not know": (AnswerFilter(words="🛝"), ""),
}
WHOLE_TABLE = re.compile(
    r"(Seq Scan on|SCAN) (submission|approved_text|answer_coding|assignment|answer)\b", re.IGNORECASE
)


@pytest.fixture
def small_windows(monkeypatch: pytest.MonkeyPatch) -> int:
    """Few are looked at before a request stops; gives how many."""
    monkeypatch.setattr(looking_through, "WINDOWS", (20, 30))
    monkeypatch.setattr(looking_through, "A_FEW", 12)
    return 50


@pytest.fixture
def large(app: Flask) -> CodeFrameVersion:
    """A theme list over thousands of answers, a few of which are out of the ordinary."""
    campaign_id = make_campaign()
    [first] = approve_texts(campaign_id, ["the first of all"])
    numbers = range(first + 1, first + 1 + MANY)
    with transaction():
        version = db.session.query(SurveyVersion).filter_by(campaign_id=campaign_id).one().id
        decision = db.session.query(Decision).first()
        assert decision is not None
        frame = CodeFrameVersion(
            campaign_id=campaign_id, number=1, key="made-up", name="List", question_key="q1"
        )
        frame.themes = [
            Theme(key=key, position=place, name=key, definition={})
            for place, key in enumerate(("common", "rare"))
        ]
        db.session.add(frame)
        db.session.flush()
        db.session.execute(insert(Submission), [_view(campaign_id, version, each) for each in numbers])
        db.session.execute(
            insert(ApprovedText),
            [
                {"submission_id": each, "question_key": "q1", "text": _said(each), "decision_id": decision.id}
                for each in numbers
            ],
        )
        db.session.execute(
            insert(AnswerCoding), [_coding(campaign_id, each, decision.person_id) for each in numbers]
        )
        db.session.execute(insert(Assignment), [_theme(campaign_id, each) for each in numbers])
        if db.engine.dialect.name != "sqlite":
            db.session.execute(
                text("SELECT setval(pg_get_serial_sequence('submission', 'id'), :last)"),
                {"last": numbers[-1]},
            )
    with transaction():
        db.session.execute(text("ANALYZE"))
    found = current_frame(campaign_id)
    assert found is not None
    return found


def _view(campaign_id: int, version: int, number: int) -> dict[str, object]:
    return {
        "id": number,
        "campaign_id": campaign_id,
        "survey_version_id": version,
        "identity": (number + 10**7).to_bytes(32, "big"),
        "receipt_hash": (number + 10**8).to_bytes(32, "big"),
        "is_checked": True,
        "state": SubmissionState.APPROVED,
        "received_on": clock.today(),
        "decided_on": clock.today(),
        "lane": "normal",
        "lane_rank": 5,
    }


def _said(number: int) -> str:
    what, where = "a zeppelin" if number % RARE == 0 else "lights", "harbour" if number % 2 else "park"
    return f"{what} by the {where}, {PADDING}"


def _coding(campaign_id: int, number: int, person_id: int) -> dict[str, object]:
    return {
        "submission_id": number,
        "question_key": "q1",
        "campaign_id": campaign_id,
        "status": "unsure" if number % RARE == 0 else "sure",
        "confidence": 0.9,
        "corrected_by_id": person_id if number % RARE == 0 else None,
        "reason": {},
    }


def _theme(campaign_id: int, number: int) -> dict[str, object]:
    return {
        "submission_id": number,
        "question_key": "q1",
        "campaign_id": campaign_id,
        "theme_key": "rare" if number % RARE == 0 else "common",
        "rank": 0,
        "stance": "wants",
    }


def every_page(frame: CodeFrameVersion, wanted: AnswerFilter) -> list[int]:
    """The views on all pages of a filter, one page after the other."""
    seen, after = list[int](), 0
    while True:
        page = answers_page(frame, wanted, after)
        seen += [answer.submission_id for answer in page.answers]
        if page.following is None:
            return seen
        assert page.following > after, "each page goes further"
        after = page.following


@pytest.mark.both_stores
@pytest.mark.parametrize("way", WAYS)
def test_no_page_of_answers_goes_through_a_whole_table(
    large: CodeFrameVersion, small_windows: int, way: str
) -> None:
    wanted, index = WAYS[way]
    with statements() as sent:
        answers_page(large, wanted)
    plans = plans_of([each for each in sent if "approved_search_word" not in each[0]])
    assert plans
    for plan in plans:
        assert not WHOLE_TABLE.search(plan), plan
    assert any(index in plan for plan in plans), plans


@pytest.mark.both_stores
@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (AnswerFilter(theme="rare"), lambda number: number % RARE == 0),
        (AnswerFilter(status="person"), lambda number: number % RARE == 0),
        (AnswerFilter(words="zeppelin"), lambda number: number % RARE == 0),
        (AnswerFilter(words="zepp harb"), lambda number: number % RARE == 0 and number % 2),
        (AnswerFilter(words="zeppelin lights"), lambda number: False),
        (AnswerFilter(theme="rare", words="park"), lambda number: number % RARE == 0 and not number % 2),
    ],
)
def test_all_pages_together_hold_each_answer_once_and_in_order(
    large: CodeFrameVersion, small_windows: int, wanted: AnswerFilter, holds: Callable[[int], object]
) -> None:
    first = min(large_numbers())
    assert every_page(large, wanted) == [number for number in range(first, first + MANY) if holds(number)]


@pytest.mark.both_stores
def test_common_words_fill_page_after_page(large: CodeFrameVersion, small_windows: int) -> None:
    wanted, seen, after = AnswerFilter(words="harbour light"), list[int](), 0
    for _ in range(3):
        page = answers_page(large, wanted, after)
        seen += [answer.submission_id for answer in page.answers]
        assert page.following is not None
        after = page.following
    first = min(large_numbers())
    fitting = [each for each in range(first, first + MANY) if each % 2 and each % RARE]
    assert seen == fitting[: len(seen)]
    assert len(seen) >= 50


@pytest.mark.both_stores
def test_answers_of_other_campaigns_and_questions_are_no_part_of_it(
    large: CodeFrameVersion, small_windows: int
) -> None:
    other = make_campaign("somewhere-else")
    [foreign] = approve_texts(other, ["a zeppelin over there"])
    with transaction():
        decision_id = db.session.get_one(ApprovedText, (foreign, "q1")).decision_id
        own = min(large_numbers())
        twice = ApprovedText(
            submission_id=own, question_key="q9", text="a zeppelin too", decision_id=decision_id
        )
        db.session.add(twice)
    found = every_page(large, AnswerFilter(words="zeppelin"))
    assert foreign not in found
    assert own not in found
    assert len(found) == len(set(found)) == MANY // RARE


@pytest.mark.both_stores
def test_a_page_that_stopped_says_so_and_leads_further(
    large: CodeFrameVersion, small_windows: int, staff: Callable[..., AuditingClient]
) -> None:
    analyst = staff(Role.ANALYST)
    address = f"{DESK}/answers?theme=common&stance=objects"
    page = analyst.page(address)
    assert f"looked at the next {small_windows} and found none like that. There are more" in text_of(page)
    assert "No answers like that" not in text_of(page)
    [further] = page.select("nav.pages a[rel=next]")
    assert "Look further" in further.text
    assert f"looked at the next {small_windows}" in text_of(analyst.page(str(further["href"])))


@pytest.mark.both_stores
def test_a_new_theme_is_not_told_that_no_answer_holds_words_while_not_all_were_looked_at(
    large: CodeFrameVersion, small_windows: int, staff: Callable[..., AuditingClient]
) -> None:
    page = text_of(staff(Role.ANALYST).page(f"{DESK}/list/new?q=🛝"))
    assert f"None of the first {small_windows} answers holds these words" in page
    assert "No answer holds these words" not in page


def test_a_beginning_that_too_many_words_share_is_told(
    app: Flask, staff: Callable[..., AuditingClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_ENDINGS", 2)
    campaign_id = make_campaign()
    ids = approve_texts(campaign_id, ["play", "played there", "player", "playing"])
    with transaction():
        db.session.add(
            CodeFrameVersion(campaign_id=campaign_id, number=1, key="made-up", name="List", question_key="q1")
        )
    frame = current_frame(campaign_id)
    assert frame is not None
    page = answers_page(frame, AnswerFilter(words="pla"))
    assert page.too_short == ("pla",)
    assert [answer.submission_id for answer in page.answers] == ids[:2]
    assert answers_page(frame, AnswerFilter(words="playe")).too_short == ()
    shown = text_of(staff(Role.ANALYST).page(f"{DESK}/answers?q=pla"))
    assert "Very many words begin with “pla”" in shown
    assert "Write more of the word" in shown


@pytest.mark.both_stores
def test_the_evidence_on_the_board_is_taken_from_the_first_answers_of_a_theme(
    large: CodeFrameVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.themes.queries.LOOKED_AT_FOR_A_FEW", 20)
    with statements() as sent:
        board = board_of(large.campaign_id)
    assert board.themes[1].count == MANY // RARE
    asked = [each for each in sent if "looked_at" in each[0]]
    assert len(asked) == len(board.themes)
    for plan in plans_of(asked):
        assert not WHOLE_TABLE.search(plan), plan


def test_a_word_is_spelt_as_the_index_of_sqlite_spells_it(app: Flask) -> None:
    letters = _letters_of_the_index()
    with transaction():
        connection = db.session.connection()
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE temp.spelling USING fts5(text, content='', detail=none, columnsize=0,"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.spelt USING fts5vocab('spelling', 'instance')")
        connection.exec_driver_sql(
            "INSERT INTO temp.spelling (rowid, text) VALUES (?, ?)", [(ord(each), each) for each in letters]
        )
        spelt = {row.doc: row.term for row in connection.exec_driver_sql("SELECT doc, term FROM temp.spelt")}
        connection.exec_driver_sql("DROP TABLE temp.spelt")
        connection.exec_driver_sql("DROP TABLE temp.spelling")
    assert len(letters) > 5_000
    assert {each: searching.as_indexed(each) for each in letters} == {
        each: spelt.get(ord(each)) for each in letters
    }


def _letters_of_the_index() -> list[str]:
    every = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    return [each for each in every if unicodedata.category(each)[0] in "LN" and searching.is_indexed(each)]


def large_numbers() -> Sequence[int]:
    """The views that `large` made."""
    return [row[0] for row in db.session.execute(text("SELECT submission_id FROM answer_coding")).all()]
