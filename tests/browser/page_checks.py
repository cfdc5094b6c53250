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


def axe_problems(page: Page) -> list[str]:
    """Everything axe-core finds on the page as it stands."""
    return [
        f"{problem['id']}: {problem['help']} at {[node['target'] for node in problem['nodes'][:3]]}"
        for problem in Axe().run(page).response["violations"]
    ]


def small_targets(page: Page, least: int = SMALLEST_TARGET) -> list[str]:
    """Things to press that are smaller than `least` CSS pixels; links inside a sentence are exempt."""
    found: list[str] = page.evaluate(_SMALL_TARGETS, least)
    return found


def sideways_scroll(page: Page) -> list[str]:
    """What makes the page wider than the screen."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found


def requests_elsewhere(page: Page, address: str) -> list[str]:
    """Start listening; the returned list fills with every request to another host than `address`."""
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            elsewhere.append(request.url)

    page.on("request", note)
    return elsewhere
