"""A class that opens the same page at once differs in nothing but the key each form carries.

The site answers the first of such visits in full. What it said is then given, each time with a new key, to
whoever asks in the same way, without waking the rest of the site. It lasts no longer than what is known of the
survey (`asking.FRESH_SECONDS`): then the site is asked in full again. Nothing is ever sent or stored here.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from participation.foundation.compression import reads_gzip
from participation.foundation.logs import log_answered
from surveys.asking import AskedSurveys
from surveys.keys import make_key
from surveys.shells import Shell

START, END = "/c/", "/take-part"
ENDPOINT = "surveys.take_part"
#: Where the view leaves the shell that it filled in, when its page may be given to others.
FILLED_IN = "surveys.filled_in"
#: A page that depends on more than these is not the same for everybody.
KNOWN_TO_VARY = frozenset({"accept-encoding", "cookie"})

Headers = list[tuple[str, str]]
Environ = dict[str, Any]
Site = Callable[..., Iterable[bytes]]


class ReadyPages:
    """Stands in front of the site. `asked` is what the site knows of its surveys."""

    def __init__(self, site: Site, asked: AskedSurveys) -> None:
        self._site = site
        self._asked = asked

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        slug = _asked_for(environ)
        if not slug:
            return self._site(environ, start)
        began = time.perf_counter()
        is_squeezed = reads_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        shells = self._asked.open_shells(slug)
        ready = shells.ready.get(is_squeezed) if shells else None
        if ready is None:
            return self._site(environ, self._noting(environ, is_squeezed, start))
        shell, headers = ready
        body = _filled(shell, is_squeezed)
        start("200 OK", [*headers, ("Content-Length", str(len(body)))])
        log_answered(ENDPOINT, "GET", 200, began, is_public=True)
        return [body]

    def _noting(self, environ: Environ, is_squeezed: bool, start: Callable[..., Any]) -> Callable[..., Any]:
        """`start`, noting what the site says of a page that may be given to others."""

        def start_and_note(status: str, headers: Headers, *rest: Any) -> Any:
            found = environ.get(FILLED_IN)
            if found is not None and status.startswith("200 ") and _is_the_same_for_everybody(headers):
                shells, shell = found
                kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
                shells.ready[is_squeezed] = (shell, kept)
            return start(status, headers, *rest)

        return start_and_note


def _asked_for(environ: Environ) -> str:
    """The slug of the survey of which just the page is asked for; empty for every other request."""
    path: str = environ["PATH_INFO"]
    if not (path.startswith(START) and path.endswith(END)) or environ["REQUEST_METHOD"] != "GET":
        return ""
    if environ.get("QUERY_STRING") or "HTTP_COOKIE" in environ:
        return ""
    return path[len(START) : -len(END)]


def _is_the_same_for_everybody(headers: Headers) -> bool:
    said = {name.lower(): value for name, value in headers}
    varies = {each.strip().lower() for each in said.get("vary", "").split(",")}
    return varies <= KNOWN_TO_VARY and "set-cookie" not in said


def _filled(shell: Shell, is_squeezed: bool) -> bytes:
    key = make_key()
    return shell.squeezed(key) if is_squeezed else shell.filled(key)
