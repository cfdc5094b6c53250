"""One page for every failure: what happened, what to do next, and never a trace of what was typed.

Programs that ask for data are told the same as data (RFC 9457).
"""

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, g, json, make_response, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from participation.foundation.errors import DomainError
from participation.foundation.logs import log_failure
from participation.foundation.outage import StoreAway, is_outage

Render = Callable[..., str]
#: Addresses below this answer programs, not people.
DATA = "/api/"
PROBLEM = "application/problem+json"

TITLES = {
    HTTPStatus.BAD_REQUEST: ("We could not read that", "Go back, check what you sent and send it again."),
    HTTPStatus.NOT_FOUND: ("Page not found", "Check the address, or start again from the home page."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("That cannot be done here", "Go back and use the buttons on the page."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "That is too much to send at once",
        "Go back and make it shorter, or send it in two parts.",
    ),
    HTTPStatus.FORBIDDEN: ("You do not have access to this", "An administrator can change what you may see."),
}
OUR_FAULT = ("Something went wrong", "It is our fault, not yours. Try again in a minute.")
FALLBACK = (
    "<!doctype html><html lang=en><title>Something went wrong</title><h1>Something went wrong</h1>"
    "<p>It is our fault, not yours. Try again in a minute."
)


class ErrorPages:
    """Makes the page for each kind of failure."""

    def __init__(self, render: Render) -> None:
        self._render = render

    def page(self, status: int, title: str, message: str, seconds: int | None = None) -> Response:
        """What happened and what to do; `seconds` says when it is worth trying again."""
        made = _as_data if request.path.startswith(DATA) else self._as_page
        response = made(int(status), title, message)
        if seconds is not None:
            response.headers["Retry-After"] = str(seconds)
        return response

    def _as_page(self, status: int, title: str, message: str) -> Response:
        body = self._render("pages/error.html", title=title, message=message, status=status)
        return make_response(body, status)

    def domain(self, error: DomainError) -> Response:
        """A named failure says it all itself."""
        return self.page(error.status, error.title, error.message, getattr(error, "seconds", None))

    def http(self, error: HTTPException) -> Response:
        """What Flask refuses; or what went wrong when all else was done, as a commit may."""
        if isinstance(error, InternalServerError) and error.original_exception is not None:
            return self.unexpected(error.original_exception)
        status = HTTPStatus(error.code or 500)
        title, message = TITLES.get(status, (status.phrase, "Go back and try again."))
        return self.page(status, title, message)

    def unexpected(self, error: BaseException) -> Response:
        """Everything else: a store that is away for a moment, or our mistake."""
        log_failure(error)
        is_away = is_outage(error)
        g.is_store_away = is_away  # so that nobody asks it again for the sake of this page
        said = StoreAway()
        try:
            return self.domain(said) if is_away else self.page(500, *OUR_FAULT)
        except Exception as second:  # the page itself may be what is broken
            log_failure(second)
            headers = {"Retry-After": str(said.seconds)} if is_away else {}
            return make_response(FALLBACK, said.status if is_away else 500, headers)


def install(app: Flask, render: Render) -> None:
    """Show named failures, HTTP errors and the unexpected on the same calm page."""
    pages = ErrorPages(render)
    app.register_error_handler(DomainError, pages.domain)
    app.register_error_handler(HTTPException, pages.http)
    app.register_error_handler(Exception, pages.unexpected)

    @app.errorhandler(CSRFError)
    def _token(_error: CSRFError) -> Response:
        return pages.page(
            400, "This page was open too long", "Go back, reload the page and send the form again."
        )


def _as_data(status: int, title: str, message: str) -> Response:
    told = {"type": "about:blank", "title": title, "status": status, "detail": message}
    return Response(json.dumps(told, ensure_ascii=False), status, mimetype=PROBLEM)
