"""Results, replies and pictures: only what was published, behind the mask, in public wording."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from analysis import publications
from analysis.models import Reply
from analysis.replies.domain import ReasonCode, ReplyStatus
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import MayQuote, SubmissionState
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up
from tests.integration.pages.made_up import BUSES, LIGHTS, PARKS, SLUG

ADDRESS = f"/results/{SLUG}"


def test_results_are_nowhere_until_they_are_published(client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    assert client.get(ADDRESS).status_code == 404
    made_up.write_reply(campaign_id, BUSES, ReplyStatus.YES)
    assert "Nothing found" in text_of(client.page("/replies"))
    assert client.get("/replies/1").status_code == 404


@pytest.mark.both_stores
def test_published_results_thank_first_and_answer_every_theme(client: AuditingClient) -> None:
    made_up.published_campaign()
    page = client.page(ADDRESS)
    lead = page.select_one(".hero .lead")
    assert lead is not None
    assert text_of(lead).startswith("Thank you. People read about 80 responses.")
    words = text_of(page)
    for part in (
        "What would make getting about better?",
        "About 40 of 80 responses talked about this (50%).",
        "Yes, we will",
        "Who: Head of transport, with Bus company",
        "By when: 1 May 2030",
        "No, and here is why",
        "Why not: The law does not let us. The law sets the price.",
        "What could change it: A new law could change it.",
        "This is late, and we are sorry.",
        "1 reply is late",
        "We have not replied to this yet.",
        "The transport board",
        "You did not all say the same",
        "Did we get this right?",
    ):
        assert part in words, part


def test_no_hidden_count_is_anywhere_on_the_page_or_in_its_pictures(client: AuditingClient) -> None:
    made_up.published_campaign()
    page = client.page(ADDRESS)
    for theme, figure in (("Feeling safe outside", "too few to show"), ("Shops and food", "too few to show")):
        row = next(row for row in page.select("tbody tr") if theme in text_of(row))
        assert figure in text_of(row)
    chart = client.get(f"{ADDRESS}/chart.svg").get_data(as_text=True)
    narrow = client.get(f"{ADDRESS}/chart.svg?shape=narrow").get_data(as_text=True)
    for drawn in (chart, narrow):
        assert "too few to show" in drawn
        assert drawn.count('fill="#0B5F66"') == 2, "only the two themes that are shown have a bar"
        assert not re.search(r">(4|12|21|42|79)<", drawn), "no true count"
    cells = {text_of(cell) for cell in page.select("section[aria-labelledby=numbers] td")}
    assert cells == {"40", "50%", "20", "25%", "too few to show", "–"}
    words = {text_of(cell) for cell in page.select("section[aria-labelledby=words] td")}
    assert all(int(figure) % 5 == 0 and int(figure) >= 10 for figure in words)


def test_at_most_three_quotes_stand_in_a_theme_and_only_with_permission(client: AuditingClient) -> None:
    made_up.published_campaign()
    page = client.page(ADDRESS)
    for bubble in page.select(".bubble.you"):
        assert len(bubble.select("q")) <= 3
    assert page.select(".bubble.you q")


def test_words_of_somebody_who_did_not_say_yes_are_never_shown(client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    views = [f"a secret wish about buses and stops {place}" for place in range(12)]
    coded = []
    for receipt, text in zip(
        made_up.send(campaign_id, *views, may_quote=MayQuote.NOT_SAID), views, strict=True
    ):
        made_up.settle(receipt.submission_id, SubmissionState.APPROVED, text=text)
        coded.append((receipt.submission_id, BUSES))
    made_up.code(campaign_id, coded)
    made_up.write_reply(campaign_id, BUSES, ReplyStatus.YES)
    with transaction():
        publications.publish(db.session.get_one(Campaign, campaign_id), "", made_up.somebody().id)
    page = text_of(client.page(ADDRESS))
    assert "secret wish" not in page
    assert "secret" not in page


def test_staff_words_are_shown_as_text_whatever_they_hold(client: AuditingClient) -> None:
    made_up.published_campaign()
    with transaction():
        for reply in db.session.scalars(select(Reply)):
            reply.you_said = reply.our_reply = reply.reason = "<script>alert(1)</script> & <b>bold</b>"
    for address in (ADDRESS, "/replies", "/replies/1", "/"):
        assert "<script>alert(1)</script>" in text_of(client.page(address))


def test_results_taken_back_are_gone(client: AuditingClient) -> None:
    made_up.published_campaign()
    with transaction():
        campaign = db.session.scalars(select(Campaign)).one()
        publications.unpublish(campaign, made_up.somebody().id)
    for address in (ADDRESS, f"{ADDRESS}/chart.svg", f"{ADDRESS}/words.png"):
        assert client.get(address).status_code == 404
    assert "No results yet" in text_of(client.page("/results"))


@pytest.mark.parametrize("status", list(ReplyStatus))
def test_each_status_says_in_public_how_it_stands(client: AuditingClient, status: ReplyStatus) -> None:
    campaign_id = made_up.open_campaign()
    reply_id = made_up.write_reply(campaign_id, PARKS, status)
    made_up.publish_replies()
    page = text_of(client.page(f"/replies/{reply_id}"))
    assert status.label in page
    for name, value in made_up.REPLY_FIELDS[status].items():
        if isinstance(value, str):
            assert (ReasonCode(value).label if name == "reason_code" else value) in page


def test_dates_are_named_where_the_status_promises_them(client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    deciding = made_up.write_reply(campaign_id, PARKS, ReplyStatus.DECIDING)
    asked = made_up.write_reply(campaign_id, PARKS, ReplyStatus.NOT_OURS)
    made_up.publish_replies()
    due = clock.show_date(clock.today() + timedelta(days=40))
    assert f"We are deciding – answer by {due}" in text_of(client.page(f"/replies/{deciding}"))
    assert "Someone else decides – we asked them on 2 February 2026" in text_of(
        client.page(f"/replies/{asked}")
    )


def test_replies_are_found_by_word_status_theme_and_campaign(client: AuditingClient) -> None:
    made_up.published_campaign()

    def found(query: str) -> list[str]:
        return [text_of(each) for each in client.page(f"/replies?{query}").select(".pair .bubble.we")]

    assert len(found("")) == 4
    assert len(found("q=LAW price")) == 1
    assert len(found("status=no")) == 1
    assert len(found(f"theme={LIGHTS}")) == 1
    assert len(found(f"campaign={SLUG}")) == 4
    assert found("q=100%25") == []
    assert len(found("status=nonsense")) == 4
    assert found(f"q={'x' * 5000}") == []
    assert len(found("q=%00")) == 4


def test_what_was_searched_for_stays_in_the_form(client: AuditingClient) -> None:
    made_up.published_campaign()
    page = client.page('/replies?q="><i>&status=no')
    field = page.select_one("input[name=q]")
    assert field is not None
    assert field["value"] == '"><i>'
    assert page.select_one("option[value=no][selected]")


def test_older_replies_are_a_page_further(client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    for _ in range(31):
        made_up.write_reply(campaign_id, PARKS, ReplyStatus.HEARD)
    made_up.publish_replies()
    first = client.page("/replies?status=heard")
    assert len(first.select(".pair")) == 30
    older = first.select_one("a[rel=next]")
    assert older is not None
    second = client.page(str(older["href"]))
    assert len(second.select(".pair")) == 1
    assert second.select_one("a[rel=prev]")
    assert len(client.page("/replies?before_id=99999999999999999999").select(".pair")) == 30


def test_pictures_may_be_kept_and_are_not_sent_twice(client: AuditingClient) -> None:
    made_up.published_campaign()
    for name, kind in (("chart.svg", "image/svg+xml"), ("words.png", "image/png")):
        first = client.get(f"{ADDRESS}/{name}")
        assert (first.status_code, first.mimetype) == (200, kind)
        assert first.headers["Cache-Control"] == "public, max-age=3600"
        again = client.get(f"{ADDRESS}/{name}", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
    narrow = client.get(f"{ADDRESS}/words.png?shape=narrow")
    assert Image.open(io.BytesIO(narrow.data)).size == (480, 520)


def test_a_chart_says_in_words_what_it_shows(client: AuditingClient) -> None:
    made_up.published_campaign()
    picture = client.page(ADDRESS).select_one("img[src*='chart.svg']")
    assert picture is not None
    assert "Getting around: about 40 of 80 responses" in str(picture["alt"])


def test_so_few_views_that_even_their_number_is_hidden_still_get_answers(client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    coded = []
    for receipt in made_up.send(campaign_id, "one bus a day is not enough", "the bus is never on time"):
        made_up.settle(receipt.submission_id, SubmissionState.APPROVED, text="one bus a day is not enough")
        coded.append((receipt.submission_id, BUSES))
    made_up.code(campaign_id, coded)
    made_up.write_reply(campaign_id, BUSES, ReplyStatus.YES)
    with transaction():
        publications.publish(db.session.get_one(Campaign, campaign_id), "", made_up.somebody().id)
    page = text_of(client.page(ADDRESS))
    assert "You told us what you think, and people read every view." in page
    assert "Yes, we will" in page
    assert "Words you used" not in page
    assert "responses." not in text_of(client.page("/results"))
    assert client.get(f"{ADDRESS}/words.png").status_code == 200
