"""The great walk, second half: children and staff answer by every way there is, and it is counted once."""

import io

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from participation.foundation.access import Role
from participation.jobs import look
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll, small_targets
from tests.browser.people import PASSWORD, sign_in
from tests.browser.walk_building import FOR_THE_YOUNGEST, HOME, SECOND, done, later


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def looks_right(page: Page) -> None:
    assert axe_problems(page) + sideways_scroll(page) + small_targets(page) == [], page.url


def on_a_phone_at_thirteen(page: Page) -> None:
    """Begin in English, turn to Polish on the way, and send in Polish."""
    page.goto("/")
    page.get_by_role("link", name="Safer buses").first.click()
    page.get_by_role("link", name="Have your say", exact=True).locator("visible=true").last.click()
    looks_right(page)
    page.get_by_label("Yes", exact=True).check()
    press(page, "Continue")
    page.get_by_label("How many days a week?").fill("5")
    press(page, "Polski")
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page.get_by_label("Po polsku: q2")).to_have_value("5")
    looks_right(page)
    press(page, "Dalej")
    page.get_by_label("Odpowiedź 2").check()
    press(page, "Dalej")
    page.get_by_label("Po polsku: q4").fill("Światła na przystanku")
    press(page, "Dalej")
    page.get_by_label("Odpowiedź 1").check()
    page.get_by_label("Odpowiedź 3").check()
    press(page, "Dalej")
    press(page, "Pomiń")
    page.get_by_label("Odpowiedź 1").check()
    press(page, "Dalej")
    page.get_by_label("Odpowiedź 3").check()
    press(page, "Wstecz")
    expect(page.get_by_label("Odpowiedź 1")).to_be_checked()
    press(page, "Dalej")
    expect(page.get_by_label("Odpowiedź 3")).to_be_checked()
    for _ in range(3):
        press(page, "Dalej")
    expect(page.locator("main")).to_contain_text("Światła na przystanku")
    looks_right(page)
    page.get_by_label("Tak", exact=True).check()
    page.get_by_role("button", name="Wyślij", exact=True).click()
    expect(page.locator("output#receipt")).to_be_visible()
    looks_right(page)


def beside_a_helper_at_six(page: Page) -> None:
    """An adult chooses words for the age; the child is asked one thing at a time, and one rule leaves two out."""
    page.goto("/c/safer-buses/together")
    press(page, "5–8")
    looks_right(page)
    page.get_by_role("link", name="Begin with the child").click()
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    page.get_by_label(FOR_THE_YOUNGEST).fill("The driver who waves")
    looks_right(page)
    press(page, "Continue")
    press(page, "Skip")
    press(page, "Skip")
    page.get_by_label("Odpowiedź 1").or_(page.get_by_label("By bus")).check()
    press(page, "Continue")
    page.get_by_label("5 to 8").check()
    press(page, "Continue")
    press(page, "Skip")
    press(page, "Skip")
    page.get_by_label("The child pointed, an adult pressed").check()
    looks_right(page)
    press(page, "Send")
    expect(page.get_by_role("link", name="Next child")).to_be_visible()
    looks_right(page)


def on_paper(page: Page) -> None:
    """A sheet that was printed in Polish is keyed with the keyboard alone."""
    page.goto("/c/safer-buses/paper")
    page.get_by_role("link", name="Polski").click()
    expect(page.locator("main")).to_contain_text("Po polsku: q4")
    page.goto(HOME)
    page.get_by_role("link", name="Key papers").click()
    page.get_by_label("Words on the sheet").select_option("pl")
    key_in(page, days="2")
    page.keyboard.press("Control+Enter")
    done(page, "Paper 1 is kept")
    expect(page.get_by_label("Words on the sheet")).to_have_value("pl")


def key_in(page: Page, days: str) -> None:
    page.locator("#q1").focus()
    # The keys are the script's: without it Enter sends the form.
    page.wait_for_load_state()
    for typed in ("1", days, "2", "Więcej światła", "1", "2 1 3", "1", "3"):
        page.keyboard.type(typed)
        is_long = page.evaluate("document.activeElement.tagName") == "TEXTAREA"
        page.keyboard.press("Tab" if is_long else "Enter")


def keyed_again_by_a_second_person(page: Page) -> None:
    page.goto("/staff/sign-in")
    page.get_by_label("Email address").fill(SECOND)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.goto(f"{HOME}/paper")
    page.get_by_role("link", name="Paper 1").click()
    key_in(page, days="4")
    press(page, "Compare")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("How many days a week?")
    press(page, "Mine is right")
    done(page, "Paper 1 is settled")


ROWS = (
    ("Do they ride?", "Safe?", "What they wrote"),
    ("Yes", "I agree a lot", "A camera"),
    ("No", "", "A bench"),
)


def workbook() -> bytes:
    """Answers of a youth club as a workbook."""
    book, kept = Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def from_files(page: Page, site: LiveSite) -> None:
    """A workbook whose columns somebody names once, and a CSV with the same columns that is known again."""
    csv = "\r\n".join(
        ";".join(row) for row in (ROWS[0], ("Yes", "I disagree a bit", "Żółte światła"))
    ).encode("cp1250")
    for name, content, rows in (("club.xlsx", workbook(), 2), ("club.csv", csv, 1)):
        page.goto(HOME)
        page.get_by_role("link", name="Bring in a file").click()
        page.locator("#file").set_input_files([{"name": name, "mimeType": "", "buffer": content}])
        press(page, "Send the file")
        if name.endswith("xlsx"):
            for column, key in (("Do they ride?", "q1"), ("Safe?", "q3"), ("What they wrote", "q4")):
                page.get_by_label(f"What “{column}” is").select_option(f"answers:{key}")
            page.get_by_label("Keep these choices").fill("Youth club")
        looks_right_at_a_desk(page)
        press(page, "Look what would happen")
        expect(page.locator("main")).to_contain_text(f"{rows} can come in, 0 cannot")
        press(page, "Bring it in")
        look(site.app, tail=0)
        page.reload()
        expect(page.locator("main")).to_contain_text("What came in waits in the queue")


def looks_right_at_a_desk(page: Page) -> None:
    assert axe_problems(page) + sideways_scroll(page) == [], page.url


def from_a_workshop(page: Page) -> None:
    page.goto(HOME)
    page.get_by_role("link", name="Meetings and posts").click()
    page.get_by_role("link", name="Enter a meeting").click()
    page.get_by_label("Day", exact=True).fill(later(0))
    page.get_by_label("How many took part").fill("7")
    page.get_by_label("What they said").fill("- Seats that are not broken\n- A driver who says hello")
    press(page, "Keep it")
    done(page, "2 views wait in the queue")


#: Views by channel. The first keying of the paper stays beside the second: it is in a language that the automatic
#: check cannot read, so a person does, though it is not used.
WAITING = {"phone": 1, "helper": 1, "paper": 2, "import": 3, "workshop": 2}


def all_wait_in_the_queue(page: Page) -> None:
    sign_in(page, Role.MODERATOR)
    for channel, number in WAITING.items():
        page.goto(f"/staff/queue?channel={channel}")
        expect(page.locator("ol.queue > li")).to_have_count(number)
    page.goto("/staff/queue?channel=helper")
    page.get_by_role("button", name="Read the next one").click()
    expect(page.locator("main")).to_contain_text("Helper: the child pointed, an adult pressed")
    expect(page.locator("main")).to_contain_text(FOR_THE_YOUNGEST)


def one_figure_for_all_wordings(page: Page) -> None:
    """What was chosen in English, in Polish, on paper and in a file is one count of one question."""
    sign_in(page, Role.ANALYST)
    page.goto(f"{HOME}/counts")
    assert figure(page, "q1", "Yes") == "4"
    assert figure(page, "q1", "No") == "2"
    assert figure(page, "q8", "12 to 14") == "2"
    assert figure(page, "q8", "5 to 8") == "1"
    expect(page.locator("section", has=page.locator("#q2"))).to_contain_text("2 answered")


def figure(page: Page, key: str, answer: str) -> str:
    head = page.get_by_role("rowheader", name=answer, exact=True)
    row = page.locator("section", has=page.locator(f"#{key}")).locator("tr", has=head)
    return row.locator("td").inner_text()
