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

#: How each look is chosen: the cookie of somebody who wants it, or the direction of a script read from the right.
LOOKS = {
    "usual": "",
    "high contrast": "theme-contrast",
    "Easy Read, very large and wide": "easy_read-yes.text_size-larger.spacing-wide",
    "right to left, in the dark": "theme-dark",
}
FROM_THE_RIGHT = """addEventListener("DOMContentLoaded", () => {
  Object.assign(document.documentElement, {dir: "rtl", lang: "ar"});
})"""
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


def somebody(visitor: Visitor, live_site: LiveSite, look: str, **options: object) -> Page:
    """Somebody who wants this look."""
    page = visitor(**{"width": 320, "height": 640, "service_workers": "block", **options})
    if LOOKS[look]:
        page.context.add_cookies([{"name": "display", "value": LOOKS[look], "url": live_site.address}])
    if look.startswith("right to left"):
        page.add_init_script(FROM_THE_RIGHT)
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_in_every_look_passes_at_320_pixels(
    visitor: Visitor, live_site: LiveSite, walk: Walk, look: str
) -> None:
    page = somebody(visitor, live_site, look)
    elsewhere = requests_elsewhere(page, live_site.address)
    found, help_places, count = {}, set(), 0
    for name in walk(page):
        count += 1
        place, foot = help_on(page)
        wrong = [*axe_problems(page), *small_targets(page), *sideways_scroll(page)]
        if not page.url.endswith(SHEETS):
            help_places.add(place)
            if foot != [address for address in HELP_ORDER if address in foot] or foot[:1] != ["/help-now"]:
                wrong.append(f"the links at the foot are out of order: {foot}")
        if wrong:
            found[name] = wrong
    assert found == {}
    assert len(help_places) == 1, help_places
    assert None not in help_places
    assert elsewhere == []
    assert count > 40
    names = [cookie["name"] for cookie in page.context.cookies()]
    assert names == (["display"] if LOOKS[look] else []), "no cookie comes before somebody asks for one"


def test_whoever_walks_by_keyboard_always_sees_where_they_are(
    visitor: Visitor, live_site: LiveSite, walk: Walk
) -> None:
    page = somebody(visitor, live_site, "usual")
    found = {name: wrong for name in walk(page) if (wrong := focus_problems(page))}
    assert found == {}


def test_at_four_times_the_size_and_with_text_set_wide_nothing_is_cut_off(
    visitor: Visitor, live_site: LiveSite, walk: Walk
) -> None:
    page = somebody(visitor, live_site, "usual", height=256)  # 1280 by 1024 at 400 %
    found = {}
    for name in walk(page):
        if wrong := [*sideways_scroll(page), *spacing_problems(page)]:
            found[name] = wrong
    assert found == {}


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
    page = somebody(visitor, live_site, "usual", bypass_csp=True)
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
