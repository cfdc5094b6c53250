"""Group sessions: a code for the lesson, a host without an account, a device that keeps nothing."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from moderation import case_reading, safeguarding
from moderation.domain import CaseKind
from moderation.models import SafeguardingCase
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import sessions
from surveys.domain import Channel
from surveys.models import GroupSession
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import SIX, OpenCampaign
from tests.integration.surveys.sending import ADDRESS, key_on, receipt_on, soup_of, stored, value_of

Staff = Callable[..., AuditingClient]
LABEL = "Year 9, Hilltop School"
LIST = "/staff/campaigns/buses/sessions"
GROUP = 35


def a_session(campaign_id: int, *, is_open: bool = True, label: str = LABEL) -> tuple[str, str, int]:
    """Code, host's token and id of a session."""
    with transaction():
        made = sessions.make_session(db.session.get_one(Campaign, campaign_id), label, None)
        if is_open:
            sessions.open_session(made, label, 3, None)
        return made.code, sessions.host_token(made), made.id


def sent(client: AuditingClient, code: str, words: str, key: str = "") -> BeautifulSoup:
    """The page that follows sending a view in a session."""
    data = {"submission_key": key or key_on(client, f"/g/{code}"), "group_code": code, "q1": words}
    return soup_of(client.post(ADDRESS, data=data))


@pytest.mark.both_stores
def test_a_view_sent_in_a_session_is_stored_with_it_and_the_next_person_starts_clean(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    code, _, session_id = a_session(open_campaign())
    page = client.page(f"/g/{code}")
    key = value_of(page, "submission_key")
    response = client.post(ADDRESS, data={"submission_key": key, "group_code": code, "q1": "More buses"})
    assert receipt_on(response)
    [view] = stored()
    assert (view.channel, view.group_session_id) == (Channel.GROUP_SESSION, session_id)
    following = soup_of(response).select_one("[data-next-person]")
    assert following is not None
    empty = client.page(str(following["href"]))
    assert value_of(empty, "submission_key") != key
    assert value_of(empty, "q1") == ""


def test_somebody_is_told_first_what_may_be_passed_on(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    code, _, _ = a_session(open_campaign())
    page = text_of(client.page(f"/g/{code}").select("main")[0])
    told, asked = page.index("someone in this session"), page.index("What would make Dorset better?")
    assert told < asked
    assert LABEL in page
    assert "The lead decides whether to" in page


def test_a_session_keeps_nothing_on_the_device(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    code, _, _ = a_session(open_campaign())
    response = client.get(f"/g/{code}")
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    page = soup_of(response)
    assert [place["data-keeps"] for place in page.select("[data-on-this-phone]")] == ["no"]
    assert [form["autocomplete"] for form in page.select("form[data-take-part]")] == ["off"]
    key = value_of(page, "submission_key")
    again = client.post(ADDRESS, data={"submission_key": key, "group_code": code, "q1": " "})
    assert again.status_code == 422  # nothing said: the form again, still of the session
    assert [place["data-keeps"] for place in soup_of(again).select("[data-on-this-phone]")] == ["no"]
    assert value_of(soup_of(again), "group_code") == code


@pytest.mark.parametrize("change", [str.lower, lambda code: f" {code[:3]} {code[3:]} ", "-".join])
def test_a_code_is_found_however_it_is_typed(
    client: AuditingClient, open_campaign: OpenCampaign, change: Callable[[str], str]
) -> None:
    code, _, _ = a_session(open_campaign())
    answer = client.get("/g", query_string={"code": change(code)})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/g/{code}"
    assert client.get(f"/g/{change(code)}").status_code == 200


def test_a_wrong_code_says_so_and_stays_in_the_box(client: AuditingClient) -> None:
    response = client.get("/g?code=<b>77")
    assert response.status_code == 404
    page = soup_of(response)
    assert "We do not know this code" in text_of(page)
    assert value_of(page, "code") == "<b>77"
    assert "Type the code" in client.get("/g?code=").get_data(as_text=True)


def test_only_wrong_codes_are_ever_slowed(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    code, _, _ = a_session(open_campaign())
    answers = [client.get(f"/g/wrong{number}").status_code for number in range(120)]
    assert set(answers[:100]) == {404}
    assert set(answers[100:]) == {429}
    assert client.get(f"/g/{code}").status_code == 200
    assert sent(client, code, "Still heard").select_one("output#receipt")


def test_nobody_takes_part_before_the_host_opens_or_after_the_end(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign()
    early, _, _ = a_session(campaign_id, is_open=False)
    assert "has not begun" in client.get(f"/g/{early}").get_data(as_text=True)
    code, _, _ = a_session(campaign_id)
    with time_machine.travel(clock.now() + timedelta(hours=24), tick=True):
        response = client.get(f"/g/{code}")
    assert response.status_code == 410
    assert "This session has ended" in response.get_data(as_text=True)


@pytest.mark.parametrize("wrong", ["ended", "unknown", "of another campaign"])
def test_a_view_with_a_code_that_no_longer_works_is_never_lost(
    client: AuditingClient, open_campaign: OpenCampaign, wrong: str
) -> None:
    campaign_id = open_campaign()
    code, _, session_id = a_session(campaign_id)
    key = key_on(client, f"/g/{code}")
    if wrong == "ended":
        with transaction():
            sessions.close_session(db.session.get_one(GroupSession, session_id), None)
    elif wrong == "unknown":
        code = "CCCCCC" if code != "CCCCCC" else "DDDDDD"
    else:
        code, _, _ = a_session(open_campaign(slug="parks"))
    answers = {"q1": "I typed a lot", "q2": "12-14", "q3": ["bus", "bike"], "may_quote": "yes"}
    response = client.post(ADDRESS, data={"submission_key": key, "group_code": code, **answers})
    assert response.status_code == 422
    assert stored() == []
    page = soup_of(response)
    assert "I typed a lot" in text_of(page)
    form = page.select_one("form[data-take-part]")
    assert form is not None
    fields = [(str(each["name"]), str(each["value"])) for each in form.select("input")]
    data = {name: [value for other, value in fields if other == name] for name, _ in fields}
    assert receipt_on(client.post(str(form["action"]), data=data))
    [view] = stored()
    assert (view.channel, view.group_session_id, view.may_quote) == (Channel.PHONE, None, "yes")
    assert {answer.question_key for answer in view.answers} == {"q1", "q2", "q3"}


def test_a_long_survey_stays_in_its_session_from_page_to_page(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    code, _, session_id = a_session(open_campaign(SIX))
    page = client.page(f"/g/{code}")
    data = {"submission_key": value_of(page, "submission_key"), "group_code": code, "q1": "Trams"}
    following = soup_of(client.post(ADDRESS, data={**data, "page": "2"}))
    assert value_of(following, "group_code") == code
    assert "someone in this session" not in text_of(following)  # said once, at the start
    check = soup_of(client.post(ADDRESS, data={**data, "page": "7"}))
    assert value_of(check, "group_code") == code
    assert receipt_on(client.post(ADDRESS, data=data))
    assert stored()[0].group_session_id == session_id


def test_a_whole_class_sends_at_once_from_one_address(app: Flask, open_campaign: OpenCampaign) -> None:
    code, _, session_id = a_session(open_campaign())
    found: list[str] = []
    ready = threading.Barrier(GROUP)

    def take_part(number: int) -> None:
        device: AuditingClient = app.test_client()  # type: ignore[assignment]
        key = key_on(device, f"/g/{code}")
        ready.wait()
        output = sent(device, code, f"View {number}", key).select_one("output#receipt")
        assert output is not None
        found.append(output.get_text())

    threads = [threading.Thread(target=take_part, args=(number,)) for number in range(GROUP)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == GROUP
    assert [view.group_session_id for view in stored()] == [session_id] * GROUP


@pytest.mark.both_stores
def test_a_host_without_an_account_opens_sees_a_rounded_number_and_closes(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    code, token, _ = a_session(open_campaign(), is_open=False, label="")
    host = f"/g/{code}/host/{token}"
    refused = client.post(f"{host}/open", data={"label": LABEL, "hours": "1"})
    assert "Tick this once the group knows" in refused.get_data(as_text=True)
    assert client.get(f"/g/{code}").status_code == 410
    opened = client.post(f"{host}/open", data={"label": LABEL, "hours": "1", "is_told_first": "y"})
    assert opened.status_code == 302
    assert "Set-Cookie" not in opened.headers
    assert LABEL in client.get(f"/g/{code}").get_data(as_text=True)
    for number in range(9):
        sent(client, code, f"A secret thought {number}")
    assert "Fewer than 10 views" in text_of(client.page(host))
    for number in range(9, 13):
        sent(client, code, f"A secret thought {number}")
    page = text_of(client.page(host))
    assert "About 15 views" in page
    assert "13" not in re.sub(r"\d\d:\d\d", "", page.replace(clock.show_date(clock.today()), ""))
    assert "secret" not in page
    assert client.post(f"{host}/close").status_code == 302
    assert "The session has ended" in text_of(client.page(host))
    assert client.get(f"/g/{code}").status_code == 410


def test_a_host_link_opens_only_its_own_session(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    campaign_id = open_campaign()
    code, token, _ = a_session(campaign_id)
    other, _, _ = a_session(campaign_id)
    for address in (f"/g/{other}/host/{token}", f"/g/{code}/host/{token[:-1]}", f"/g/{code}/host/é"):
        assert client.get(address).status_code == 404
        assert client.get(f"{address}/pack").status_code == 404
        assert client.post(f"{address}/close").status_code == 404
    assert client.get(f"/g/{code}").status_code == 200


def test_a_link_that_reached_somebody_else_is_replaced(
    staff: Staff, client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    code, token, session_id = a_session(open_campaign())
    old = f"/g/{code}/host/{token}"
    assert client.get(old).status_code == 200
    manager, page = staff(Role.CAMPAIGN_MANAGER), f"{LIST}/{session_id}"
    answer = manager.submit(f"{page}/host-link", from_page=page)
    assert answer.status_code == 302
    for address in (old, f"{old}/pack"):
        assert client.get(address).status_code == 404
    assert client.post(f"{old}/close").status_code == 404
    link = next(str(each["href"]) for each in manager.page(page).select("a[href*='/host/']"))
    assert client.get(urlsplit(link).path).status_code == 200
    assert client.get(f"/g/{code}").status_code == 200, "the group goes on"


def test_the_host_link_is_nowhere_in_the_database(open_campaign: OpenCampaign) -> None:
    _, token, session_id = a_session(open_campaign())
    row = db.session.execute(
        select(GroupSession.__table__).where(GroupSession.__table__.c.id == session_id)
    ).one()
    assert token not in repr(row)


@pytest.mark.parametrize("role", [Role.CAMPAIGN_MANAGER, Role.MODERATOR])
def test_staff_make_open_and_close_a_session_and_get_a_letter_for_its_host(
    staff: Staff, client: AuditingClient, open_campaign: OpenCampaign, role: Role
) -> None:
    open_campaign()
    member = staff(role)
    made = member.submit(f"{LIST}/new", {"label": LABEL})
    address = made.headers["Location"]
    page = member.page(address)
    letter = page.select("#host-letter")[0].get_text()
    link = next(line for line in letter.splitlines() if "/host/" in line and not line.endswith("/pack"))
    mail = parse_qs(urlsplit(str(page.select("a[href^='mailto:?']")[0]["href"])).query)
    assert mail["body"][0].replace("\r\n", "\n").strip() == letter.strip()
    assert mail["subject"][0].startswith("Your group session: ")
    assert client.get(urlsplit(link).path).status_code == 200
    not_told = member.submit(f"{address}/open", {"hours": "3", "label": LABEL}, from_page=address)
    assert "Tick this once the group knows" in not_told.get_data(as_text=True)
    told = {"hours": "3", "label": LABEL, "is_told_first": "y"}
    assert member.submit(f"{address}/open", told, from_page=address).status_code == 302
    code = page.select("h1")[0].get_text().removeprefix("Group session ").replace(" ", "")
    assert client.get(f"/g/{code}").status_code == 200
    assert LABEL in text_of(member.page(LIST))
    member.submit(f"{address}/close", from_page=address)
    assert client.get(f"/g/{code}").status_code == 410


def test_the_label_a_host_wrote_is_never_markup(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    code, _, _ = a_session(open_campaign(), label="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in client.get(f"/g/{code}").get_data(as_text=True)


def test_a_concern_records_the_session_it_came_from(
    staff: Staff, client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    moderator = staff(Role.MODERATOR).person_id
    code, _, _ = a_session(open_campaign())
    sent(client, code, "somebody hurts me")
    with transaction():
        case_id = safeguarding.open_case(stored()[0], CaseKind.CHILD_AT_RISK, moderator, "").id
    case = db.session.get_one(SafeguardingCase, case_id)
    words = case_reading.words_of(case)
    assert words.session.startswith(f"{LABEL} (code {code[:3]} {code[3:]}, opened ")
    assert b"Hilltop" not in case.sealed_words
    assert f"Group session: {LABEL}" in case_reading.referral_text(case, words, "A child may be at risk")


def test_the_session_pack_says_what_an_adult_needs(
    staff: Staff, client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    code, token, _ = a_session(open_campaign())
    for page in (
        staff(Role.CAMPAIGN_MANAGER).page("/staff/campaigns/buses/session-pack"),
        client.page(f"/g/{code}/host/{token}/pack"),
    ):
        words = text_of(page)
        for said in ("Read this out", "Do you want to take part?", "Dear parent or carer", "exact words"):
            assert said in words
        assert "someone in this session" in words
    picture = page.select_one("img[src$='qr.svg']")
    assert picture is not None
    drawn = client.get(str(picture["src"]))
    assert drawn.mimetype == "image/svg+xml"
    assert client.get("/g/nonsense/qr.svg").status_code == 404
