"""A real site for a real browser: a server on a free port, data of its own, a worker when one is wanted.

Every module of browser tests gets its own `live_site` (empty, migrated) and shares one Chromium.
Checks that any page must pass are in `tests.browser.page_checks`.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright

from tests.live_site import LiveSite, live_site_in

__all__ = ["LiveSite"]

#: Draws the same pages with less work around them; used where it is there.
HEADLESS_SHELL = "chromium-headless-shell"
WHOLE_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here as browser tests, each module in one process, so that it starts one server only."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.fixture(scope="module")
def live_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """An empty, migrated site, served by the command that serves it in earnest."""
    with live_site_in(tmp_path_factory.mktemp("live"), sqlite_template) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """What starts a browser."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """Chromium, once for all tests of this process."""
    with _launched(chromium, (HEADLESS_SHELL, *WHOLE_BROWSERS)) as launched:
        yield launched


@pytest.fixture
def whole_browser(chromium: BrowserType) -> Iterator[Browser]:
    """Chromium with what its shell leaves out, such as sending in the background."""
    with _launched(chromium, WHOLE_BROWSERS) as launched:
        yield launched


@contextmanager
def _launched(chromium: BrowserType, names: Iterable[str]) -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, names)), None)
    assert program, "Chromium is missing; scripts/install-chromium installs it"
    launched = chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def visitor(browser: Browser, live_site: LiveSite) -> Iterator[Callable[..., Page]]:
    """`visitor(width=360, java_script_enabled=False, …)` gives somebody with an empty browser of that width.

    Other arguments are those of Playwright's `new_context`. `page.goto("/results")` stays on this site.
    """
    opened: list[BrowserContext] = []

    def open_page(width: int = 360, height: int = 740, **options: Any) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=live_site.address, viewport=size, **options)  # type: ignore[arg-type]
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()
