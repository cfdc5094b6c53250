"""Finding every form of the site by following its links, and sending each with whatever one likes.

Pages are found as a person finds them, so a form that is added later is found too.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.auditing_client import AuditingClient

TOKEN = "csrf_token"
WRITTEN = {"text", "search", "email", "tel", "url", "number", "date", "password"}
TOKEN_TOO_OLD = "This page was open too long"
PAGES_OF_ONE_KIND = 2
FILE_NAME = "views.csv"

EndpointOf = Callable[[str, str], str]


@dataclass(frozen=True)
class FoundForm:
    """A form as it stands on a page.

    Attributes:
        values: what a browser would send if nobody touched it, by field.
        written: names of the fields that one types into.
        chosen: names of the others, which only somebody up to mischief fills with words.
        files: names of those that a file is chosen for, among the chosen.
    """

    page: str
    action: str
    method: str
    endpoint: str
    values: Mapping[str, str]
    written: tuple[str, ...]
    chosen: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def name(self) -> str:
        """What tells it from other forms."""
        return f"{self.method} {self.endpoint} ({', '.join((*self.written, *self.chosen))})"


@dataclass
class Walk:
    """The pages and forms that a client reaches from where it starts."""

    app: Flask
    client: AuditingClient
    forms: dict[str, FoundForm] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)

    def from_here(self, *starts: str) -> "Walk":
        """Follow links, to two pages of each kind, and collect what is found there."""
        waiting, seen, of_kind = deque(starts), set(starts), Counter[str]()
        while waiting:
            address = waiting.popleft()
            endpoint = self._endpoint(address)
            of_kind[endpoint] += 1
            if not endpoint or of_kind[endpoint] > PAGES_OF_ONE_KIND:
                continue
            response = self.client.get(address)
            assert response.status_code < 500, f"{address} answered {response.status_code}"
            if response.status_code in (301, 302, 303):
                found = [response.headers["Location"]]
            elif response.mimetype == "text/html" and response.status_code == 200:
                found = self._look(address, soup_of(response))
            else:
                found = []
            for each in found:
                link = local(urljoin(address, each))
                if link and link not in seen:
                    seen.add(link)
                    waiting.append(link)
        return self

    def beyond(self, endpoint: str, changes: Mapping[str, str]) -> "Walk":
        """Send the form that leads to this endpoint, and collect the forms of the page that comes."""
        form = next(form for form in self.forms.values() if form.endpoint == endpoint)
        response = send(self.client, form, changes)
        assert response.status_code == 200, f"{form.name} answered {response.status_code}"
        for found in forms_on(form.action, soup_of(response), self._endpoint):
            self.forms.setdefault(found.name, found)
        return self

    def _look(self, address: str, soup: BeautifulSoup) -> list[str]:
        self.pages.append(address)
        for form in forms_on(address, soup, self._endpoint):
            self.forms.setdefault(form.name, form)
        return [str(link["href"]) for link in soup.select("a[href]")]

    def _endpoint(self, address: str, method: str = "GET") -> str:
        path = urlsplit(address).path
        try:
            return str(self.app.url_map.bind("localhost").match(path, method=method)[0])
        except HTTPException:
            return ""


def soup_of(response: TestResponse) -> BeautifulSoup:
    """The page, parsed quickly: a walk through every form looks at thousands."""
    return BeautifulSoup(response.get_data(as_text=True), "lxml")


def local(address: str) -> str:
    """The path and query of an address on this site; empty for any other."""
    parts = urlsplit(address)
    if parts.scheme not in ("", "http", "https") or parts.netloc not in ("", "localhost"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def forms_on(page: str, soup: BeautifulSoup, endpoint_of: EndpointOf) -> Iterator[FoundForm]:
    """Every form of a page."""
    for form in soup.select("form[action]"):
        method = str(form.get("method", "get")).upper()
        action = local(urljoin(page, str(form["action"])))
        fields = form.select("input[name], textarea[name], select[name], button[name]")
        values: dict[str, str] = {}
        for each in fields:
            if _is_sent(each) or str(each["name"]) not in values:
                values[str(each["name"])] = _value(each)
        written = tuple(dict.fromkeys(str(each["name"]) for each in fields if _is_written(each)))
        chosen = tuple(name for name in values if name not in (*written, TOKEN))
        files = tuple(str(each["name"]) for each in fields if each.get("type") == "file")
        yield FoundForm(page, action, method, endpoint_of(action, method), values, written, chosen, files)


def send(client: AuditingClient, form: FoundForm, changes: Mapping[str, str]) -> TestResponse:
    """Send a form with some fields changed and, where it needs one, a token that is still good.

    What is put into a field for a file is sent as one.
    """
    values = {**form.values, **changes}
    if form.method == "GET":
        return client.get(form.action, query_string=values)
    if TOKEN in form.values:
        values[TOKEN] = form.values[TOKEN]  # that of the whole session, not of one look at the page
    response = client.post(form.action, data=_with_files(form, values))
    if TOKEN in form.values and TOKEN_TOO_OLD.encode() in response.get_data():
        token = soup_of(client.get(form.page)).select_one(f"input[name={TOKEN}]")
        values[TOKEN] = str(token["value"]) if token else ""
        response = client.post(form.action, data=_with_files(form, values))
    return response


def _with_files(form: FoundForm, values: Mapping[str, str]) -> dict[str, Any]:
    sent = {name: (BytesIO(values[name].encode("utf-8", "replace")), FILE_NAME) for name in form.files}
    return {**values, **sent}


def _is_written(tag: Tag) -> bool:
    return tag.name == "textarea" or (tag.name == "input" and tag.get("type", "text") in WRITTEN)


def _is_sent(tag: Tag) -> bool:
    if tag.get("type") in ("checkbox", "radio"):
        return tag.has_attr("checked")
    return tag.name != "button"


def _value(tag: Tag) -> str:
    if tag.name == "textarea":
        return tag.get_text().removeprefix("\n")
    if tag.name == "select":
        option = tag.select_one("option[selected]") or tag.select_one("option")
        return str(option.get("value", "")) if option else ""
    return str(tag.get("value", ""))
