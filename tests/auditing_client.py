"""A test client that looks at every page: one heading, labelled fields, no inline script, unique ids."""

from contextvars import Context
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import has_app_context
from flask.testing import FlaskClient
from lxml.html import document_fromstring  # type: ignore[import-untyped]
from werkzeug.test import TestResponse

from participation.foundation.database import db

#: Each page is read by a quick parser: a walk through every form looks at thousands.
FIELDS = "//textarea | //select | //input[not(@type='hidden') and not(@type='submit')]"
LABELS = "@aria-label[. != ''] | @aria-labelledby[. != ''] | ancestor::label"


class AuditingClient(FlaskClient):
    """Follows a person through the site and fails the test when a page breaks a house rule."""

    person_id: int = 0

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask in a context of its own, as a server does, and let the test see what was stored."""
        response = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 304):
            audit_page(response.get_data(as_text=True))
        return response

    def page(self, address: str, **kwargs: Any) -> BeautifulSoup:
        """The parsed page at an address, which must answer 200."""
        response = self.get(address, **kwargs)
        assert response.status_code == 200, f"{address} answered {response.status_code}"
        return BeautifulSoup(response.get_data(as_text=True), "lxml")

    def submit(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Send a staff form as a browser would: fetch the page for its token first, when it has one."""
        token = self._token(kwargs.pop("from_page", address))
        return self.post(address, data={"csrf_token": token, **(data or {})}, **kwargs)

    def sign_in(self, email: str, password: str) -> TestResponse:
        """Sign in by the form."""
        response = self.submit("/staff/sign-in", {"email": email, "password": password})
        assert response.status_code == 302, "signing in failed"
        return response

    def _token(self, address: str) -> str:
        page = document_fromstring(self.get(address).get_data(as_text=True))
        return str(next(iter(page.xpath("//input[@name='csrf_token']/@value")), ""))


def text_of(soup: BeautifulSoup | Tag) -> str:
    """The words of a page or part of it, with single spaces."""
    return " ".join(soup.get_text(" ").split())


def audit_page(html: str) -> None:
    """Fail when a page breaks one of the rules that hold for every page."""
    page = document_fromstring(html)
    headings, title = _texts(page, "//h1"), _texts(page, "//head/title")[0]
    assert len(headings) == 1, "a page has exactly one h1"
    heading = headings[0]
    said = title.removeprefix("Error: ").removeprefix("Błąd: ")
    assert said.startswith(heading), f"the title {title!r} starts with {heading!r}"
    assert page.get("lang"), "a page names its language"
    assert page.get("dir"), "a page names its direction"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), f"ids are unique: {sorted({i for i in ids if ids.count(i) > 1})}"
    assert not page.xpath("//@style"), "no inline style"
    assert not page.xpath("//script[not(@src)]"), "no inline script"
    assert not page.xpath("//@*[starts-with(name(), 'on')]"), "no inline handlers"
    assert not page.xpath("//form[not(@action)]"), "every form says where it goes"
    named = set(page.xpath("//label/@for"))
    for field in page.xpath(FIELDS):
        is_labelled = field.get("id") in named or bool(field.xpath(LABELS))
        assert is_labelled, f"the field {field.get('name')} has a label"
    assert "<script>alert" not in html, "nothing typed is reflected unescaped"


def _texts(page: Any, path: str) -> list[str]:
    return [" ".join(" ".join(each.itertext()).split()) for each in page.xpath(path)]
