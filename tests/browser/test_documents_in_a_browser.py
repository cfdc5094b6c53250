"""Documents that are web pages, opened as a reader does: accessible, narrow enough for a phone, whole on paper."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from analysis.disclosure import AudienceClass
from analysis.reports.page_document import page_bytes
from tests.browser.page_checks import axe_problems, sideways_scroll
from tests.unit.analysis.document_sample import documents
from tests.unit.analysis.reports_sample import sample_report


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every document of the sample for the public, as the file somebody downloaded."""
    folder = tmp_path_factory.mktemp("documents")
    files = {}
    for name, document in documents(sample_report(AudienceClass.PUBLIC)).items():
        files[name] = folder / f"{name}.html"
        files[name].write_bytes(page_bytes(document))
    return files


def test_each_is_accessible_and_fits_a_phone(browser: Browser, saved: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    found = {}
    for name, file in saved.items():
        page.goto(file.as_uri())
        wrong = axe_problems(page) + sideways_scroll(page)
        if wrong:
            found[name] = wrong
    page.close()
    assert found == {}


def test_the_summary_for_young_people_is_four_sheets_of_paper_at_most(
    browser: Browser, saved: dict[str, Path]
) -> None:
    page = browser.new_page()
    page.goto(saved["young-people"].as_uri())
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    page.close()
    words = "".join(sheet.extract_text() for sheet in printed.pages)
    assert "How your ideas changed things" in words
    assert "No, and here is why" in words
    assert len(printed.pages) <= 4
