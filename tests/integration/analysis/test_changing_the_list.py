"""Merging, splitting, new themes and going back: the effect shown first, every version on record."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, Correction, Reply, ThemeChange
from analysis.themes.frames import current_frame
from participation.foundation.access import Role
from participation.foundation.database import db
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import BUSES, LITTER, approve_texts, make_campaign, work_off

Staff = Callable[..., AuditingClient]
DESK = "/staff/themes/made-up-place"
LIST = f"{DESK}/list"


@pytest.fixture
def analyst(staff: Staff) -> AuditingClient:
    return staff(Role.ANALYST)


@pytest.fixture
def themed(app: Flask, analyst: AuditingClient) -> int:
    """A campaign of eighteen approved answers, themed by the worker."""
    campaign_id = make_campaign()
    approve_texts(campaign_id, BUSES + LITTER)
    theme(app, analyst)
    return campaign_id


def theme(app: Flask, analyst: AuditingClient) -> None:
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)


def in_theme(key: str) -> set[int]:
    return {row.submission_id for row in db.session.query(Assignment).filter_by(theme_key=key)}


def merge(analyst: AuditingClient, *keys: str, name: str = "", reason: str = "They say the same") -> str:
    """Ask for a merge; gives the address of the page that shows its effect."""
    form = {"themes": list(keys), "into": keys[0], "name": name, "reason": reason}
    answer = analyst.submit(f"{LIST}/merge", form)
    assert answer.status_code == 302, text_of(BeautifulSoup(answer.get_data(as_text=True), "lxml"))
    return str(answer.headers["Location"])


def effect(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """Theme to its count now and then, as the page shows them."""
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    return {row[0]: (row[1], row[2]) for row in rows}


@pytest.mark.both_stores
def test_a_merge_shows_its_effect_first_and_then_counts_each_response_once(
    app: Flask, analyst: AuditingClient, themed: int
) -> None:
    both = in_theme("accessible-places") | in_theme("environment")
    before = in_theme("environment")
    address = merge(analyst, "accessible-places", "environment", name="Outside and getting there")
    shown = effect(analyst.page(address))
    assert shown["Outside and getting there"][1] == str(len(both))
    assert [now for name, (now, then) in shown.items() if then == "not there"] == [str(len(before))]
    assert current_frame(themed).number == 1  # type: ignore[union-attr]

    assert analyst.submit(f"{address}/save", from_page=address).status_code == 302
    assert in_theme("accessible-places") == both
    assert in_theme("environment") == set()
    work_off(app)
    assert in_theme("accessible-places") == both
    page = text_of(analyst.page(LIST))
    assert "Version 2, in use" in page
    assert "They say the same" in page


def test_going_back_brings_both_themes_back_and_what_people_said_in_their_words(
    app: Flask, analyst: AuditingClient, themed: int
) -> None:
    litter = sorted(in_theme("environment"))[-1]
    analyst.submit(f"{DESK}/answers/{litter}", {"main": "environment"}, from_page=f"{DESK}/answers")
    theme(app, analyst)
    first = {key: in_theme(key) for key in ("accessible-places", "environment")}
    address = merge(analyst, "accessible-places", "environment")
    analyst.submit(f"{address}/save", from_page=address)
    work_off(app)
    assert litter in in_theme("accessible-places")

    back = analyst.submit(f"{LIST}/restore/1", {"reason": "Too different after all"}, from_page=LIST)
    address = str(back.headers["Location"])
    assert "so far" in text_of(analyst.page(address))
    work_off(app)
    assert effect(analyst.page(address))
    analyst.submit(f"{address}/save", from_page=address)
    work_off(app)
    assert {key: in_theme(key) for key in first} == first
    assert [version.number for version in db.session.query(CodeFrameVersion).order_by("number")] == [1, 2, 3]


@pytest.mark.both_stores
def test_a_split_codes_the_ticked_answers_teaches_the_rest_and_keeps_its_word_about_the_counts(
    app: Flask, analyst: AuditingClient, themed: int
) -> None:
    page = analyst.page(f"{LIST}/new?split=accessible-places&q=village")
    ticked = [str(box["value"]) for box in page.select("input[name=ticked]")]
    assert len(ticked) == 2
    form = {
        "split": "accessible-places",
        "q": "village",
        "ticked": ticked,
        "name": "Village buses",
        "description": "No bus from a village",
        "keywords": "village, no bus",
        "rest_name": "Getting about",
        "reason": "Villages need an answer of their own",
    }
    sent = analyst.submit(f"{LIST}/new", form)
    assert sent.status_code == 302
    address = str(sent.headers["Location"])
    assert db.session.query(Correction).count() == 0
    work_off(app)
    shown = effect(analyst.page(address))
    assert int(shown["Village buses"][1]) >= 2
    analyst.submit(f"{address}/save", from_page=address)
    work_off(app)
    for number in map(int, ticked):
        assert number in in_theme("village-buses")
        assert number not in in_theme("accessible-places")
        assert db.session.get(AnswerCoding, (number, "q1")).corrected_by_id == analyst.person_id  # type: ignore[union-attr]
    assert len(in_theme("village-buses")) == int(shown["Village buses"][1])
    assert len(in_theme("accessible-places")) == int(shown["Getting about"][1])


def test_replies_follow_a_merged_theme_and_come_back_with_it(
    app: Flask, analyst: AuditingClient, themed: int
) -> None:
    form = {
        "status": "heard",
        "you_said": "Litter.",
        "our_reply": "We heard this.",
        "priority_id": "",
        "outcome_id": "",
    }
    analyst.submit("/staff/replies/made-up-place/themes/environment/new", form)
    address = merge(analyst, "accessible-places", "environment")
    analyst.submit(f"{address}/save", from_page=address)
    assert db.session.query(Reply).one().theme_key == "accessible-places"
    back = analyst.submit(f"{LIST}/restore/1", {"reason": "Too different"}, from_page=LIST)
    work_off(app)
    address = str(back.headers["Location"])
    analyst.submit(f"{address}/save", from_page=address)
    assert db.session.query(Reply).one().theme_key == "environment"


def test_a_change_begun_on_an_older_list_is_refused(analyst: AuditingClient, themed: int) -> None:
    first = merge(analyst, "accessible-places", "environment")
    second = merge(analyst, "things-to-do", "feeling-safe")
    assert analyst.submit(f"{first}/save", from_page=first).status_code == 302
    refused = analyst.submit(f"{second}/save", from_page=first)
    assert refused.status_code == 409
    assert "begin again" in refused.get_data(as_text=True)
    assert analyst.submit(f"{first}/save", from_page=first).status_code == 409
    assert db.session.query(CodeFrameVersion).count() == 2


def test_leaving_the_list_as_it_is_changes_nothing(analyst: AuditingClient, themed: int) -> None:
    address = merge(analyst, "accessible-places", "environment")
    analyst.submit(f"{address}/drop", from_page=address)
    assert db.session.query(ThemeChange).one().settled_at is not None
    assert db.session.query(CodeFrameVersion).count() == 1


def test_a_merge_says_what_is_missing(analyst: AuditingClient, themed: int) -> None:
    page = analyst.submit(f"{LIST}/merge", {"into": "environment", "reason": ""}).get_data(as_text=True)
    assert "Tick at least two themes" in page
    assert "Say in one line why the list changes" in page
    alone = analyst.submit(
        f"{LIST}/merge", {"themes": ["environment"], "into": "environment", "reason": "So"}
    )
    assert alone.status_code == 409
    nowhere = analyst.get(f"{LIST}/new?split=unheard-of")
    assert nowhere.status_code == 404


def test_hostile_names_are_shown_as_they_were_typed(app: Flask, analyst: AuditingClient, themed: int) -> None:
    name = "<script>alert(1)</script>"
    form = {"name": name, "description": "'\"><b>", "keywords": "a,,b", "reason": "{{ 7 * 7 }}"}
    address = str(analyst.submit(f"{LIST}/new", form).headers["Location"])
    work_off(app)
    analyst.submit(f"{address}/save", from_page=address)
    work_off(app)
    assert name in text_of(analyst.page(LIST))
    assert name in text_of(analyst.page(DESK))


def test_many_answers_are_coded_at_once(analyst: AuditingClient, themed: int) -> None:
    page = analyst.page(f"{DESK}/answers?theme=environment")
    numbers = [str(box["value"]) for box in page.select("input[name=shown]")][:2]
    form = {"shown": numbers, "act": "add", "bulk_theme": "things-to-do"}
    analyst.submit(f"{DESK}/confirm", form, from_page=f"{DESK}/answers")
    assert {int(number) for number in numbers} <= in_theme("things-to-do") & in_theme("environment")
    analyst.submit(f"{DESK}/confirm", form | {"act": "remove"}, from_page=f"{DESK}/answers")
    assert not {int(number) for number in numbers} & in_theme("things-to-do")
    analyst.submit(f"{DESK}/confirm", form | {"act": "none"}, from_page=f"{DESK}/answers")
    assert not {int(number) for number in numbers} & in_theme("environment")
    nothing = analyst.submit(f"{DESK}/confirm", {"act": "add"}, from_page=f"{DESK}/answers")
    assert nothing.status_code == 409
    assert "Tick the answers you mean" in nothing.get_data(as_text=True)


def test_other_roles_stay_out(staff: Staff, analyst: AuditingClient, themed: int) -> None:
    address = merge(analyst, "accessible-places", "environment")
    other = staff(Role.YOUNG_RESEARCHER)
    assert other.get(LIST).status_code == 403
    assert other.post(f"{address}/save").status_code in (400, 403)
    assert db.session.query(CodeFrameVersion).count() == 1
