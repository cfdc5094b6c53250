"""The great walk, first half: a manager builds a campaign, words it in two languages and is refused by each gate."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from participation.foundation import clock
from participation.foundation.transactions import transaction
from tests.browser.conftest import LiveSite
from tests.integration.duty import a_whole_rota

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
