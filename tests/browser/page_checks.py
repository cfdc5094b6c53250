"""What any page must pass in a browser. Each check returns what is wrong; an empty list means nothing."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

SMALLEST_TARGET = 44

_SMALL_TARGETS = """least => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]")]
  .map(element => {
    const isChoice = element.matches("input[type=radio], input[type=checkbox]");
    const label = isChoice ? element.closest("label, .choice") : null;
    const box = (label || element).getBoundingClientRect();
    const words = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim();
    return {element, box, words};
  })
  .filter(({element, box, words}) => {
    const style = getComputedStyle(element);
    if (!box.width || style.visibility === "hidden") return false;
    if (box.bottom < 0 || element.matches(".skip")) return false;
    const block = element.parentElement.closest("p, li, dd, td, th");
    const inSentence = element.tagName === "A" && style.display === "inline" && block
      && block.textContent.trim().length > words.length + 3;
    return !inSentence && (box.width < least || box.height < least - 0.5);
  })
  .map(({element, box, words}) =>
    `${element.tagName} "${words.slice(0, 40)}" ${Math.round(box.width)}x${Math.round(box.height)}`)"""

_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter(element => {
    const box = element.getBoundingClientRect();
    return box.right > width + 1 && !element.closest(".scroll, .scene, .hidden-text, .skip");
  });
  return wide.slice(0, 5).map(element => `${element.tagName}.${element.className} reaches past ${width} px`)
    .concat([`the page is ${document.documentElement.scrollWidth} px wide`]);
}"""


_SCROLLING_TABLES = """() => [...document.querySelectorAll(".scroll")]
  .filter(box => box.scrollWidth > box.clientWidth + 1)
  .map(box => `${box.getAttribute("aria-label")} is ${box.scrollWidth} px wide in ${box.clientWidth} px`)"""

_COME_TO_REST = """() => Promise.all(document.getAnimations()
  .filter(one => one.playState === "running" && one.effect.getComputedTiming().iterations !== Infinity)
  .map(one => one.finished.catch(() => null)))"""


_AXE = Axe()
_VIOLATIONS = """() => axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations.map(
  ({id, help, nodes}) => `${id}: ${help} at ${JSON.stringify(nodes.slice(0, 3).map(node => node.target))}`))"""


def axe_problems(page: Page) -> list[str]:
    """Everything axe-core finds on the page as it stands once nothing fades or moves any more."""
    page.evaluate(_COME_TO_REST)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE.axe_script)
    found: list[str] = page.evaluate(_VIOLATIONS)
    return found


def small_targets(page: Page, least: int = SMALLEST_TARGET) -> list[str]:
    """Things to press that are smaller than `least` CSS pixels; links inside a sentence are exempt."""
    found: list[str] = page.evaluate(_SMALL_TARGETS, least)
    return found


def sideways_scroll(page: Page) -> list[str]:
    """What makes the page wider than the screen."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found


def scrolling_tables(page: Page) -> list[str]:
    """Tables that are wider than the screen, so that a reader has to move them sideways."""
    found: list[str] = page.evaluate(_SCROLLING_TABLES)
    return found


def requests_elsewhere(page: Page, address: str) -> list[str]:
    """Start listening; the returned list fills with every request to another host than `address`."""
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            elsewhere.append(request.url)

    page.on("request", note)
    return elsewhere


_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const shown = element.closest(".choice") || element;
  const name = `${element.tagName} "${(element.textContent || element.name || "").trim().slice(0, 40)}"`;
  const first = element === window.firstFocused;
  window.firstFocused ||= element;
  const {outlineStyle, outlineWidth} = getComputedStyle(shown);
  const wrong = [];
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) wrong.push("shows no focus");
  const box = [...shown.getClientRects()].find(each => each.width && each.height);
  if (!box || box.bottom <= 0 || box.top >= innerHeight) wrong.push("is out of sight");
  else if (shown.tagName !== "OPTION") {
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const middle = box.left + box.width / 2;
    // What is written in a long field scrolls by itself: its end may lie under the bar that stays in reach.
    const places = [top + 2, (top + bottom) / 2, ...(shown.tagName === "TEXTAREA" ? [] : [bottom - 2])];
    const covered = places.filter(y => {
      const seen = document.elementFromPoint(Math.min(Math.max(middle, 1), innerWidth - 1), y);
      return !(seen && (shown.contains(seen) || seen.contains(shown)));
    });
    if (covered.length) wrong.push("is covered");
  }
  return {first, problems: wrong.map(each => `${name} ${each}`)};
}"""
MOST_STOPS = 150

#: Text as WCAG 1.4.12 says a reader may set it.
_SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
_CLIPPED = """() => [...document.querySelectorAll("body *")]
  .filter(element => {
    const {overflowX, overflowY} = getComputedStyle(element);
    if (!element.textContent.trim() || !element.clientHeight) return false;
    if (element.closest(".hidden-text, .scroll, .scene, svg, textarea, select")) return false;
    const isCut = overflowY === "hidden" && element.scrollHeight > element.clientHeight + 2;
    return isCut || (overflowX === "hidden" && element.scrollWidth > element.clientWidth + 2);
  })
  .map(element => `${element.tagName}.${element.className} cuts its text off`)"""

_HELP = """() => {
  const path = link => new URL(link.href).pathname;
  const box = document.querySelector("header .help-now")?.getBoundingClientRect();
  return {
    place: box ? [Math.round(box.left), Math.round(box.top + scrollY)] : null,
    footer: [...document.querySelectorAll("footer nav a")].map(path),
  };
}"""


def focus_problems(page: Page) -> list[str]:
    """What goes wrong when somebody walks through the page by the Tab key, from its top to its end."""
    found: list[str] = []
    page.evaluate("() => { window.firstFocused = null; document.activeElement?.blur(); scrollTo(0, 0); }")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None or stop["first"]:
            return found
        found += stop["problems"]
    return [*found, f"the Tab key does not come to an end in {MOST_STOPS} stops"]


def spacing_problems(page: Page) -> list[str]:
    """What breaks when a reader sets text wider apart. The page stays so."""
    page.evaluate(_SPACE_OUT)
    return [*page.evaluate(_CLIPPED), *sideways_scroll(page)]


def help_on(page: Page) -> tuple[tuple[int, int] | None, list[str]]:
    """Where "Get help now" stands, and where the links at the foot lead, in order."""
    found = page.evaluate(_HELP)
    return (tuple(found["place"]) if found["place"] else None), found["footer"]
