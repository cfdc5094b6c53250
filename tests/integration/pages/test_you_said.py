"""You said, we did: a page a theme and a place, two taps from the front page, and "Did we get this right?"."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import segno
from sqlalchemy import select

from analysis.models import Reply
from analysis.replies.services import save_reply
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import Channel, MayQuote
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up
from tests.integration.pages.made_up import BUSES, LIGHTS, SHOPS, SLUG

Staff = Callable[..., AuditingClient]
ADDRESS = f"/results/{SLUG}"


def change(theme: str, **values: object) -> None:
    with transaction():
        reply = db.session.scalars(select(Reply).where(Reply.theme_key == theme)).first()
        assert reply is not None
        save_reply(reply, reply.campaign_id, theme, values, None)


def test_from_the_front_page_in_two_taps_what_became_of_the_thing_most_people_asked_for(
    client: AuditingClient,
) -> None:
    made_up.published_campaign()
    first = next(link for link in client.page("/").select("section[aria-labelledby=latest] a.chip"))
    assert text_of(first) == "Getting around"
    page = client.page(str(first["href"]))
    words = text_of(page)
    assert "Thank you. About 40 of 80 responses talked about this" in words
    assert "Yes, we will" in words
    assert "1 May 2030" in words


@pytest.mark.both_stores
def test_a_theme_says_everything_that_makes_an_answer_believable_in_order(client: AuditingClient) -> None:
    made_up.published_campaign()
    change(BUSES, other_views="Some of you like to walk.", decision_maker="The transport board")
    words = text_of(client.page(f"{ADDRESS}/{BUSES}"))
    parts = (
        "Thank you. About 40 of 80 responses",
        "What you said",
        "In your own words",
        "What some of you said instead Some of you like to walk.",
        "What we can do",
        "Yes, we will",
        "By when: 1 May 2030",
        "What we cannot do, and why",
        "What could change it: A new law could change it.",
        "Who decided, and when they read your words",
        "What happens next",
        "Did we get this right?",
        "What would make getting about better?",
        "About 80 responses in all. A person read each one.",
    )
    places = [words.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert len(words.split()) < 900


def test_a_theme_too_few_talked_about_shows_no_figure_and_still_has_a_page(client: AuditingClient) -> None:
    made_up.published_campaign()
    words = text_of(client.page(f"{ADDRESS}/{SHOPS}"))
    assert "We do not show how many of you talked about this" in words
    assert "We have not replied to this yet." in words
    for wrong in (f"{ADDRESS}/nowhere", f"/results/nowhere/{BUSES}", f"{ADDRESS}/{BUSES}'--"):
        assert client.get(wrong).status_code == 404


def test_the_counter_is_honest_in_one_sentence(client: AuditingClient) -> None:
    made_up.published_campaign()
    said = "Of 4 things you asked for: 2 under way, 1 no and 1 late."
    assert said in text_of(client.page(ADDRESS))
    assert said in text_of(client.page("/results"))


def test_a_place_shows_what_is_promised_there_and_nothing_is_counted_there(client: AuditingClient) -> None:
    made_up.published_campaign()
    assert "No reply names a place yet" in text_of(client.page("/places"))
    change(LIGHTS, places=["Lyme Regis", "<b>Portland"])
    links = {text_of(link): str(link["href"]) for link in client.page("/places").select("a.chip")}
    assert list(links) == ["<b>Portland", "Lyme Regis"]
    for name, href in links.items():
        page = client.page(href)
        assert name in text_of(page)
        assert "We are doing it" in text_of(page)
        assert "responses" not in text_of(page)
    assert client.get("/places/nowhere").status_code == 404


@pytest.mark.both_stores
def test_what_somebody_says_about_our_reply_lands_in_the_moderation_queue_once(
    client: AuditingClient, staff: Staff
) -> None:
    made_up.published_campaign()
    page = client.page(f"{ADDRESS}/{BUSES}")
    form = page.select_one("form[action$='check-back']")
    assert form is not None
    given = {str(field["name"]): str(field["value"]) for field in form.select("input")}
    given["wrong"] = "the bus still does not come </p><script>alert(1)</script>"
    receipts = set()
    for _ in range(2):
        sent = client.post(f"{ADDRESS}/check-back", data=given)
        assert sent.status_code == 200
        receipts.add(sent.get_data(as_text=True).split('id="receipt"')[1].split("<")[0])
    assert len(receipts) == 1
    [stored] = db.session.scalars(select(Submission).where(Submission.channel == Channel.CHECK_BACK)).all()
    assert stored.may_quote is MayQuote.NOT_SAID
    moderator = staff(Role.MODERATOR)
    taken = moderator.submit(f"/staff/queue/{stored.id}/claim", from_page="/staff/queue")
    assert taken.status_code in (200, 302)
    words = text_of(moderator.page(f"/staff/queue/{stored.id}"))
    assert "Did we get this right?" in words
    assert "the bus still does not come" in words
    assert "about 80 responses" in text_of(client.page(ADDRESS)), "it is no answer to the campaign"


def test_nothing_said_is_put_right_and_a_wrong_theme_is_dropped(client: AuditingClient) -> None:
    made_up.published_campaign()
    before = db.session.query(Submission).count()
    for words, named in (("  ", "Write what is wrong"), ("x" * 2001, "Use 2,000 characters or fewer")):
        answer = client.post(f"{ADDRESS}/check-back", data={"wrong": words, "about": "'; --"})
        assert answer.status_code == 422
        assert named in answer.get_data(as_text=True)
    assert db.session.query(Submission).count() == before
    assert client.post("/results/nowhere/check-back", data={"wrong": "x"}).status_code == 404


def test_a_poster_leads_back_to_the_promise(client: AuditingClient) -> None:
    made_up.published_campaign()
    for address, leads_to in ((f"{ADDRESS}/{BUSES}", f"{ADDRESS}/{BUSES}"), (ADDRESS, ADDRESS)):
        poster = client.page(f"{address}/poster")
        picture = poster.select_one(".scan img")
        assert picture is not None
        drawn = client.get(str(picture["src"])).get_data(as_text=True)
        wanted = segno.make(f"http://127.0.0.1:8000{leads_to}", error="m", micro=False)
        assert drawn.count(" ") > 100
        assert f"127.0.0.1:8000{leads_to}" in text_of(poster)
        assert wanted.svg_data_uri()
    assert "Yes, we will" in text_of(client.page(f"{ADDRESS}/{BUSES}/poster"))


def test_a_campaign_that_is_over_and_not_answered_says_when_it_will_be(client: AuditingClient) -> None:
    closed = clock.today() - timedelta(days=3)
    made_up.open_campaign(closes_on=closed, hear_back_by=clock.today() + timedelta(days=9))
    page = text_of(client.page(ADDRESS))
    assert "Thank you." in page
    assert clock.show_date(clock.today() + timedelta(days=9)) in page
    assert "late" not in page
