"""One commit per successful request or piece of work; services only flush."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, request

from participation.foundation.database import db, will_write

P = ParamSpec("P")
R = TypeVar("R")
COMMITS = "_commits"


def commits(view: Callable[P, R]) -> Callable[P, R]:
    """Declare that this view writes: its work is committed when it answers below 400, else undone."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        return view(*args, **kwargs)

    setattr(wrapped, COMMITS, True)
    return wrapped


def writes(endpoint: str | None) -> bool:
    """Whether the endpoint declared that it writes."""
    view = current_app.view_functions.get(endpoint or "")
    return bool(getattr(view, COMMITS, False))


def after_commit(action: Callable[[], object]) -> None:
    """Run `action` once the work in hand is safely stored, but once only; never when it was undone."""
    actions = db.session.info.setdefault("after_commit", [])
    if action not in actions:
        actions.append(action)


@contextmanager
def transaction() -> Iterator[None]:
    """A piece of work outside a request: stored whole, or not at all."""
    token = will_write.set(True)
    try:
        yield
        _commit()
    except BaseException:
        _undo()
        raise
    finally:
        will_write.reset(token)


def install(app: Flask) -> None:
    """Give every request its transaction."""

    @app.before_request
    def _declare() -> None:
        if writes(request.endpoint):
            g.will_write_token = will_write.set(True)

    @app.after_request
    def _settle(response: Response) -> Response:
        if writes(request.endpoint) and response.status_code < 400:
            _commit()
        else:
            _undo()
        return response

    @app.teardown_request
    def _forget(_error: BaseException | None) -> None:
        token = g.pop("will_write_token", None)
        if token is not None:
            will_write.reset(token)


def _commit() -> None:
    actions: list[Callable[[], Any]] = db.session.info.pop("after_commit", [])
    db.session.commit()
    for action in actions:
        action()


def _undo() -> None:
    if not db.session.registry.has():  # nothing was asked of the database
        return
    db.session.info.pop("after_commit", None)
    db.session.rollback()
