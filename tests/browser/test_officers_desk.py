"""An officer's whole way with two thousand answers, and every figure on the way worked out again from the files.

What repeats goes by plain HTTP; a real browser does what an officer sees and presses. One walk: each step needs the
one before.
"""

import csv
import io
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from analysis.models import Assignment, AuditSample
from participation.accounts.models import Person
from participation.foundation.access import Role
from participation.foundation.database import db
from tests.auditing_client import text_of
from tests.browser.people import PASSWORD, hire, sign_in
from tests.integration.analysis.factories import approve_texts, make_campaign
from tests.integration.by_http import Visitor
from tests.live_site import LiveSite, live_site_in

DESK = "/staff/themes/made-up-place"
ANSWERS, CORRECTED, SAMPLED = 2_000, 50, 30
PLACES = (
    "Seatown",
    "Gullhaven",
    "Upper Marl",
    "Sandy Bay",
    "the harbour",
    "our estate",
    "the new houses",
    "Marl Green",
)
TAILS = ("", " please", " and my sister says so too", " every single week", " if you can", " or nobody stays",
         " like they have in other towns", " after school", " in winter", " at weekends")  # fmt: skip
SAYINGS = {
    "accessible-places": ("we need a later bus from {}", "the bus to {} never comes on time",
                          "train tickets from {} cost too much", "my wheelchair can't get on the bus in {}"),
    "environment": ("too much litter on the beach near {}", "plant more trees around {}",
                    "the river by {} is dirty and smells", "more bins in {} to stop plastic"),
    "feeling-safe": ("the path in {} is dark and i feel unsafe", "more street lights in {}",
                     "people shout at us in {} and it is scary", "police should walk round {} at night"),
    "things-to-do": ("a youth club in {}", "there is nothing to do in {}", "build a skate park in {}",
                     "a cinema or somewhere to hang out in {}"),
    "": ("idk", "nothing really", "my cat is called {}", "hello from {}"),
}  # fmt: skip


@pytest.fixture(scope="module")
def live_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site on which thirty checked answers are enough for figures of accuracy."""
    folder = tmp_path_factory.mktemp("desk")
    with live_site_in(folder, sqlite_template, AUDIT_MINIMUM=str(SAMPLED)) as site:
        yield site


@pytest.fixture(scope="module")
def truth(live_site: LiveSite) -> dict[int, str]:
    """Two thousand approved answers, the same every time: view to the theme it was written about, empty for none."""
    chance = random.Random(20)
    written = [
        (chance.choice(SAYINGS[theme]).format(chance.choice(PLACES)) + chance.choice(TAILS), theme)
        for theme in chance.choices(list(SAYINGS), (30, 20, 20, 25, 5), k=ANSWERS)
    ]
    hire(live_site, Role.ANALYST, Role.ADMINISTRATOR, Role.YOUNG_RESEARCHER)
    with live_site.app.app_context():
        ids = approve_texts(make_campaign(), [text for text, _ in written])
        db.session.remove()
    return dict(zip(ids, (theme for _, theme in written), strict=True))


@pytest.fixture
def officer(live_site: LiveSite) -> Visitor:
    return signed_in(live_site, Role.ANALYST)


def signed_in(site: LiveSite, role: Role) -> Visitor:
    visitor = Visitor(site)
    visitor.sign_in(f"{role}@example.org", PASSWORD)
    return visitor


def work_off(site: LiveSite) -> None:
    """Let the worker do what waits."""
    with site.app.app_context():
        site.app.extensions["look_now"]()
        db.session.remove()


def linked(site: LiveSite) -> dict[int, set[str]]:
    """View to its themes, straight from the table."""
    found: dict[int, set[str]] = {}
    with site.app.app_context():
        for row in db.session.query(Assignment):
            found.setdefault(row.submission_id, set()).add(row.theme_key)
        db.session.remove()
    return found


def person_id(site: LiveSite, role: Role) -> int:
    with site.app.app_context():
        found = db.session.query(Person.id).filter_by(email=f"{role}@example.org").scalar()
        db.session.remove()
    return int(found)


def board_counts(page: BeautifulSoup) -> dict[str, int]:
    """Theme to its count, as the board shows it."""
    cards = [card for card in page.select(".card.theme") if card.select_one(".figure")]
    return {text_of(card.select("h3")[0]): number(text_of(card.select(".figure")[0])) for card in cards}


def number(shown: str) -> int:
    return int(shown.replace(",", ""))


def effect_of(page: BeautifulSoup) -> dict[str, str]:
    """Theme to what its count would be."""
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    return {row[0]: row[2] for row in rows}


def code_blind(visitor: Visitor, sample_id: int, said: Callable[[int], str]) -> int:
    """Code what the page shows next until nothing is left; gives how many."""
    done = 0
    while form := visitor.page(f"/staff/coding/{sample_id}").select_one("form[data-coding]"):
        submission_id = int(str(form["action"]).rsplit("/", 1)[1])
        chosen = said(submission_id)
        token = str(form.select("[name=csrf_token]")[0]["value"])
        given = {"theme": chosen} if chosen else {"none": "yes"}
        assert visitor.post(str(form["action"]), {"csrf_token": token, **given}).status == 302
        done += 1
    return done


def weighted(rows: list[dict[str, str]], holds: Callable[[dict[str, str]], bool]) -> float:
    """The share of responses of which something holds, each row standing for as many as the file says."""
    return sum(float(row["stands_for"]) for row in rows if holds(row)) / sum(
        float(row["stands_for"]) for row in rows
    )


def kappa_by_hand(pairs: list[tuple[set[str], set[str]]], themes: list[str]) -> float:
    """Cohen's kappa over every decision "does this theme fit?"."""
    decisions = [(theme in first, theme in second) for first, second in pairs for theme in themes]
    agreed = sum(one == other for one, other in decisions) / len(decisions)
    first, second = (sum(each[side] for each in decisions) / len(decisions) for side in (0, 1))
    by_chance = first * second + (1 - first) * (1 - second)
    return (agreed - by_chance) / (1 - by_chance)


def test_two_thousand_answers_from_theming_to_signature_and_every_figure_again_by_hand(
    live_site: LiveSite, truth: dict[int, str], officer: Visitor, visitor: Callable[..., Page]
) -> None:
    page = visitor(width=1280)
    sign_in(page, Role.ANALYST)
    page.goto(DESK)
    page.get_by_role("button", name="Theme the answers").click()
    expect(page.get_by_text("The answers are being themed").first).to_be_visible()
    work_off(live_site)
    board = officer.page(DESK)
    assert f"Responses that count {ANSWERS:,}" in text_of(board)
    first = linked(live_site)
    right = sum(theme in first.get(view, ()) for view, theme in truth.items() if theme)
    assert right / sum(bool(theme) for theme in truth.values()) > 0.8

    correct_fifty(officer, truth)
    now = linked(live_site)
    assert f"Checked by a person {CORRECTED}" in text_of(officer.page(DESK))
    for view in list(truth)[:CORRECTED]:
        assert now.get(view, set()) == ({truth[view]} if truth[view] else set())

    merge(live_site, officer)
    split(live_site, officer, page)
    discover(live_site, officer, page)
    check(live_site, officer, truth)
    sign(live_site, officer, page)


def correct_fifty(officer: Visitor, truth: dict[int, str]) -> None:
    token = str(officer.page(f"{DESK}/answers").select("[name=csrf_token]")[0]["value"])
    for view in list(truth)[:CORRECTED]:
        form = {"csrf_token": token, "main": truth[view] or "none"}
        assert officer.post(f"{DESK}/answers/{view}", form).status == 302


def merge(site: LiveSite, officer: Visitor) -> None:
    """Safety joins things to do; the count shown beforehand is the one it then has."""
    form = {
        "themes": ["things-to-do", "feeling-safe"],
        "into": "things-to-do",
        "name": "Out and about",
        "reason": "One",
    }
    before = linked(site)
    either = sum(bool(themes & {"things-to-do", "feeling-safe"}) for themes in before.values())
    address = officer.submit(f"{DESK}/list/merge", {**form, "reason": "They ask for the same"}).location
    assert effect_of(officer.page(address))["Out and about"] == f"{either:,}"
    assert officer.submit(f"{address}/save", {}, from_page=address).status == 302
    assert board_counts(officer.page(DESK))["Out and about"] == either
    work_off(site)
    assert sum("feeling-safe" in themes for themes in linked(site).values()) == 0


def split(site: LiveSite, officer: Visitor, page: Page) -> None:
    """Fares are taken out of buses by a search, in the browser; the effect comes before the change."""
    page.goto(f"{DESK}/list/new?split=accessible-places&q=tickets")
    page.get_by_label("Name", exact=True).fill("Fares")
    page.get_by_label("Words that point to it").fill("tickets, cost too much")
    page.get_by_label("Why").fill("Fares are decided elsewhere")
    page.get_by_role("button", name="See the effect").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("what it would do")
    address = page.url.removeprefix(site.address)
    work_off(site)
    promised = number(effect_of(officer.page(address))["Fares"])
    page.goto(address)
    page.get_by_role("button", name="Save as version").click()
    work_off(site)
    assert board_counts(officer.page(DESK))["Fares"] == promised
    assert sum("fares" in themes for themes in linked(site).values()) == promised > 20


def discover(site: LiveSite, officer: Visitor, page: Page) -> None:
    """What else is in a theme: groups, with words and quotes, not yet themes."""
    officer.submit(f"{DESK}/what-else", {"within": "things-to-do"})
    work_off(site)
    page.goto(f"{DESK}/what-else?within=things-to-do")
    expect(page.get_by_text("They are not themes until you make them so")).to_be_visible()
    groups = page.locator("li.card.theme")
    assert groups.count() >= 2
    assert groups.first.locator("blockquote").count() >= 1
    expect(groups.first.get_by_role("link", name="Make a theme of it")).to_be_visible()


def check(site: LiveSite, officer: Visitor, truth: dict[int, str]) -> None:
    """Thirty answers coded blind by an officer and a young researcher; the page says what the file says."""
    researcher = f"/staff/people/{person_id(site, Role.YOUNG_RESEARCHER)}"
    form = {
        "sponsor": str(person_id(site, Role.ANALYST)),
        "own_setting": "Gull School",
        "own_place": "Nowhere Cove",
    }
    signed_in(site, Role.ADMINISTRATOR).submit(f"{researcher}/researcher", form, from_page=researcher)
    officer.submit(f"{DESK}/check", {"wanted": str(SAMPLED)})
    with site.app.app_context():
        sample_id = db.session.query(AuditSample.id).scalar()
        db.session.remove()

    def as_merged(view: int) -> str:
        return "things-to-do" if truth[view] == "feeling-safe" else truth[view]

    wrong = iter([True] * 4)
    assert code_blind(officer, sample_id, as_merged) == SAMPLED
    young = signed_in(site, Role.YOUNG_RESEARCHER)
    assert code_blind(young, sample_id, lambda view: "" if next(wrong, False) else as_merged(view)) == SAMPLED
    settle_all(officer, as_merged)

    rows = table(officer.file(f"{DESK}/check/sample.csv").body)
    assert len(rows) == SAMPLED
    shown = text_of(officer.page(f"{DESK}/check"))
    share = weighted(rows, lambda row: row["assigned"].split(";")[0] in row["truth"].split(";"))
    assert f"On {SAMPLED} answers coded blind, the main theme was right in {share:.0%}" in shown
    pairs = [(named(row["first_coder"]), named(row["second_coder"])) for row in rows]
    same = sum(one == other for one, other in pairs)
    assert f"Both coded {SAMPLED} answers and gave {same} of them exactly the same themes" in shown
    keys = [str(box["value"]) for box in officer.page(f"{DESK}/list/merge").select("input[name=themes]")]
    assert f"Kappa {kappa_by_hand(pairs, keys):.2f} (" in shown


def settle_all(officer: Visitor, said: Callable[[int], str]) -> None:
    for form in officer.page(f"{DESK}/check/differences").select("form.code"):
        chosen = said(int(str(form["action"]).rsplit("/", 1)[1]))
        given: dict[str, Any] = {"theme": chosen} if chosen else {"none": "yes"}
        officer.submit(str(form["action"]), given, from_page=f"{DESK}/check")


def named(cell: str) -> set[str]:
    return set() if cell == "none" else set(cell.split(";"))


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def sign(site: LiveSite, officer: Visitor, page: Page) -> None:
    """The signature, and after it the same figures on the board, in both files, and counted from the table."""
    page.goto(f"{DESK}/sign-off")
    page.get_by_role("button", name="Sign off under my name").click()
    expect(page.get_by_text("The themes are signed off under your name")).to_be_visible()
    counted = Counter(key for themes in linked(site).values() for key in themes)
    board = board_counts(officer.page(DESK))
    assert sorted(board.values()) == sorted([*counted.values(), *[0] * (len(board) - len(counted))])

    export = {"audience": "board"}
    rows = table(
        officer.submit("/staff/reports/made-up-place/themes.csv", export, from_page="/staff/reports").body
    )
    for row in rows:
        count = counted[row["Theme id"]]
        assert row["Base"] == str(ANSWERS)
        assert board[row["Theme"]] == count
        printed = (count + 2) // 5 * 5
        assert row["Responses"] == ("[c]" if 0 < count < 6 else str(printed))
        if row["Responses"] != "[c]":
            assert row["Share of responses"] == f"{round(100 * printed / ANSWERS)}%"
    book = officer.submit(
        "/staff/reports/made-up-place/themes.xlsx", export, from_page="/staff/reports"
    ).content
    sheet = list(load_workbook(io.BytesIO(book))["Themes"].iter_rows(values_only=True))
    column = {str(name): place for place, name in enumerate(sheet[0])}
    in_book = {str(row[column["Theme id"]]): str(row[column["Responses"]]) for row in sheet[1:]}
    assert in_book == {row["Theme id"]: row["Responses"] for row in rows}
