"""One page for every failure: what happened, what to do next, and never a trace of what was typed."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, make_response
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from participation.foundation.errors import DomainError
from participation.foundation.logs import log_failure

Render = Callable[..., str]

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
FALLBACK = (
    "<!doctype html><html lang=en><title>Something went wrong</title><h1>Something went wrong</h1>"
    "<p>It is our fault, not yours. Try again in a minute."
)


def install(app: Flask, render: Render) -> None:
    """Show named failures, HTTP errors and the unexpected on the same calm page."""

    def page(status: int, title: str, message: str, seconds: int | None = None) -> Response:
        body = render("pages/error.html", title=title, message=message, status=int(status))
        response = make_response(body, int(status))
        if seconds is not None:
            response.headers["Retry-After"] = str(seconds)
        return response

    @app.errorhandler(DomainError)
    def _domain(error: DomainError) -> Response:
        return page(error.status, error.title, error.message, getattr(error, "seconds", None))

    @app.errorhandler(CSRFError)
    def _token(_error: CSRFError) -> Response:
        return page(400, "This page was open too long", "Go back, reload the page and send the form again.")

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = HTTPStatus(error.code or 500)
        title, message = TITLES.get(status, (status.phrase, "Go back and try again."))
        return page(status, title, message)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        log_failure(error)
        try:
            return page(500, "Something went wrong", "It is our fault, not yours. Try again in a minute.")
        except Exception as second:  # the page itself may be what is broken
            log_failure(second)
            return make_response(FALLBACK, 500)
