"""Blind coding, agreement and accuracy; coding a small campaign by hand; what reports print of it."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from analysis.models import AnswerCoding, AuditItem, AuditSample, BlindCoding, Correction
from analysis.snapshots import latest_snapshot
from analysis.themes.theming import stances_of
from analysis.theming.stance import Stance
from moderation.models import ApprovedText, Screening
from participation.accounts.models import Person
from participation.foundation import clock, registries
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.settings import Settings, load_settings
from surveys.domain import MayQuote
from surveys.models import GroupSession, Submission
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import BUSES, LITTER, approve_texts, make_campaign, work_off

Staff = Callable[..., AuditingClient]
DESK = "/staff/themes/made-up-place"
CHECK = f"{DESK}/check"
TRANSPORT, ENVIRONMENT = "accessible-places", "environment"


@pytest.fixture
def settings(store: str, tmp_path: Path) -> Settings:
    """A deployment that asks for twelve checked answers."""
    return load_settings(
        data_dir=tmp_path, database_url=store, log_level="error", redis_url="", audit_minimum=12
    )


@pytest.fixture
def analyst(staff: Staff) -> AuditingClient:
    return staff(Role.ANALYST)


@pytest.fixture
def ids(app: Flask, analyst: AuditingClient) -> list[int]:
    """Eighteen themed answers."""
    campaign_id = make_campaign()
    numbers = approve_texts(campaign_id, BUSES + LITTER)
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    return numbers


def truth_of(number: int, ids: list[int]) -> str:
    return TRANSPORT if ids.index(number) < len(BUSES) else ENVIRONMENT


def draw(analyst: AuditingClient, wanted: int = 18) -> AuditSample:
    assert analyst.submit(CHECK, {"wanted": str(wanted)}).status_code == 302
    return db.session.query(AuditSample).order_by(AuditSample.id.desc()).first()  # type: ignore[return-value]


def code(person: AuditingClient, sample: AuditSample, ids: list[int], most: int = 99, wrong: int = 0) -> int:
    """Code what the page shows next, again and again; gives how many. The first `wrong` answers get another theme."""
    done = 0
    while done < most:
        page = person.page(f"/staff/coding/{sample.id}")
        form = page.select_one("form[data-coding]")
        if form is None:
            break
        number = int(str(form["action"]).rsplit("/", 1)[1])
        key = "things-to-do" if done < wrong else truth_of(number, ids)
        answer = person.submit(str(form["action"]), {"theme": key}, from_page=f"/staff/coding/{sample.id}")
        assert answer.status_code == 302
        done += 1
    return done


def theme_file(analyst: AuditingClient) -> dict[str, dict[str, str]]:
    """The theme table as the board gets it, theme id to its row."""
    address = "/staff/reports/made-up-place/themes.csv"
    file = analyst.submit(address, {"audience": "board"}, from_page="/staff/reports")
    return {row["Theme id"]: row for row in csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")))}


@pytest.mark.both_stores
def test_two_people_code_blind_and_the_figures_are_those_worked_out_from_the_file(
    app: Flask, analyst: AuditingClient, staff: Staff, ids: list[int]
) -> None:
    sample = draw(analyst)
    assert "Not enough checked yet" in text_of(analyst.page(CHECK))
    assert code(analyst, sample, ids) == 18
    second = staff(Role.ANALYST, email="second@example.org")
    assert code(second, sample, ids, most=10, wrong=2) == 10
    page = text_of(analyst.page(CHECK))
    assert "To settle 2" in page
    assert "Not enough checked yet" in page

    differing = analyst.page(f"{CHECK}/differences")
    for form in differing.select("form.code"):
        number = int(str(form["action"]).rsplit("/", 1)[1])
        key = truth_of(number, ids)
        analyst.submit(str(form["action"]), {"theme": key}, from_page=f"{CHECK}/differences")
    page = text_of(analyst.page(CHECK))
    assert "covers coding mistakes only; not a sample of all young people" in page

    rows = list(csv.DictReader(io.StringIO(analyst.get(f"{CHECK}/sample.csv").data.decode("utf-8-sig"))))
    assert len(rows) == 18
    right = sum(row["assigned"].split(";")[0] in row["truth"].split(";") for row in rows)
    assert f"the main theme was right in {right / 18:.0%}" in page
    twice = [row for row in rows if row["second_coder"]]
    same = sum(row["first_coder"] == row["second_coder"] for row in twice)
    assert f"Both coded 10 answers and gave {same} of them exactly the same themes" in page
    assert "zebra" not in str(rows)
    true = sum(TRANSPORT in row["truth"].split(";") for row in rows) / 18
    cells = [text_of(cell) for cell in analyst.page(CHECK).select_one("tbody tr:has(th)").select("td")]  # type: ignore[union-attr]
    assert cells
    assert f"{true:.0%}" in page


def test_the_coder_sees_the_words_and_nothing_the_engine_or_anybody_said(
    analyst: AuditingClient, ids: list[int]
) -> None:
    sample = draw(analyst)
    page = analyst.page(f"/staff/coding/{sample.id}")
    assert not page.select("input[name=theme][checked]")
    for word in ("Sure", "Unsure", "engine", "Checked by", "Words that point"):
        assert word not in text_of(page.select_one("main"))  # type: ignore[arg-type]


def test_a_third_coder_is_refused_and_saying_it_again_replaces_it(
    analyst: AuditingClient, staff: Staff, ids: list[int]
) -> None:
    sample = draw(analyst)
    others = [staff(Role.ANALYST, email=f"other{n}@example.org") for n in range(2)]
    for person in (analyst, others[0]):
        code(person, sample, ids, most=1)
    assert others[1].get(f"/staff/coding/{sample.id}").status_code == 409
    mine = db.session.query(BlindCoding).filter_by(person_id=analyst.person_id).one()
    address = f"/staff/coding/{sample.id}/{mine.submission_id}"
    back = f"/staff/coding/{sample.id}?at={mine.submission_id}"
    analyst.submit(address, {"none": "yes"}, from_page=back)
    analyst.submit(address, {"none": "yes"}, from_page=back)
    assert db.session.query(BlindCoding).filter_by(person_id=analyst.person_id).one().theme_keys == []
    empty = analyst.submit(address, {}, from_page=back)
    assert empty.status_code == 409
    assert "Tick at least one theme" in empty.get_data(as_text=True)
    assert analyst.submit(address, {"theme": "made-up"}, from_page=back).status_code == 409
    assert (
        analyst.submit(f"/staff/coding/{sample.id}/99999", {"none": "yes"}, from_page=back).status_code == 404
    )


def test_blind_codings_teach_the_engine_nothing(app: Flask, analyst: AuditingClient, ids: list[int]) -> None:
    code(analyst, draw(analyst), ids)
    assert db.session.query(Correction).count() == 0
    assert db.session.query(AnswerCoding).filter(AnswerCoding.corrected_by_id.is_not(None)).count() == 0


def researcher(
    staff: Staff, sponsor_id: int | None, setting: str = "Gull School", place: str = "Seatown"
) -> AuditingClient:
    client = staff(Role.YOUNG_RESEARCHER)
    with transaction():
        person = db.session.get_one(Person, client.person_id)
        person.sponsor_id, person.own_setting, person.own_place = sponsor_id, setting, place
    return client


def test_a_young_researcher_sees_only_quotable_unflagged_answers_from_elsewhere(
    app: Flask, analyst: AuditingClient, staff: Staff, ids: list[int]
) -> None:
    with transaction():
        hall = GroupSession(campaign_id=1, code="ABC123", label="GÛLL  school, year 9")
        db.session.add(hall)
        db.session.flush()
        for number, change in zip(ids[:4], ("setting", "quote", "flag", "name"), strict=True):
            submission = db.session.get_one(Submission, number)
            text = db.session.get_one(ApprovedText, (number, "q1"))
            if change == "setting":
                submission.group_session_id = hall.id
            elif change == "quote":
                submission.may_quote, text.is_quotable = MayQuote.NO, False
            elif change == "flag":
                db.session.add(flagged(number))
            else:
                text.text = "the bus from Seatown is late"
    sample = draw(analyst)
    young = researcher(staff, analyst.person_id, setting="Gûll School")
    assert "0 of 14" in text_of(young.page("/staff/coding"))
    assert code(young, sample, ids) == 14
    seen = {row.submission_id for row in db.session.query(BlindCoding)}
    assert not seen & set(ids[:4])
    for number in ids[:4]:
        address = f"/staff/coding/{sample.id}/{number}"
        assert young.get(f"/staff/coding/{sample.id}?at={number}").status_code == 404
        assert young.submit(address, {"none": "yes"}, from_page="/staff/coding").status_code == 404
    for elsewhere in (DESK, CHECK, f"{DESK}/answers", f"{DESK}/code", f"{CHECK}/sample.csv"):
        assert young.get(elsewhere).status_code == 403


def flagged(number: int) -> Screening:
    return Screening(
        submission_id=number,
        version="made up",
        lane="soon",
        signals=["safeguarding.neglect"],
        spans=[],
        language="en",
        screened_on=clock.today(),
    )


@pytest.mark.parametrize(
    ("setting", "place", "sponsored"), [("", "Seatown", True), ("School", "", True), ("S", "P", False)]
)
def test_a_young_researcher_without_sponsor_or_whereabouts_sees_nothing(
    analyst: AuditingClient, staff: Staff, ids: list[int], setting: str, place: str, sponsored: bool
) -> None:
    sample = draw(analyst)
    young = researcher(staff, analyst.person_id if sponsored else None, setting, place)
    answer = young.get(f"/staff/coding/{sample.id}")
    assert answer.status_code == 403
    assert "An administrator can enter" in answer.get_data(as_text=True)


def test_nobody_in_another_role_codes_blind(analyst: AuditingClient, staff: Staff, ids: list[int]) -> None:
    sample = draw(analyst)
    for role in set(Role) - {Role.ANALYST, Role.YOUNG_RESEARCHER}:
        client = staff(role)
        for address in (
            "/staff/coding",
            f"/staff/coding/{sample.id}",
            f"/staff/coding/{sample.id}?at={ids[0]}",
        ):
            assert client.get(address).status_code == 403, (role, address)
        assert client.post(f"/staff/coding/{sample.id}/{ids[0]}", data={"none": "yes"}).status_code in (
            400,
            403,
        )
    assert db.session.query(BlindCoding).count() == 0


def test_a_withdrawn_answer_leaves_the_sample(analyst: AuditingClient, ids: list[int]) -> None:
    sample = draw(analyst)
    code(analyst, sample, ids)
    with transaction():
        db.session.query(ApprovedText).filter_by(submission_id=ids[0]).delete()
        registries.erasers.call(ids[0])
    assert db.session.query(AuditItem).count() == 17
    assert db.session.query(BlindCoding).count() == 17
    assert "17" in text_of(analyst.page(CHECK))


def test_a_small_campaign_is_coded_by_hand_one_answer_after_the_other_and_is_exact_then(
    app: Flask, analyst: AuditingClient, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = analyst.page(CHECK)
    assert "few enough for one person to code all of them" in text_of(page)
    for _ in range(18):
        page = analyst.page(f"{DESK}/code?mode=all")
        form = page.select_one("form[data-coding]")
        assert form is not None
        number = int(str(form["action"]).rsplit("/", 1)[1])
        ticked = {
            "theme": ["things-to-do", truth_of(number, ids)],
            "order": f"{truth_of(number, ids)} things-to-do",
        }
        answer = analyst.submit(
            str(form["action"]), {**ticked, "mode": "all"}, from_page=f"{DESK}/code?mode=all"
        )
        assert answer.status_code == 302
    assert "Nothing is left to code here" in text_of(analyst.page(f"{DESK}/code?mode=all"))
    first = db.session.query(Correction).filter_by(submission_id=ids[0]).one()
    assert first.theme_keys == [TRANSPORT, "things-to-do"]
    assert "People coded every response by hand, so the counts are exact" in text_of(analyst.page(DESK))
    analyst.submit(f"{DESK}/sign-off")
    file = analyst.submit(
        "/staff/reports/made-up-place/themes.csv", {"audience": "board"}, from_page="/staff/reports"
    )
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert {row["How well checked"] for row in rows} == {"coded by hand: exact"}
    # All twelve, rounded as for the public: how few of them only asked or only praised is hidden beside it.
    assert next(row["Responses"] for row in rows if row["Theme id"] == TRANSPORT) == "10"


def test_whoever_codes_one_answer_after_the_other_may_say_how_it_stands_to_its_themes(
    analyst: AuditingClient, ids: list[int]
) -> None:
    page = analyst.page(f"{DESK}/code?mode=all")
    action = str(page.select_one("form[data-coding]")["action"])  # type: ignore[index]
    number = int(action.rsplit("/", 1)[1])
    offered = [str(each["value"]) for each in page.select("select[name=stance] option")]
    assert offered == ["", *Stance]
    for said, kept in ((Stance.OBJECTS, Stance.OBJECTS), ("", Stance.OBJECTS), ("hates", Stance.OBJECTS)):
        form = {"theme": [TRANSPORT, "things-to-do"], "stance": said}
        analyst.submit(action, form, from_page=f"{DESK}/code?mode=all")
        assert stances_of(number, "q1") == {TRANSPORT: kept, "things-to-do": kept}


def test_what_to_look_at_next_leaves_the_blind_sample_alone_and_skips_what_is_skipped(
    analyst: AuditingClient, ids: list[int]
) -> None:
    page = analyst.page(f"{DESK}/code")
    first = str(page.select_one("form[data-coding]")["action"])  # type: ignore[index]
    skip = str(page.find("a", string="Skip for now")["href"])  # type: ignore[index]
    assert str(analyst.page(skip).select_one("form[data-coding]")["action"]) != first  # type: ignore[index]
    draw(analyst)
    assert "Nothing is left to code here" in text_of(analyst.page(f"{DESK}/code"))


def test_the_signature_keeps_what_was_measured_and_shows_what_changed_since(
    app: Flask, analyst: AuditingClient, ids: list[int]
) -> None:
    sample = draw(analyst)
    code(analyst, sample, ids)
    analyst.submit(f"{DESK}/sign-off")
    snapshot = latest_snapshot(sample.campaign_id)
    assert snapshot is not None
    quality = snapshot.content["quality"]
    assert quality["kind"] == "sample"
    assert quality["checked"] == 18
    assert quality["themes"][TRANSPORT]["corrected"][0] == round(12 / 18, 4)
    assert "Nothing has changed since" in text_of(analyst.page(f"{DESK}/sign-off"))
    file = analyst.submit(
        "/staff/reports/made-up-place/themes.csv", {"audience": "board"}, from_page="/staff/reports"
    )
    rows = {row["Theme id"]: row for row in csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")))}
    assert rows[TRANSPORT]["How well checked"].startswith("F1 ")
    assert rows["feeling-safe"]["How well checked"] == "not enough checked yet"

    analyst.submit(f"{DESK}/answers/{ids[0]}", {"main": "things-to-do"}, from_page=f"{DESK}/answers")
    page = text_of(analyst.page(f"{DESK}/sign-off"))
    assert "What changed since" in page
    assert analyst.submit(f"{DESK}/sign-off").status_code == 302
    assert "Nothing has changed since" in text_of(analyst.page(f"{DESK}/sign-off"))
    assert "What changed until the next signature" in text_of(analyst.page(f"{DESK}/sign-off"))


@pytest.mark.parametrize(
    "texts", [[], ["more buses"], ["same"] * 30, ["🎉🎉", "😡", "🐟"]], ids=["empty", "one", "same", "emoji"]
)
def test_odd_campaigns_give_clear_pages(app: Flask, analyst: AuditingClient, texts: list[str]) -> None:
    campaign_id = make_campaign()
    approve_texts(campaign_id, texts)
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    for address in (DESK, CHECK, f"{DESK}/code", f"{DESK}/answers", f"{DESK}/list", f"{DESK}/sign-off"):
        analyst.page(address)
    answer = analyst.submit(CHECK, {"wanted": "100"})
    assert answer.status_code == (302 if texts else 409)
    refused = analyst.submit(CHECK, {"wanted": "9999999"})
    assert "Draw between 10 and 2000 answers" in refused.get_data(as_text=True)
    analyst.page(CHECK)
    analyst.page(f"{CHECK}/differences")
