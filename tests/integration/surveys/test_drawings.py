"""A drawing or photo: only a helper adds one, it rides sealed until Send, and nobody sees it unasked."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageDraw
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from moderation import checking, claims, services
from moderation.domain import CaseKind, DecisionKind, Lane
from moderation.models import SafeguardingCase, Screening
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock, retention
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.sealing import Sealer
from participation.foundation.transactions import transaction
from surveys.answers import chosen_options
from surveys.definition import QuestionDefinition
from surveys.domain import SubmissionState
from surveys.drawings.models import Drawing
from surveys.drawings.services import drawings_of, opened, reseal_drawings
from surveys.models import Submission
from surveys.paper.models import KeyedPaper
from surveys.services import find_by_receipt, withdraw
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import BETTER, OpenCampaign
from tests.integration.surveys.sending import ADDRESS, key_on, receipt_on, send, soup_of, stored, value_of

Staff = Callable[..., AuditingClient]
DRAW = QuestionDefinition("q7", "drawing", "Draw your best park", "On paper or here.")
TOGETHER, KIOSK, FAMILY, PAPER = (
    "/c/buses/together",
    "/c/buses/kiosk",
    "/c/buses/family",
    "/staff/campaigns/buses/paper",
)


@pytest.fixture(autouse=True)
def campaign_id(open_campaign: OpenCampaign) -> int:
    """An open campaign that asks for a drawing after its one other question."""
    return open_campaign((BETTER, DRAW))


def a_picture(colour: str = "green") -> bytes:
    picture = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(picture).ellipse((50, 50, 350, 250), fill=colour)
    kept = io.BytesIO()
    picture.save(kept, "JPEG")
    return kept.getvalue()


def too_many_pixels() -> bytes:
    kept = io.BytesIO()
    Image.new("L", (5200, 5200)).save(kept, "PNG")
    return kept.getvalue()


def press(
    client: AuditingClient,
    page: BeautifulSoup,
    name: str = "",
    value: str = "",
    file: tuple[bytes, str] | None = None,
    *,
    takes_out: bool = False,
    **typed: str,
) -> TestResponse:
    """Send the form of a page as a browser would, by the button of this name, with a file for the drawing."""
    form = page.select_one("main form[method=post]")
    assert form is not None
    sent: dict[str, Any] = {str(each["name"]): str(each["value"]) for each in form.select("[type=hidden]")}
    sent |= typed | ({name: value} if name else {})
    if takes_out:
        sent["q7.without"] = "yes"
    if file is not None:
        assert form["enctype"] == "multipart/form-data"
        sent = {key: [held] for key, held in sent.items()}
        sent.setdefault("q7", []).append((io.BytesIO(file[0]), file[1]))
    return client.post(str(form["action"]), data=sent)


def drawing_page(client: AuditingClient, address: str = f"{TOGETHER}?begin=yes") -> BeautifulSoup:
    """The page of the drawing, with words given to the question before."""
    return soup_of(press(client, client.page(address), "page", "2", q1="A slide"))


def drawn(client: AuditingClient, picture: bytes | None = None) -> TestResponse:
    """Send a view with words and a drawing, with a helper."""
    last = soup_of(
        press(client, drawing_page(client), "page", "3", file=(picture or a_picture(), "park.jpg"))
    )
    return press(client, last)


def colour_of(picture: bytes) -> tuple[int, ...]:
    found = Image.open(io.BytesIO(picture)).convert("RGB").getpixel((200, 150))
    assert isinstance(found, tuple)
    return found


@pytest.mark.both_stores
def test_a_helper_adds_a_picture_which_is_stored_drawn_anew_and_sealed(client: AuditingClient) -> None:
    assert receipt_on(drawn(client))
    [view] = stored()
    [drawing] = drawings_of(view.id)
    assert chosen_options(view) == {"q7": ("drawing",)}
    kept = opened(view, drawing)
    assert kept[:4] == b"RIFF"
    assert colour_of(kept)[1] > 100 > colour_of(kept)[0]
    assert b"RIFF" not in drawing.sealed
    assert b"WEBP" not in drawing.sealed


def test_nothing_is_stored_before_send_and_the_page_holds_no_picture_that_can_be_read(
    client: AuditingClient,
) -> None:
    last = soup_of(press(client, drawing_page(client), "page", "3", file=(a_picture(), "park.jpg")))
    assert stored() == []
    riding = value_of(last, "q7")
    assert riding.startswith("picture.")
    assert "UklGR" not in riding
    again = soup_of(press(client, last, "page", "2"))
    assert "A picture is added" in text_of(again)
    without = soup_of(press(client, again, "page", "3", takes_out=True))
    assert without.select("[name=q7]") == []
    receipt_on(press(client, without))
    assert chosen_options(stored()[0]) == {}


def test_a_picture_can_be_changed_for_another(client: AuditingClient) -> None:
    last = soup_of(press(client, drawing_page(client), "page", "3", file=(a_picture("blue"), "a.jpg")))
    again = soup_of(press(client, last, "page", "2"))
    last = soup_of(press(client, again, "page", "3", file=(a_picture("red"), "b.jpg")))
    receipt_on(press(client, last))
    [view] = stored()
    assert colour_of(opened(view, drawings_of(view.id)[0]))[0] > 200


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"these are words", "this is not a picture we can read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "this is not a picture we can read"),
        (a_picture()[:600], "this is not a picture we can read"),
        (too_many_pixels(), "this picture is too large. Choose one of 12 MB or less"),
    ],
    ids=["words", "svg", "cut off", "too large"],
)
def test_what_is_no_picture_is_refused_in_words_and_nothing_else_is_lost(
    client: AuditingClient, content: bytes, complaint: str
) -> None:
    before = soup_of(press(client, drawing_page(client), "page", "3", file=(a_picture(), "park.jpg")))
    again = soup_of(press(client, before, "page", "2"))
    response = press(client, again, "page", "3", file=(content, "park.jpg"))
    assert response.status_code == 422
    page = soup_of(response)
    assert complaint in text_of(page.select(".problem")[0])
    assert page.select(str(page.select(".problem a")[0]["href"])), "the problem leads to its field"
    assert value_of(page, "q1") == "A slide"
    assert "A picture is added" in text_of(page), "the one added before stays"
    receipt_on(press(client, soup_of(press(client, page, "page", "3"))))
    assert len(drawings_of(stored()[0].id)) == 1


def test_only_a_picture_that_this_site_drew_can_ride_along(client: AuditingClient) -> None:
    for made_up in ("picture.AAAA", "picture.", "picture." + "A" * 400, "drawing", "picture.é"):
        client.post(TOGETHER, data={"submission_key": f"k-{len(made_up)}", "q1": "A slide", "q7": made_up})
    assert all(chosen_options(view) == {} for view in stored())
    assert db.session.scalar(select(func.count()).select_from(Drawing)) == 0


def test_nobody_is_asked_for_a_picture_alone_and_what_is_sent_all_the_same_is_passed_over(
    client: AuditingClient,
) -> None:
    for address in (ADDRESS, f"{ADDRESS}?whole=yes", f"{KIOSK}?begin=yes"):
        page = client.page(address)
        assert "Draw your best park" not in text_of(page)
        assert page.select("[type=file]") == []
    file = (io.BytesIO(a_picture()), "park.jpg")
    receipt_on(client.post(ADDRESS, data={"submission_key": key_on(client), "q1": "Words", "q7": file}))
    receipt_on(send(client, q1="More words", q7="drawing"))
    assert [chosen_options(view) for view in stored()] == [{}, {}]
    assert "Draw your best park" in text_of(drawing_page(client, f"{FAMILY}?turn=child"))


@pytest.mark.both_stores
def test_sending_twice_stores_one_view_with_one_picture_and_another_picture_is_another_view(
    client: AuditingClient,
) -> None:
    last = soup_of(press(client, drawing_page(client), "page", "3", file=(a_picture(), "park.jpg")))
    assert receipt_on(press(client, last)) == receipt_on(press(client, last))
    assert db.session.scalar(select(func.count()).select_from(Drawing)) == 1
    other = soup_of(press(client, last, "page", "2"))
    other = soup_of(press(client, other, "page", "3", file=(a_picture("red"), "b.jpg")))
    receipt_on(press(client, other))
    assert len(stored()) == 2


@pytest.fixture
def moderator(staff: Staff) -> AuditingClient:
    return staff(Role.MODERATOR)


def looked(view_id: int) -> list[Any]:
    db.session.rollback()
    return [
        each
        for each in db.session.scalars(select(audit.AuditEvent))
        if each.action == "looked_at_drawing" and each.subject_id == view_id
    ]


@pytest.mark.both_stores
def test_a_moderator_sees_it_only_on_a_page_of_its_own_and_the_record_says_so(
    client: AuditingClient, moderator: AuditingClient
) -> None:
    drawn(client)
    [view] = stored()
    item, picture = f"/staff/queue/{view.id}", f"/staff/queue/{view.id}/drawings/q7/picture"
    assert moderator.get(picture).status_code == 404, "nobody holds the view yet"
    moderator.submit(f"{item}/claim", from_page=item)
    page = moderator.page(item)
    assert page.select("main img") == []
    assert "hidden until you look" in text_of(page)
    refused = moderator.submit(f"{item}/decide", {"kind": "approve"}, from_page=item)
    assert refused.status_code == 409
    assert "Look at the drawing first" in text_of(soup_of(refused))
    assert looked(view.id) == []
    shown = soup_of(moderator.submit(f"{item}/drawings/q7", from_page=item))
    [source] = [str(each["src"]) for each in shown.select("main img")]
    assert source.startswith(picture)
    assert moderator.get(picture).status_code == 409, "its address alone shows nothing"
    given = moderator.get(source)
    assert (given.mimetype, given.headers["Cache-Control"]) == ("image/webp", "no-store")
    assert colour_of(given.data)[1] > 100
    assert [each.actor_id for each in looked(view.id)] == [moderator.person_id]
    assert moderator.submit(f"{item}/decide", {"kind": "approve"}, from_page=item).status_code == 302
    db.session.rollback()
    assert db.session.get_one(Submission, view.id).state is SubmissionState.APPROVED
    assert moderator.get(source).status_code == 404, "a decided view shows it to nobody"


def test_no_other_role_is_given_the_picture(client: AuditingClient, staff: Staff) -> None:
    drawn(client)
    [view] = stored()
    for role in (Role.ANALYST, Role.CAMPAIGN_MANAGER, Role.ADMINISTRATOR, Role.YOUNG_RESEARCHER):
        assert staff(role).get(f"/staff/queue/{view.id}/drawings/q7/picture").status_code == 403
    assert client.get(f"/staff/queue/{view.id}/drawings/q7/picture").status_code in (302, 401)
    assert looked(view.id) == []


def test_the_check_says_that_it_cannot_see_a_drawing_and_a_person_looks_soon(client: AuditingClient) -> None:
    drawn(client)
    [view] = stored()
    checking.screen_unchecked()
    db.session.rollback()
    assert db.session.get_one(Submission, view.id).lane == Lane.SOON
    assert "reader.drawing" in db.session.get_one(Screening, view.id).signals


def look_and_decide(client: AuditingClient, view_id: int, kind: str = "approve") -> None:
    item = f"/staff/queue/{view_id}"
    client.submit(f"{item}/claim", from_page=item)
    client.submit(f"{item}/drawings/q7", from_page=item)
    assert client.submit(f"{item}/decide", {"kind": kind}, from_page=item).status_code == 302


@pytest.mark.both_stores
def test_a_view_taken_back_loses_its_drawing_as_soon_as_nobody_must_look_any_more(
    client: AuditingClient, moderator: AuditingClient
) -> None:
    words = receipt_on(drawn(client))
    checking.screen_unchecked()
    with transaction():
        view = find_by_receipt(words)
        assert view is not None
        withdraw(view)
    assert len(drawings_of(view.id)) == 1, "a person must look at it first: it may tell of somebody at risk"
    look_and_decide(moderator, view.id, "withdrawn")
    db.session.rollback()
    assert drawings_of(view.id) == []


def test_no_file_of_the_site_holds_the_picture_before_or_after_it_is_erased(
    client: AuditingClient, moderator: AuditingClient, tmp_path: Path
) -> None:
    words = receipt_on(drawn(client))
    [view] = stored()
    [drawing] = drawings_of(view.id)
    sealed, picture = drawing.sealed[40:100], opened(view, drawing)[40:100]

    def held_in(secret: bytes) -> list[str]:
        return [each.name for each in tmp_path.rglob("*") if each.is_file() and secret in each.read_bytes()]

    assert held_in(picture) == []
    assert held_in(sealed) != []
    look_and_decide(moderator, view.id)
    with transaction():
        found = find_by_receipt(words)
        assert found is not None
        withdraw(found)
    db.session.remove()
    assert held_in(sealed) == [], "not even the sealed bytes are left"


@pytest.mark.both_stores
def test_the_rule_of_retention_erases_drawings_of_read_views_and_never_an_unread_one(
    client: AuditingClient, moderator: AuditingClient, campaign_id: int
) -> None:
    drawn(client)
    drawn(client, a_picture("red"))
    read, unread = stored()
    look_and_decide(moderator, read.id)
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id)
        campaign.closes_on = campaign.opens_on
        campaign.closed_at = clock.now().replace(year=2001)
    rule = next(each for each in retention.rules() if each.key == "drawings")
    assert rule.due() == 1
    with transaction():
        assert rule.erase() == 1
    assert (drawings_of(read.id), len(drawings_of(unread.id))) == ([], 1)
    assert chosen_options(read) == {"q7": ("drawing",)}, "that there was one still counts"


@pytest.mark.both_stores
def test_a_new_key_seals_drawings_anew(client: AuditingClient) -> None:
    drawn(client)
    held = deployment()
    keys = held.keys
    newer = replace(keys, sealing={**keys.sealing, 9: bytes(range(32))}, current_sealing=9)
    view = stored()[0]
    before = opened(view, drawings_of(view.id)[0])
    object.__setattr__(held, "sealer", Sealer(newer))
    try:
        with transaction():
            assert reseal_drawings() == 1
        assert held.sealer.is_current(drawings_of(view.id)[0].sealed)
        assert opened(view, drawings_of(view.id)[0]) == before
    finally:
        object.__setattr__(held, "sealer", Sealer(keys))


@pytest.mark.both_stores
def test_a_concern_keeps_its_own_copy_for_the_lead_when_the_view_is_taken_back(
    client: AuditingClient, staff: Staff
) -> None:
    words = receipt_on(drawn(client))
    [view] = stored()
    lead, other, moderator = (
        staff(Role.SAFEGUARDING_LEAD),
        staff(Role.SAFEGUARDING_LEAD, email="other@example.org"),
        staff(Role.MODERATOR),
    )
    with transaction():
        claims.take(view.id, moderator.person_id)
        case_id = services.escalate(view.id, CaseKind.CHILD_AT_RISK, moderator.person_id).id
        found = find_by_receipt(words)
        assert found is not None
        withdraw(found)
    assert drawings_of(view.id) == []
    address = f"/staff/safeguarding/{case_id}"
    assert "drawings" not in str(lead.page(address)), "nobody accepted it yet"
    lead.submit(f"{address}/accept", from_page=address)
    [source] = [str(each["src"]) for each in lead.page(address).select("main img")]
    assert colour_of(lead.get(source).data)[1] > 100
    assert lead.get(f"{address}/drawings/1").status_code == 409
    assert other.get(source).status_code == 409, "what was shown to one lead is no proof for another"
    opened_words = soup_of(other.submit(f"{address}/words", from_page=address))
    assert other.get(str(opened_words.select("main img")[0]["src"])).status_code == 200
    assert "Words opened" in text_of(other.page(address)), "another lead's look is a step of the record"
    assert moderator.get(source).status_code == 403
    assert b"RIFF" not in db.session.get_one(SafeguardingCase, case_id).sealed_words


@pytest.mark.both_stores
def test_whoever_keys_a_paper_adds_its_drawing_which_a_second_keying_keeps(staff: Staff) -> None:
    manager, second = staff(Role.CAMPAIGN_MANAGER), staff(Role.CAMPAIGN_MANAGER, email="b@example.org")
    page = manager.page(PAPER)
    fields = {"submission_key": value_of(page, "submission_key"), "q1": "A slide"}
    wrong = manager.submit(
        PAPER, {**fields, "may_quote": "9", "q7": (io.BytesIO(a_picture()), "s.jpg")}, from_page=PAPER
    )
    assert wrong.status_code == 422
    riding = value_of(soup_of(wrong), "q7")
    assert riding.startswith("picture."), "it need not be chosen again"
    assert manager.submit(PAPER, {**fields, "q7": riding}, from_page=PAPER).status_code == 302
    db.session.rollback()
    paper = db.session.scalars(select(KeyedPaper)).one()
    assert len(drawings_of(paper.submission_id)) == 1
    again = f"{PAPER}/{paper.number}"
    assert second.page(again).select("[type=file]") == []
    key = value_of(second.page(again), "submission_key")
    typed = {"submission_key": key, "q1": "A swing"}
    differ = text_of(soup_of(second.submit(again, typed, from_page=again)))
    assert "Draw your best park" not in differ
    second.submit(again, {**typed, "right": "second"}, from_page=again)
    db.session.rollback()
    paper = db.session.scalars(select(KeyedPaper)).one()
    view = db.session.get_one(Submission, paper.submission_id)
    assert chosen_options(view) == {"q7": ("drawing",)}
    assert colour_of(opened(view, drawings_of(view.id)[0]))[1] > 100


def test_the_sheet_has_room_to_draw_under_the_number_that_is_keyed(
    client: AuditingClient, staff: Staff
) -> None:
    assert "2. Draw your best park" in text_of(client.page("/c/buses/paper"))
    assert "2. Draw your best park" in text_of(staff(Role.CAMPAIGN_MANAGER).page(PAPER))


def test_views_with_a_drawing_are_never_decided_about_in_a_stack(
    client: AuditingClient, moderator: AuditingClient
) -> None:
    for colour in ("green", "red"):
        drawn(client, a_picture(colour))
    checking.screen_unchecked()
    first, _ = stored()
    item = f"/staff/queue/{first.id}"
    moderator.submit(f"{item}/claim", from_page=item)
    assert "decide together" not in text_of(moderator.page(item))


def test_every_decision_but_a_concern_waits_for_somebody_to_look(
    client: AuditingClient, moderator: AuditingClient
) -> None:
    drawn(client)
    [view] = stored()
    person = db.session.get_one(Person, moderator.person_id)
    for kind, reason in ((DecisionKind.KEEP_PRIVATE, ""), (DecisionKind.REJECT, "off_topic")):
        with pytest.raises(services.DrawingNotSeen), transaction():
            services.decide(view.id, kind, person.id, reason=reason)
