"""The council's own look: names, welcome, colours and a logo, set on a page and worn by every other."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from participation.foundation.access import Role
from participation.foundation.database import db
from participation.look.logos import HEAVIEST, LARGEST_FILE, WrongLogo, read_logo
from participation.look.models import SiteLook
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import open_campaign  # noqa: F401
from tests.integration.surveys.sending import soup_of

Staff = Callable[..., AuditingClient]
PAGE = "/staff/look"
OURS = {"name": "Voices of Wessex", "partnership": "Wessex Council", "welcome": "Tell us. We answer."}
COLOURS = {"accent": "00308F", "action": "#00308f"}


@pytest.fixture
def administrator(app: Flask, staff: Staff) -> AuditingClient:
    return staff(Role.ADMINISTRATOR)


def a_logo(kind: str = "PNG", size: tuple[int, int] = (1200, 400)) -> bytes:
    """A picture that says where it was taken."""
    kept, notes = BytesIO(), Image.Exif()
    notes[0x010E] = "taken at 12 Mill Lane"
    Image.linear_gradient("L").resize(size).convert("RGB").save(kept, kind, exif=notes)
    return kept.getvalue()


def looks() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(SiteLook.id))) or 0


@pytest.mark.both_stores
@pytest.mark.usefixtures("open_campaign")
def test_every_page_wears_the_look_that_an_administrator_saved(
    administrator: AuditingClient,
    client: AuditingClient,
    open_campaign: Callable[[], int],  # noqa: F811
) -> None:
    open_campaign()
    assert client.page("/c/buses/take-part").select("link[href^='/look.css']") == []
    sent = {**OURS, **COLOURS, "logo": (BytesIO(a_logo()), "logo.png")}
    assert administrator.submit(PAGE, sent).status_code == 302
    assert "Tell us. We answer." in text_of(client.page("/"))
    for address in ("/", "/c/buses/take-part", "/privacy", "/staff/sign-in"):
        answer = client.get(address)
        page = soup_of(answer)
        assert "Voices of Wessex" in text_of(page), address
        [address_of_style] = {str(each["href"]) for each in page.select("link[href^='/look.css']")}
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    style = client.get(address_of_style)
    assert style.headers["Cache-Control"].endswith("immutable")
    assert "--accent:#00308f;--on-accent:#ffffff" in style.get_data(as_text=True)
    logo = client.get(str(client.page("/c/buses/take-part").select_one(".brand img")["src"]))  # type: ignore[index]
    assert logo.headers["Cache-Control"].endswith("immutable")
    content = logo.get_data()
    assert len(content) <= HEAVIEST
    assert b"Mill Lane" not in content
    assert Image.open(BytesIO(content)).format == "WEBP"


def test_a_colour_that_cannot_be_read_is_refused_with_its_figure_and_nothing_typed_is_lost(
    administrator: AuditingClient,
) -> None:
    refused = administrator.submit(PAGE, {**OURS, "accent": "#777777", "action": "sky blue"})
    assert refused.status_code == 422
    words = text_of(soup_of(refused))
    assert "need 7. Choose a darker or a much lighter colour." in words
    assert "Write a colour like this: #0b5f66" in words
    assert soup_of(refused).select_one("input[name=name][value='Voices of Wessex']") is not None
    assert soup_of(refused).select_one("input[name=accent][value='#777777']") is not None
    assert looks() == 0


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "no picture we can read",
        ),
        (b"", "no picture we can read"),
        (a_logo()[:500], "no picture we can read"),
    ],
    ids=["drawing with a script", "empty", "cut short"],
)
def test_a_file_that_is_no_logo_is_refused(
    administrator: AuditingClient, content: bytes, complaint: str
) -> None:
    refused = administrator.submit(PAGE, {**OURS, "logo": (BytesIO(content), "logo.png")})
    assert refused.status_code == 422
    assert complaint in text_of(soup_of(refused))
    assert looks() == 0


def test_a_file_that_is_too_large_is_refused_before_it_is_opened() -> None:
    with pytest.raises(WrongLogo, match="larger than 2 MB"):
        read_logo(b"x" * (LARGEST_FILE + 1))


def test_the_logo_stays_until_somebody_drops_it(
    administrator: AuditingClient, client: AuditingClient
) -> None:
    administrator.submit(PAGE, {**OURS, "logo": (BytesIO(a_logo("JPEG")), "logo.jpg")})
    administrator.submit(PAGE, {**OURS, "name": "Another name"})
    assert client.page("/").select(".brand img")
    administrator.submit(PAGE, {**OURS, "drops_logo": "y"})
    assert client.page("/").select(".brand img") == []
    assert client.get("/logo/none").status_code == 404
