"""The great walk: a manager builds a campaign in two languages, is refused by each gate in turn, and opens it; then
children and staff answer it by every way there is, and all of it comes together in one place."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from participation.accounts.services import add_person
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.jobs import look
from surveys.domain import SubmissionState
from surveys.models import Submission
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll, small_targets
from tests.browser.people import PASSWORD, hire, sign_in
from tests.integration.duty import a_whole_rota
from tests.integration.pages.made_up import settle

Visitor = Callable[..., Page]
HOME = "/staff/campaigns/safer-buses"
SECOND = "second@example.org"
LONG = "When you think of all the buses you take in a week, which of them would you keep if you could keep only one?"
ASKED = (
    ("one_choice", "Do you ride the bus?", "Yes\nNo"),
    ("number", "How many days a week?", ""),
    ("agree_scale", "I feel safe on the bus.", ""),
    ("long_text", "What would make it safer?", ""),
    ("several_choices", "What else do you use?", "Bike\nFeet\nTrain"),
    ("ranking", "What matters most?", "Times\nStops\nPrice"),
    ("picture_choice", "How do you go to school?", "By bus | bus\nBy bike | bike"),
    ("age_band", "How old are you?", ""),
    ("short_text", "Your bus in one word?", ""),
    ("long_text", LONG, ""),
)
KEYS = tuple(f"q{number}" for number in range(1, len(ASKED) + 1))
FOR_THE_YOUNGEST = "What is good on the bus?"


def monday_in_a_month() -> str:
    day = clock.today() + timedelta(days=30)
    return (day + timedelta(days=-day.weekday() % 7)).isoformat()


def later(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


#: What a manager fills in, one field after the other, in the order in which opening is refused.
ANSWERS = {
    "purpose": "We plan buses. We ask because you ride.",
    "decision": "The winter timetable.",
    "decision_maker": "The travel board",
    "can_change": "Times",
    "cannot_change": "Money",
    "decided_on": later(45),
    "hear_back_by": later(60),
    "left_out": "Children without a phone take part on paper.",
    "easy_summary": "We plan buses. Tell us what you need.",
    "q10": "Which bus would you keep?",
    "pl": "",
    "access_checked_by": "Two young people",
    "access_checked_on": later(0),
    "who_reads": "A youth worker reads every view.",
    "closes_on": monday_in_a_month(),
    "rota": "",
    "ethics_approval": "The ethics panel",
    "support": "A youth worker, every weekday.",
    "privacy_level": "L1",
    "dpia_reference": "DPIA-1",
    "statement": "They are heard before it is decided.",
}


@dataclass(frozen=True)
class OpenedCampaign:
    """The campaign as its manager opened it: what stood in the way, in order, with what the link led to."""

    site: LiveSite
    refused: tuple[str, ...]


@contextmanager
def somebody(browser: Browser, site: LiveSite) -> Iterator[Page]:
    """Somebody at a desk, for as long as a fixture needs them."""
    context = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture(scope="module")
def opened(live_site: LiveSite, browser: Browser) -> OpenedCampaign:
    """Built, worded, refused, put right and opened by one manager with nothing but the pages of the site."""
    hire(live_site, Role.CAMPAIGN_MANAGER, Role.MODERATOR, Role.ANALYST)
    with live_site.app.app_context(), transaction():
        add_person(SECOND, "Second manager", PASSWORD, [Role.CAMPAIGN_MANAGER])
    with somebody(browser, live_site) as page:
        sign_in(page, Role.CAMPAIGN_MANAGER)
        build(page)
        word_it(page)
        refused = be_refused_until_it_opens(page, live_site)
    return OpenedCampaign(live_site, tuple(refused))


def save(page: Page, name: str = "Save") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def done(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def build(page: Page) -> None:
    """Ten questions, two of them only for who rides."""
    page.goto("/staff/campaigns/new")
    page.locator("#title").fill("Safer buses")
    page.locator("#is_sensitive").check()
    save(page)
    for kind, wording, options in ASKED:
        page.goto(f"{HOME}/questions/add")
        page.locator("#wording").fill(wording)
        page.locator(f"input[name=kind][value={kind}]").check()
        page.locator("#options").fill(options)
        save(page)
        done(page, "The question is added")
    for key in ("q2", "q3"):
        page.goto(f"{HOME}/questions/{key}/rules")
        page.locator("input[name=how-q1][value=any]").check()
        page.locator("input[name=options-q1][value=yes]").check()
        save(page, "Save the rules")


def word_it(page: Page) -> None:
    """Every question in Polish too and one for the youngest, each read by a person; then Polish is offered."""
    page.goto("/staff/languages/pl")
    page.locator("#reviewed_as").fill("Youth worker whose first language is Polish")
    page.locator("#is_read").check()
    save(page, "Offer Polish")
    done(page, "Polish is offered now")
    page.goto(f"{HOME}/questions")
    page.get_by_role("link", name="Languages and ages").click()
    page.get_by_role("link", name="Polish").click()
    beside = page.url
    for key in KEYS:
        page.locator(f"#{key}").get_by_role("link").click()
        write_words(page, f"Po polsku: {key}")
        expect(page.locator(f"#{key}")).to_contain_text("Reviewed")
        assert page.url.partition("#")[0] == beside
    page.locator("#title").fill("Bezpieczne autobusy")
    page.locator("#is_on").check()
    save(page)
    done(page, "Saved")
    page.goto(f"{HOME}/wordings/usual/5-8/q4")
    write_words(page, FOR_THE_YOUNGEST)


def write_words(page: Page, wording: str) -> None:
    page.locator("#wording").fill(wording)
    for number, label in enumerate(page.locator("input[name^=label-]").all(), 1):
        label.fill(f"Odpowiedź {number}")
    page.locator("#reviewed_by").fill("Youth worker")
    save(page)
    done(page, "The words are saved")


def be_refused_until_it_opens(page: Page, site: LiveSite) -> list[str]:
    """Press Open, follow the link of the first thing that is missing, put it right there; until it is open."""
    refused: list[str] = []
    while len(refused) < len(ANSWERS):
        if not page.url.endswith(HOME):
            page.goto(HOME)
        save(page, "Open the campaign")
        link = page.locator("[role=alert] a").first
        leads_to = str(link.get_attribute("href"))
        refused.append("pl" if "/wordings/pl/" in leads_to else leads_to.partition("#")[2] or "rota")
        link.click()
        put_right(page, site, refused[-1])
    page.goto(HOME)
    expect(page.get_by_text("Everything is there")).to_be_visible()
    save(page, "Open the campaign")
    done(page, "is open")
    return refused


def put_right(page: Page, site: LiveSite, anchor: str) -> None:
    """Mend what opening was refused for, on the page that the refusal leads to."""
    if anchor == "rota":
        with site.app.app_context(), transaction():
            a_whole_rota()
    elif anchor == "q10":
        page.locator("#q10").get_by_role("link", name="Change").click()
        page.locator("#easy_wording").fill(ANSWERS[anchor])
        save(page)
    elif anchor == "pl":  # what it says in Polish was read before the question changed
        page.locator("#q10").get_by_role("link", name="Change or review").click()
        page.locator("#reviewed_by").fill("Youth worker")
        save(page)
    elif anchor == "privacy_level":
        page.locator("input[name=privacy_level][value=L1]").check()
        save(page)
    elif anchor == "statement":
        page.locator(f"#{anchor}").fill(ANSWERS[anchor])
        page.locator("#is_read").check()
        page.get_by_role("button", name="Sign as").click()
    else:
        page.locator(f"#{anchor}").fill(ANSWERS[anchor])
        save(page)


def test_each_gate_refuses_in_turn_until_all_are_put_right(opened: OpenedCampaign) -> None:
    assert list(opened.refused) == list(ANSWERS)


def test_the_record_is_public_and_the_pages_of_building_are_accessible_wide_and_narrow(
    opened: OpenedCampaign, visitor: Visitor
) -> None:
    page = visitor()
    page.goto("/c/safer-buses/record")
    expect(page.locator("main")).to_contain_text("The ethics panel")
    sign_in(page, Role.CAMPAIGN_MANAGER)
    places = (
        *("", "/edit", "/questions", "/questions/q7", "/questions/q1/keep", "/sign", "/versions"),
        *("/question-bank", "/wordings", "/wordings/pl/usual", "/wordings/pl/usual/q1", "/paper"),
        "/records/meeting",
    )
    found = {}
    for address in ("/c/safer-buses/record", "/staff/campaigns/new", *(HOME + place for place in places)):
        page.goto(address)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if wrong := axe_problems(page) + sideways_scroll(page):
                found[f"{address} at {width}"] = wrong
    assert found == {}


def test_answers_by_every_way_come_together_in_one_queue_and_one_figure(
    opened: OpenedCampaign, visitor: Visitor
) -> None:
    on_a_phone_at_thirteen(visitor())
    beside_a_helper_at_six(visitor(width=820, height=1180))
    desk = visitor(width=1280)
    sign_in(desk, Role.CAMPAIGN_MANAGER)
    on_paper(desk)
    keyed_again_by_a_second_person(visitor(width=1280))
    from_files(desk, opened.site)
    from_a_workshop(desk)
    all_wait_in_the_queue(visitor(width=1280))
    with opened.site.app.app_context():
        for view in db.session.scalars(select(Submission.id).where(Submission.withdrawn_on.is_(None))).all():
            settle(view, SubmissionState.APPROVED, text="Lights")
    one_figure_for_all_wordings(visitor(width=1280))


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
