"""Logs as events: what happened and how long it took; never an answer, a receipt, a name or an address."""

import logging
import secrets
import sys
import time
from contextlib import suppress
from typing import TextIO, cast

import structlog
from flask import Flask, Response, g, has_request_context, request
from structlog.typing import EventDict, WrappedLogger

from participation.foundation import clock
from participation.foundation.access import declared_access


def configure(level: str) -> None:
    """Write one JSON object a line to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _stamp,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=cast(TextIO, Unfailing(sys.stderr))),
        cache_logger_on_first_use=False,
    )


class Unfailing:
    """Where logs go. A full disk may cost a line of the log, never the answer to whoever is asking."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write as far as that can be done."""
        with suppress(OSError, ValueError):  # full, or closed
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        """Pass on what was written as far as that can be done."""
        with suppress(OSError, ValueError):
            self._stream.flush()


def _stamp(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say when; only the hour of what the public does, as the moment a view came can point at a person.

    What a worker does often follows at once from what somebody sent, so it is told by the minute.
    """
    moment = clock.now()
    is_public = event.pop("is_public", None)
    if is_public or (is_public is None and has_request_context() and _is_public()):
        moment = moment.replace(minute=0, second=0, microsecond=0)
    elif not has_request_context():
        moment = moment.replace(second=0, microsecond=0)
    event["timestamp"] = moment.isoformat()
    return event


def _is_public() -> bool:
    """Whether the request in hand is one that anybody may make; one that leads nowhere counts as such."""
    declared = declared_access(request.endpoint or "")
    return declared is None or declared.is_public


def install(app: Flask) -> None:
    """Log each request."""

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def _log(response: Response) -> Response:
        began = g.get("began", time.perf_counter())
        endpoint = request.endpoint or "unknown"
        log_answered(endpoint, request.method, response.status_code, began, is_public=_is_public())
        return response


def log_answered(endpoint: str, method: str, status: int, began: float, *, is_public: bool) -> None:
    """Log a request by endpoint, not by address: an address can hold what somebody typed.

    Args:
        began: when it came, by `time.perf_counter()`.
    """
    log = structlog.get_logger("request")
    (log.warning if status >= 500 else log.info)(
        "answered",
        is_public=is_public,
        request_id=secrets.token_hex(6),
        method=method,
        endpoint=endpoint,
        status=status,
        milliseconds=round((time.perf_counter() - began) * 1000, 1),
    )


def log_failure(error: BaseException) -> None:
    """Note an unexpected failure by its kind and place, without its message or any value."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    structlog.get_logger("failure").error("failed", error=type(error).__name__, where=frames[-8:])
