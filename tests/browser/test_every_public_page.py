"""Every page for the public, in every look, on the narrowest screen: it can be read, reached, pressed and left.

The pages come from the address map of the app, and from the forms on them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.page_checks import (
    axe_problems,
    focus_problems,
    help_on,
    requests_elsewhere,
    sideways_scroll,
    small_targets,
    spacing_problems,
)
from tests.browser.whole_site import SLUG, WholeSite, fill, public_addresses, states
from tests.live_site import LiveSite, live_site_in

Visitor = Callable[..., Page]
Walk = Callable[[Page], Iterator[str]]

#: What somebody may put on over a page as it was served: the attributes that the server writes for their cookie.
WORN = {
    "usual": {"data-theme": "auto", "dir": "ltr"},
    "high contrast": {"data-theme": "contrast", "dir": "ltr"},
    "right to left, in the dark": {"data-theme": "dark", "dir": "rtl"},
}
#: Easy Read is other words, which the server must send.
EASY_READ = "easy_read-yes.text_size-larger.spacing-wide"
WEAR = "look => Object.entries(look).forEach(each => document.documentElement.setAttribute(...each))"
NARROW, AT_FOUR_TIMES = {"width": 320, "height": 640}, {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
#: Addresses that are no pages: what they answer with instead.
NO_PAGES = ("image/", "text/javascript", "application/manifest+json", "audio/")
#: Sheets to print: nobody walks about on paper.
SHEETS = ("/poster", "/pack", "/paper")
HELP_ORDER = [
    "/help-now", "/exit", "/privacy", "/cookies", "/accessibility", "/contact", "/data-complaint", "/preferences",
]  # fmt: skip


@pytest.fixture(scope="module")
def live_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site where somebody is there at every hour for those who ask to talk."""
    folder = tmp_path_factory.mktemp("whole")
    with live_site_in(folder, sqlite_template, TALK_HOURS="Mon-Sun 00:00-23:59") as site:
        yield site


@pytest.fixture(scope="module")
def whole(live_site: LiveSite) -> WholeSite:
    """Something on every page."""
    return fill(live_site)


@pytest.fixture(scope="module")
def walk(live_site: LiveSite, whole: WholeSite) -> Walk:
    """`for name in walk(page)`: the page is at each public page in turn."""
    with live_site.app.app_context():
        addresses = public_addresses(live_site.app, whole.parts)

    def go(page: Page) -> Iterator[str]:
        for name, address in addresses.items():
            answer = page.request.get(address, max_redirects=0)
            assert answer.status == 200, f"{name} answered {answer.status} at {address}"
            if answer.headers["content-type"].startswith(NO_PAGES):
                continue
            page.goto(address)
            yield name
        for name, come_to in states(whole).items():
            come_to(page)
            yield name

    return go


def somebody(visitor: Visitor, live_site: LiveSite, display: str = "", **options: object) -> Page:
    """Somebody with a narrow phone, who asked to have pages displayed so."""
    page = visitor(**NARROW, service_workers="block", **options)
    if display:
        page.context.add_cookies([{"name": "display", "value": display, "url": live_site.address}])
    return page


def help_problems(page: Page, places: set[tuple[int, int] | None]) -> list[str]:
    """What is wrong with the order of help at the foot; `places` gathers where help stands at the top."""
    place, foot = help_on(page)
    if page.url.endswith(SHEETS):
        return []
    places.add(place)
    is_in_order = foot == [address for address in HELP_ORDER if address in foot] and foot[:1] == ["/help-now"]
    return [] if is_in_order else [f"the links at the foot are out of order: {foot}"]


def looks_problems(page: Page) -> list[str]:
    """What is wrong with the page in any of the looks that it can put on; it ends in the usual one."""
    wrong = []
    for look in reversed(WORN):
        page.evaluate(WEAR, WORN[look])
        problems = [*axe_problems(page), *small_targets(page), *sideways_scroll(page)]
        wrong += [f"{look}: {problem}" for problem in problems]
    return wrong


def large_problems(page: Page) -> list[str]:
    """What is wrong at four times the size, and with text set wide. The page stays so."""
    page.set_viewport_size(AT_FOUR_TIMES)  # type: ignore[arg-type]
    wrong = [*sideways_scroll(page), *spacing_problems(page)]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    return wrong


def test_every_page_passes_in_every_look_by_keyboard_and_at_four_times_the_size(
    visitor: Visitor, live_site: LiveSite, walk: Walk
) -> None:
    page = somebody(visitor, live_site)
    elsewhere = requests_elsewhere(page, live_site.address)
    found, places, count = {}, set[tuple[int, int] | None](), 0
    for name in walk(page):
        count += 1
        wrong = [
            *help_problems(page, places),
            *looks_problems(page),
            *focus_problems(page),
            *large_problems(page),
        ]
        if wrong:
            found[name] = wrong
    assert found == {}
    assert len(places) == 1, places
    assert None not in places
    assert elsewhere == []
    assert count > 40
    assert page.context.cookies() == [], "no cookie comes before somebody asks for one"


def test_every_page_passes_in_easy_read_set_very_large_and_wide(
    visitor: Visitor, live_site: LiveSite, walk: Walk
) -> None:
    page = somebody(visitor, live_site, EASY_READ)
    elsewhere = requests_elsewhere(page, live_site.address)
    found, places = {}, set[tuple[int, int] | None]()
    for name in walk(page):
        wrong = [
            *help_problems(page, places),
            *axe_problems(page),
            *small_targets(page),
            *sideways_scroll(page),
        ]
        if wrong:
            found[name] = wrong
    assert found == {}
    assert len(places) == 1, places
    assert elsewhere == []
    assert [cookie["name"] for cookie in page.context.cookies()] == ["display"]


@pytest.mark.parametrize("theme", ["auto", "contrast", "dark"])
def test_a_look_that_is_put_on_is_the_one_that_the_server_writes(
    visitor: Visitor, live_site: LiveSite, theme: str
) -> None:
    page = somebody(visitor, live_site, "" if theme == "auto" else f"theme-{theme}")
    page.goto("/")
    assert page.locator("html").get_attribute("data-theme") == theme
    assert theme in [look["data-theme"] for look in WORN.values()]


FAULTS = {
    "axe": "main.append(Object.assign(document.createElement('input'), {type: 'text'}))",
    "targets": "main.append(Object.assign(document.createElement('button'), {textContent: 'x', id: 'tiny'}));"
    "document.getElementById('tiny').style.cssText = 'padding: 0; border: 0; font-size: 10px'",
    "sideways": "main.append(Object.assign(document.createElement('p'), {textContent: 'x'.repeat(300)}));"
    "main.lastChild.style.whiteSpace = 'nowrap'; main.lastChild.style.inlineSize = '900px'",
    "invisible focus": "document.querySelector('header a.brand').style.outline = 'none'",
    "covered focus": "const bar = document.body.appendChild(document.createElement('div'));"
    "bar.style.cssText = 'position: fixed; inset: auto 0 0 0; block-size: 60%; background: red; z-index: 99'",
    "cut": "const box = main.querySelector('h1'); box.style.cssText = 'block-size: 1rem; overflow: hidden'",
    "help": "const list = document.querySelector('footer ul'); list.prepend(list.lastElementChild)",
    "elsewhere": "main.append(Object.assign(new Image(), {alt: '', src: 'http://localhost:9/x.png'}))",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_of_these_checks_finds_its_fault(
    visitor: Visitor, live_site: LiveSite, whole: WholeSite, fault: str
) -> None:
    page = somebody(visitor, live_site, bypass_csp=True)
    elsewhere = requests_elsewhere(page, live_site.address)
    page.goto(f"/c/{SLUG}/take-part")
    page.evaluate(f"() => {{ const main = document.querySelector('main > .wrap'); {FAULTS[fault]} }}")
    foot = help_on(page)[1]
    found = {
        "axe": lambda: axe_problems(page),
        "targets": lambda: small_targets(page),
        "sideways": lambda: sideways_scroll(page),
        "invisible focus": lambda: focus_problems(page),
        "covered focus": lambda: focus_problems(page),
        "cut": lambda: spacing_problems(page),
        "help": lambda: foot != [address for address in HELP_ORDER if address in foot],
        "elsewhere": lambda: (page.wait_for_timeout(500), elsewhere)[1],
    }
    assert found[fault]()
