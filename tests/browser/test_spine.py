"""The whole way of one view: from a phone to "We did" and back, on a screen 360 pixels wide."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from participation.foundation import clock
from participation.foundation.access import Role
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll
from tests.browser.people import QUESTION, SLUG, hire, open_a_campaign, sign_in

Visitor = Callable[..., Page]
NAME = "Zebedee Quillfeather"
SENTENCE = f"I want the skate park lights to stay on late because {NAME} fell off the purple ramp"
COVERED = "I want the skate park lights to stay on late because [name] fell off the purple ramp"


@pytest.fixture(scope="module")
def town(live_site: LiveSite) -> LiveSite:
    """The site with staff, an open campaign and a worker."""
    hire(live_site, Role.MODERATOR, Role.ANALYST)
    open_a_campaign(live_site)
    live_site.start_worker()
    return live_site


def send_a_view(page: Page, words: str) -> str:
    """Answer the survey from the home page as a young person would; gives the receipt words."""
    page.goto("/")
    page.get_by_role("link", name="Our made-up town").first.click()
    page.get_by_role("link", name="Have your say", exact=True).locator("visible=true").last.click()
    page.get_by_label(QUESTION).fill(words)
    page.get_by_label("Village").check()
    page.get_by_role("group", name="Can we show your words").get_by_label("Yes").check()
    page.get_by_role("button", name="Send").click()
    receipt = page.locator("output#receipt")
    expect(receipt).to_be_visible()
    return receipt.inner_text().strip()


def public_text(page: Page) -> str:
    """Every public page that could show a view, as text."""
    pages = []
    for address in ("/", "/results", f"/results/{SLUG}", "/replies", f"/c/{SLUG}"):
        page.goto(address)
        pages.append(page.locator("body").inner_text())
    return "\n".join(pages)


def look(page: Page) -> None:
    """Every page on the way is free of axe violations and fits the screen."""
    assert axe_problems(page) == [], page.url
    assert sideways_scroll(page) == [], page.url


@pytest.mark.parametrize("with_script", [True, False], ids=["with script", "without script"])
def test_a_view_goes_from_the_phone_to_we_did_and_back(
    town: LiveSite, visitor: Visitor, with_script: bool
) -> None:
    unique = "purple ramp" if with_script else "yellow ramp"
    words, covered = SENTENCE.replace("purple ramp", unique), COVERED.replace("purple ramp", unique)
    phone = visitor(java_script_enabled=with_script)
    receipt = send_a_view(phone, words)
    assert unique not in public_text(visitor())

    moderate(visitor(java_script_enabled=with_script), unique)
    assert unique not in public_text(visitor())

    analyst = visitor()
    sign_in(analyst, Role.ANALYST)
    theme_and_correct(analyst, covered)
    reply(analyst)
    publish(analyst)

    page = visitor(java_script_enabled=with_script)
    results = public_text(page)
    assert "Thank you for every view" in results
    assert "The lights stay on until ten" in results
    assert NAME not in results

    page.goto("/my-answer")
    page.get_by_label("Your four words and the number").fill(receipt)
    page.get_by_role("button", name="Find my view").click()
    became = page.locator("main").inner_text()
    assert "things to do" in became.lower()
    assert "The lights stay on until ten" in became
    if with_script:
        look(page)
    check_files(analyst, covered)


def moderate(page: Page, unique: str) -> None:
    """The moderator finds the view, covers the name and approves it."""
    sign_in(page, Role.MODERATOR)
    page.goto("/staff/queue")
    page.get_by_role("button", name="Read the next one").click()
    expect(page.locator("main")).to_contain_text(unique)
    page.get_by_role("link", name="Cover words").click()
    for word in NAME.split():
        box = page.get_by_label(word, exact=True)
        if not box.is_checked():
            box.check(force=True)
    page.get_by_role("button", name="Approve with these words covered").click()
    expect(page.locator("main")).not_to_contain_text(NAME)


def theme_and_correct(page: Page, covered: str) -> None:
    """The analyst has it themed, reads it covered, says what it is about, and signs."""
    page.goto(f"/staff/themes/{SLUG}")
    page.get_by_role("button", name="Theme the answers").click()
    expect(page.get_by_role("heading", name="Theme list, version 1")).to_be_visible()
    expect(page.get_by_text("The answers are being themed")).to_have_count(0, timeout=90_000)
    page.goto(f"/staff/themes/{SLUG}/answers?q=ramp")
    card = page.locator("li.card", has_text=covered)
    expect(card).to_be_visible(timeout=30_000)
    assert NAME not in page.locator("body").inner_text()
    for _ in range(60):
        if "Not themed yet" not in card.inner_text():
            break
        page.wait_for_timeout(500)
        page.reload()
    card.get_by_text("Why, and change it").click()
    card.get_by_label("Main theme").select_option("things-to-do")
    card.get_by_role("button", name="Save this answer").click()
    expect(page.locator("li.card", has_text=covered)).to_contain_text("Checked by a person")
    look(page)
    page.goto(f"/staff/themes/{SLUG}/sign-off")
    page.get_by_role("button", name="Sign off under my name").click()
    expect(page.locator("main")).to_contain_text("signed off under your name")


def reply(page: Page) -> None:
    """The analyst writes a promise with an owner and a date."""
    page.goto(f"/staff/replies/{SLUG}")
    if page.get_by_text("The lights stay on until ten").count():
        return
    page.get_by_role("link", name="things to do", exact=False).first.click()
    page.get_by_label("What do we say?").select_option("yes")
    page.get_by_label("You said").fill("You want to use the skate park in the evening.")
    page.get_by_label("Our reply").fill("The lights stay on until ten.")
    page.get_by_label("First step").fill("We ask the lighting team.")
    page.get_by_label("Owner").fill("Head of parks")
    page.get_by_label("Due on").fill((clock.today() + timedelta(days=60)).isoformat())
    page.get_by_label("Plan priority").select_option(label="Best place to live")
    look(page)
    page.get_by_role("button", name="Save the reply").click()
    expect(page.get_by_text("There is a problem")).to_have_count(0)
    expect(page.get_by_role("button", name="Save the reply")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("The lights stay on until ten")


def publish(page: Page) -> None:
    """The analyst publishes the results."""
    page.goto(f"/staff/themes/{SLUG}/publish")
    page.get_by_label("Introduction").fill("Thank you for every view.")
    page.get_by_role("button", name="Publish the results").click()
    expect(page.locator("main")).to_contain_text("The results are public now")


def check_files(page: Page, covered: str) -> None:
    """Word, Excel and CSV hold the covered sentence and never the name."""
    texts = {}
    for label in ("CSV – Theme tables", "Excel – Theme tables", "Word – Theme summary"):
        page.goto("/staff/reports")
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        with open(download.value.path(), "rb") as file:
            texts[label] = read(label, file.read())
    assert {label for label, text in texts.items() if covered in text} == set(texts)
    assert not [label for label, text in texts.items() if "Quillfeather" in text]


def read(label: str, content: bytes) -> str:
    """The words of a file, by a real reader of its kind."""
    if "Excel" in label:
        sheets = load_workbook(io.BytesIO(content))
        return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
    if "Word" in label:
        document = Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    return content.decode("utf-8-sig")
