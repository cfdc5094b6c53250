"""What a request may hold: no NUL, which no text a person types has and PostgreSQL stores nowhere, and no number
in an address that is larger than any row's.

Kept here once, so that no page needs to think of it.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any, ParamSpec, TypeVar

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, ValidationError

from participation.foundation.errors import NotFound

NUL = "\x00"
LARGEST_ROW = 2**31 - 1
P = ParamSpec("P")
R = TypeVar("R")
TAKES_UP_TO = "_takes_up_to"
#: What a form carries besides its file.
REST_OF_FORM = 64 * 1024


class WithoutNul(ImmutableMultiDict[str, Any]):
    """Fields of a form or an address, with every NUL left out."""

    def __init__(self, mapping: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None) -> None:
        given = ImmutableMultiDict(mapping)
        super().__init__([(_plain(name), _plain(value)) for name, value in given.items(multi=True)])


class PlainRequest(Request):
    """A request as this site reads it."""

    parameter_storage_class = WithoutNul

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        """In memory, never on the disk: a file may hold what children wrote."""
        return io.BytesIO()


def takes_files_up_to(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare that a view is sent files larger than forms may be, up to so many bytes."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, TAKES_UP_TO, size)
        return view

    return declare


class RowNumber(IntegerConverter):
    """A number in an address: that of a row, so anything larger leads nowhere."""

    def to_python(self, value: str) -> int:
        number: int = super().to_python(value)
        if number > LARGEST_ROW:
            raise ValidationError
        return number


def row_number(text: str) -> int | None:
    """The number of a row that a field holds; None when it holds anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ROW))
    return int(text) if is_number and int(text) <= LARGEST_ROW else None


def row_numbers(texts: Iterable[str]) -> list[int]:
    """The numbers of rows that fields hold, in order; anything else is passed over."""
    return [number for number in map(row_number, texts) if number is not None]


def install(app: Flask) -> None:
    """Read every request so. Call before any page is registered."""
    app.request_class = PlainRequest
    app.url_map.converters["int"] = RowNumber

    @app.before_request
    def _look() -> None:
        if NUL in request.path:
            raise NotFound("Check the address, or start again from the home page.")
        size = getattr(app.view_functions.get(request.endpoint or ""), TAKES_UP_TO, None)
        if size is not None:
            request.max_content_length = size + REST_OF_FORM


def _plain(value: Any) -> Any:
    return value.replace(NUL, "") if isinstance(value, str) and NUL in value else value
