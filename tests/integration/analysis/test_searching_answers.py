"""The officer finds approved answers by their words: by an index that is in step with them and forgets with them."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete, insert, text, update

from analysis.models import CodeFrameVersion
from analysis.themes.filters import AnswerFilter
from analysis.themes.frames import current_frame
from analysis.themes.queries import answers_page
from moderation import search_index, searching
from moderation.approved_words import forget_approved
from moderation.models import ApprovedText
from participation.commands.searching import rebuild
from participation.foundation import forgetting
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.operations.tables import open_store
from participation.settings import Settings
from surveys.models import Submission
from surveys.services import withdraw
from tests.integration.analysis.factories import approve_texts, make_campaign
from tests.integration.statements import plans_of, statements

ANSWERS = (
    "The BUSES never come, not even on time",
    "more bus-stops by the café please",
    "a skate park; and a bigger bus shelter",
    "бассейн рядом со школой",
    "我们想要一个游泳池",
    "the swings 🛝 are broken",
)
HOSTILE = (
    '"', "'", '" OR 1=1 --', "NEAR(a b)", "text:bus", "bus*", "^bus", "-bus", "+bus", "bus AND", "NOT", "OR OR",
    "a AND (b", "{text}:x", "':*", "& | !", "\\", "%", "_", "(", "bus)", "<->", "a:b", "''", "ª²½Ⅷ", "e\u0301",
    "\u2028", "\ufeff", "\U0001e900\U0001e901", "a\u1c90b", "\U0001f68c", "ß", "İ", "𝓫𝓾𝓼", "x" * 80, "a " * 40,
    "नमस्ते", "ทดสอบ", "한국어", "\u0300\u0301", "1.5", "07700 900123", "a@b.c", "http://x.y/z?q=1", "\x1b[31m",
)  # fmt: skip


@pytest.fixture
def frame(app: Flask) -> CodeFrameVersion:
    """A theme list over a campaign with some approved answers, one of them to two questions."""
    campaign_id = make_campaign()
    ids = approve_texts(campaign_id, list(ANSWERS))
    with transaction():
        decision_id = db.session.get_one(ApprovedText, (ids[3], "q1")).decision_id
        other = ApprovedText(
            submission_id=ids[3], question_key="q9", text="a bus to it", decision_id=decision_id
        )
        db.session.add(other)
        db.session.add(
            CodeFrameVersion(campaign_id=campaign_id, number=1, key="made-up", name="List", question_key="q1")
        )
    found = current_frame(campaign_id)
    assert found is not None
    return found


def found(frame: CodeFrameVersion, words: str) -> list[int]:
    """Places in ANSWERS of the answers that a search finds."""
    page = answers_page(frame, AnswerFilter(words=words))
    return [ANSWERS.index(answer.text) for answer in page.answers]


def ids_found(frame: CodeFrameVersion, words: str) -> list[int]:
    """Views that a search finds."""
    return [answer.submission_id for answer in answers_page(frame, AnswerFilter(words=words)).answers]


@pytest.mark.both_stores
@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("bus", [0, 1, 2]),
        ("Buses", [0]),
        ("bus park", [2]),
        ("bus-stop", [1]),
        ("CAFÉ", [1]),
        ("school", []),
        ("БАССЕЙН школ", [3]),
        ("游泳", [4]),
        ("🛝", [5]),
        ("🛝 bus", []),
        ("us", []),
        ("", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_every_word_or_its_beginning_must_stand_in_the_answer(
    frame: CodeFrameVersion, words: str, places: list[int]
) -> None:
    assert found(frame, words) == places


@pytest.mark.both_stores
def test_whatever_is_searched_for_is_never_an_error(frame: CodeFrameVersion) -> None:
    for words in HOSTILE:
        answers_page(frame, AnswerFilter(words=words))
    assert found(frame, '" OR "bus') == [], "no word of a search is an instruction"


@pytest.mark.both_stores
def test_the_index_follows_what_is_redacted_hidden_withdrawn_and_put_back(frame: CodeFrameVersion) -> None:
    first = ids_found(frame, "buses")[0]
    decision_id = db.session.get_one(ApprovedText, (first, "q1")).decision_id
    with transaction():
        db.session.execute(
            update(ApprovedText)
            .where(ApprovedText.submission_id == first)
            .values(text="The [name] never come")
        )
    assert ids_found(frame, "buses") == []
    assert ids_found(frame, "name never") == [first]
    with transaction():
        forget_approved(first)
    assert ids_found(frame, "name never") == []
    with transaction():
        again = {"submission_id": first, "question_key": "q1", "text": ANSWERS[0], "decision_id": decision_id}
        db.session.execute(insert(ApprovedText), [again])
    assert found(frame, "buses") == [0]
    with transaction():
        withdraw(db.session.get_one(Submission, first))
    assert found(frame, "bus") == [1, 2]


def test_no_page_of_the_store_holds_words_that_were_erased(
    frame: CodeFrameVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_texts(frame.campaign_id, [f"xylophonic wish number {number}" for number in range(300)])
    store = tmp_path / "participation.db"
    assert b"xylophonic" in store.read_bytes() + store.with_name("participation.db-wal").read_bytes()
    monkeypatch.setattr(search_index, "PAGES_AT_ONCE", 0)
    with transaction():
        db.session.execute(delete(ApprovedText).where(ApprovedText.text.contains("xylophonic")))
        forgetting.forget_deleted_pages()
    assert b"ylophonic" in store.read_bytes(), "a large index is left to the worker"
    forgetting.forget_everything_deleted()
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("participation.db*"))
    assert b"ylophonic" not in held
    assert b"BUSES never come" in held, "the rest is still there"
    assert found(frame, "bus") == [0, 1, 2]


def test_the_words_of_one_answer_are_gone_at_once(frame: CodeFrameVersion, tmp_path: Path) -> None:
    [number] = approve_texts(frame.campaign_id, ["xylophonic wish"])
    with transaction():
        forget_approved(number)
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("participation.db*"))
    assert b"ylophonic" not in held


@pytest.mark.both_stores
def test_a_search_reads_the_index_and_not_every_answer(frame: CodeFrameVersion) -> None:
    approve_texts(frame.campaign_id, [f"something about swings, number {number}" for number in range(3000)])
    with transaction():
        db.session.execute(text("ANALYZE"))
    with statements() as sent:
        assert found(frame, "skate shelter") == [2]
    plans = plans_of([each for each in sent if "approved_" in each[0] or "SET" in each[0]])
    ways_in = (f"SCAN {search_index.NAME} VIRTUAL TABLE INDEX", f"Bitmap Index Scan on {search_index.NAME}")
    assert any(way in plan for plan in plans for way in ways_in), plans
    for plan in plans:
        assert "SCAN approved_text" not in plan, plan
        assert "Seq Scan on approved_text" not in plan, plan


@pytest.mark.both_stores
def test_an_index_that_was_lost_is_built_anew(
    frame: CodeFrameVersion, settings: Settings, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    with transaction():
        search_index.take_down(db.session.connection())
    monkeypatch.setattr("participation.commands.searching.create_app", lambda: app)
    answered = CliRunner().invoke(rebuild)
    assert answered.exit_code == 0, answered.output
    assert found(frame, "bus") == [0, 1, 2]
    approve_texts(frame.campaign_id, ["bus again"])
    assert len(ids_found(frame, "bus")) == 4, "and it goes on being kept in step"


def test_the_index_is_no_part_of_a_copy(store: str) -> None:
    with open_store(store) as opened:
        names = {table.name for table in opened.tables}
    assert "approved_text" in names
    assert not {name for name in names if name.startswith(search_index.NAME)}


def test_words_that_the_index_may_cut_otherwise_are_not_given_to_it() -> None:
    assert all(map(searching.is_indexed, ("bus", "café", "bus-stop", "бассейн", "x2")))
    assert not any(map(searching.is_indexed, ("🛝", "!!!", "", "游泳", "a\u1c90b", "\U0001e900")))
