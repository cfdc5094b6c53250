"""A test client that looks at every page: one heading, labelled fields, no inline script, unique ids."""

from contextvars import Context
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from participation.foundation.database import db


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
        return BeautifulSoup(response.get_data(as_text=True), "html.parser")

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
        soup = BeautifulSoup(self.get(address).get_data(as_text=True), "html.parser")
        field = soup.select_one("input[name=csrf_token]")
        return str(field["value"]) if field else ""


def text_of(soup: BeautifulSoup | Tag) -> str:
    """The words of a page or part of it, with single spaces."""
    return " ".join(soup.get_text(" ").split())


def audit_page(html: str) -> None:
    """Fail when a page breaks one of the rules that hold for every page."""
    soup = BeautifulSoup(html, "html.parser")
    assert len(soup.select("h1")) == 1, "a page has exactly one h1"
    heading, title = text_of(soup.select("h1")[0]), text_of(soup.select("title")[0])
    assert title.removeprefix("Error: ").startswith(heading), f"the title {title!r} starts with {heading!r}"
    root = soup.select_one("html")
    assert root is not None
    assert root.get("lang"), "a page names its language"
    assert root.get("dir"), "a page names its direction"
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids)), f"ids are unique: {sorted({i for i in ids if ids.count(i) > 1})}"
    assert not soup.select("[style]"), "no inline style"
    assert not [s for s in soup.select("script") if not s.get("src")], "no inline script"
    assert not [a for tag in soup.select("*") for a in tag.attrs if a.startswith("on")], "no inline handlers"
    for form in soup.select("form"):
        assert form.has_attr("action"), "every form says where it goes"
    for field in soup.select("input:not([type=hidden]):not([type=submit]), textarea, select"):
        assert _is_labelled(soup, field), f"the field {field.get('name')} has a label"
    assert "<script>alert" not in html, "nothing typed is reflected unescaped"


def _is_labelled(soup: BeautifulSoup, field: Tag) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label"):
        return True
    return bool(field.get("id") and soup.select_one(f'label[for="{field["id"]}"]'))
