"""What people do on a live site, by plain HTTP: send a view from a phone, press buttons as staff."""

import http.client
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup

from tests.live_site import LiveSite

Fields = Mapping[str, str | Sequence[str]]
RECEIPT = re.compile(r'<output id="receipt"[^>]*>([^<]+)</output>')
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
BOUNDARY = "what-stands-between"
PLAIN_FORM = "application/x-www-form-urlencoded"
WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Answered:
    """What the site answered."""

    status: int
    content: bytes
    location: str = ""
    retry_after: str = ""

    @property
    def body(self) -> str:
        """What was answered, read as text."""
        return self.content.decode("utf-8")

    @property
    def token(self) -> str:
        """The token that the forms of this page carry; empty when it has none."""
        found = TOKEN.search(self.body)
        return found[1] if found else ""


class Visitor:
    """Somebody with a browser of their own: keeps cookies, follows no redirects by itself."""

    def __init__(
        self, site: LiveSite, headers: Mapping[str, str] | None = None, address: str = "127.0.0.1"
    ) -> None:
        """`headers` go with every request; `address` is where this machine says it comes from."""
        self._host = urlsplit(site.address).netloc
        self._headers = dict(headers or {})
        self._from = address
        self._cookies: SimpleCookie = SimpleCookie()

    def page(self, path: str) -> BeautifulSoup:
        """The page at a path, which must be there."""
        return BeautifulSoup(self.file(path).body, "lxml")

    def file(self, path: str) -> Answered:
        """Whatever is at a path, which must be there."""
        answered = self._ask("GET", path)
        assert answered.status == 200, f"{path} answered {answered.status}"
        return answered

    def get(self, path: str) -> Answered:
        """Whatever is answered at a path."""
        return self._ask("GET", path)

    def send_file(self, path: str, fields: Mapping[str, str], name: str, content: str) -> Answered:
        """Send a form with a file in its field `file`."""
        parts = [
            f'Content-Disposition: form-data; name="{field}"\r\n\r\n{value}'
            for field, value in fields.items()
        ]
        parts.append(f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{content}')
        body = "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts) + f"--{BOUNDARY}--\r\n"
        return self._ask("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def post(self, path: str, fields: Fields) -> Answered:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def submit(self, path: str, fields: Fields, from_page: str = "") -> Answered:
        """Send a staff form with the token of the page it stands on."""
        token = self.page(from_page or path).select("input[name=csrf_token]")[0]["value"]
        answered = self.post(path, {"csrf_token": str(token), **fields})
        assert answered.status in (200, 302), f"{path} answered {answered.status}: {answered.body}"
        return answered

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form."""
        assert self.submit("/staff/sign-in", {"email": email, "password": password}).status == 302

    def send_view(self, take_part: str, words: str) -> str:
        """Open the take-part page, answer its first question and send; the receipt words."""
        key = str(self.page(take_part).select("[name=submission_key]")[0]["value"])
        receipt = RECEIPT.search(self.post(take_part, {"submission_key": key, "q1": words}).body)
        assert receipt, "the answer holds a receipt"
        return receipt[1].strip()

    def _ask(self, method: str, path: str, body: str | None = None, kind: str = PLAIN_FORM) -> Answered:
        headers = {**self._headers, "Cookie": self._cookies.output(attrs=[], header="", sep=";").strip()}
        if body is not None:
            headers |= {"Content-Type": kind, "Origin": f"http://{self._host}"}
        connection = http.client.HTTPConnection(
            self._host, timeout=WITHIN_SECONDS, source_address=(self._from, 0)
        )
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie", []):
                self._cookies.load(cookie)
            said = response.headers
            return Answered(
                response.status, response.read(), said.get("Location", ""), said.get("Retry-After", "")
            )
        finally:
            connection.close()
