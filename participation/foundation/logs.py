"""Logs as events: what happened and how long it took; never an answer, a receipt, a name or an address."""

import logging
import secrets
import sys
import time

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
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _stamp(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say when; only the hour of what the public does, as the moment a view came can point at a person."""
    moment = clock.now()
    if has_request_context() and _is_public():
        moment = moment.replace(minute=0, second=0, microsecond=0)
    event["timestamp"] = moment.isoformat()
    return event


def _is_public() -> bool:
    """Whether the request in hand is one that anybody may make; one that leads nowhere counts as such."""
    declared = declared_access(request.endpoint or "")
    return declared is None or declared.is_public


def install(app: Flask) -> None:
    """Log each request by endpoint, not by address: an address can hold what somebody typed."""
    log = structlog.get_logger("request")

    @app.before_request
    def _begin() -> None:
        g.request_id, g.began = secrets.token_hex(6), time.perf_counter()

    @app.after_request
    def _log(response: Response) -> Response:
        level = "warning" if response.status_code >= 500 else "info"
        getattr(log, level)(
            "answered",
            request_id=g.get("request_id"),
            method=request.method,
            endpoint=request.endpoint or "unknown",
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        )
        return response


def log_failure(error: BaseException) -> None:
    """Note an unexpected failure by its kind and place, without its message or any value."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    structlog.get_logger("failure").error("failed", error=type(error).__name__, where=frames[-8:])
