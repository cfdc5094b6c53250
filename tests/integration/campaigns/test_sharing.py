"""The share kit: link previews, a QR code, a poster, a story and words, all from this site."""

from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from flask import Flask
from PIL import Image

from participation.campaigns.pictures import STORY, Story, fold, font_for, story_picture
from participation.foundation.access import Role
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign

Staff = Callable[..., AuditingClient]
ABOUT = "/c/safer-buses"


@pytest.mark.usefixtures("app")
def test_a_link_to_a_campaign_has_a_preview(client: AuditingClient) -> None:
    a_campaign()
    page = client.page(ABOUT)
    tags = {str(tag["property"]): str(tag["content"]) for tag in page.select("meta[property]")}
    assert tags["og:title"] == "Safer buses after dark"
    assert tags["og:description"] == "Tell us about buses in the evening."
    assert tags["og:url"].endswith(ABOUT)
    assert tags["og:image"].startswith("http://")
    picture = client.get(urlsplit(tags["og:image"]).path)
    assert Image.open(BytesIO(picture.data)).size == (1200, 630)
    picture.close()


def test_the_page_offers_its_address_where_there_is_no_script(app: Flask, client: AuditingClient) -> None:
    a_campaign()
    shared = client.page(ABOUT).select("#shared-address")[0]
    assert shared["href"] == shared.get_text()
    assert shared.get_text().endswith(ABOUT)
    hidden = client.page(ABOUT).select("[data-shares], [data-copies]")
    assert hidden
    assert all(button.has_attr("hidden") for button in hidden)


def test_a_poster_says_what_who_until_when_and_where(app: Flask, client: AuditingClient) -> None:
    a_campaign()
    page = client.page(f"{ABOUT}/poster")
    words = text_of(page)
    for said in ("Safer buses after dark", "aged 5 to 25", "We do not ask your name", "127.0.0.1:8000/c/"):
        assert said in words
    drawn = client.get(str(page.select("img")[0]["src"]))
    assert drawn.mimetype == "image/svg+xml"
    assert b"<path" in drawn.data
    assert b"style=" not in drawn.data


def test_a_story_is_as_large_as_stories_are_and_may_be_kept(app: Flask, client: AuditingClient) -> None:
    a_campaign()
    for address in (f"{ABOUT}/story.png", f"{ABOUT}/results-story.png"):
        response = client.get(address)
        picture = Image.open(BytesIO(response.data))
        assert (picture.format, picture.size) == ("PNG", STORY)
        assert response.headers["Cache-Control"] == "public, max-age=3600"
        assert "Set-Cookie" not in response.headers


def test_nothing_of_a_campaign_in_the_making_is_shared(app: Flask, client: AuditingClient) -> None:
    a_campaign(is_open=False)
    for ending in ("poster", "qr.svg", "story.png", "results-story.png"):
        assert client.get(f"{ABOUT}/{ending}").status_code == 404


def test_staff_find_words_for_every_place_with_the_whole_address(app: Flask, staff: Staff) -> None:
    a_campaign()
    page = staff(Role.CAMPAIGN_MANAGER).page("/staff/campaigns/safer-buses/share")
    captions = [each.get_text() for each in page.select("textarea")]
    assert len(captions) == 6
    assert all("http://127.0.0.1:8000/" in caption for caption in captions)
    assert all("Safer buses after dark" in caption for caption in captions)
    assert not [each for each in captions if "?" in each.partition("http")[2]]  # no tracker in the link


@pytest.mark.parametrize("title", ["Buses", "What would help? " * 7, "W" * 120, "Zażółć – gęślą", "🚌 ?", ""])
def test_any_title_is_drawn_inside_its_bubble(title: str) -> None:
    picture = Image.open(BytesIO(story_picture(Story(title, "We read it.", "example.org/c/buses"))))
    ground = picture.convert("RGB").getpixel((10, 10))
    edge = {picture.convert("RGB").getpixel((left, top)) for left in (40, 1040) for top in range(0, 1500, 9)}
    assert edge == {ground}


def test_a_summary_is_drawn_below_the_title_and_left_out_when_it_would_not_fit() -> None:
    def drawn(words: str) -> bytes:
        return story_picture(Story("Buses", "We read it.", "example.org/c/buses", words=words))

    assert drawn("Tell us what would help.") != drawn("")
    assert drawn("bus " * 100) == drawn("")


def test_no_line_is_wider_than_asked() -> None:
    font = font_for("Llanfair", 60)
    lines = fold("A short word and Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", font, 400)
    assert all(font.getlength(line) <= 400 for line in lines)
    assert "".join(lines).replace(" ", "").endswith("gogogoch")
