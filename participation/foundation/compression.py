"""Answers made small for a phone with two bars: text is squeezed on its way out, on public pages only.

Where a page shows a secret beside something that came with the request, its squeezed length can give the
secret away letter by letter (BREACH). So pages for staff, any page for somebody signed in, and any page that
holds a session's token go out as they are.

Static files are squeezed hard and once; brotli at that level is too slow for pages made on the spot, so these
get gzip.
"""

import gzip
import zlib
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, current_app, g, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from participation.foundation.access import declared_access

LEAST_BYTES = 1024
#: Speed matters more than the last bytes where a page is squeezed anew for everybody.
PAGE_LEVEL = 5
TEXT_TYPES = frozenset(
    {"application/javascript", "application/json", "application/manifest+json", "image/svg+xml"}
)
GZIP_START = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
RAW_DEFLATE = -15


def install(app: Flask) -> None:
    """Squeeze answers after everything else has been done to them, so this must be installed first."""

    @app.after_request
    def _squeeze(response: Response) -> Response:
        return squeeze(response) if _may_be_squeezed(response) else response


def takes_gzip() -> bool:
    """Whether whoever asks can read gzip."""
    return reads_gzip(request.headers.get("Accept-Encoding", ""))


@lru_cache(maxsize=256)
def reads_gzip(accepted: str) -> bool:
    """Whether gzip is among the encodings that a browser says it reads. Browsers say it in few ways."""
    encodings = parse_accept_header(accepted, Accept)
    return encodings["gzip"] > 0


def squeeze(response: Response) -> Response:
    """The answer in the smallest form that whoever asks can read."""
    if request.endpoint == "static":
        return _squeeze_file(response)
    if not takes_gzip() or len(response.get_data()) < LEAST_BYTES:
        return response
    body = gzip.compress(response.get_data(), PAGE_LEVEL, mtime=0)
    return _replace_body(response, body, "gzip")


def mark_gzipped(response: Response) -> Response:
    """Say that the body of this answer is gzip already."""
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


class GzipAroundGap:
    """A page with one gap, squeezed once on both sides of it; filling the gap costs next to nothing.

    The value stands in a stored block between the two parts, so that the whole is one ordinary gzip stream.
    """

    def __init__(self, before: bytes, after: bytes) -> None:
        head = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE)
        tail = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE)
        self._head = GZIP_START + head.compress(before) + head.flush(zlib.Z_SYNC_FLUSH)
        self._tail = tail.compress(after) + tail.flush()
        self._after = after
        self._sum_before = zlib.crc32(before)
        self._length = len(before) + len(after)

    def filled(self, value: bytes) -> bytes:
        """The gzip stream of the page with `value` (at most 65,535 bytes) in its gap."""
        length = len(value).to_bytes(2, "little")
        stored = b"\x00" + length + bytes(byte ^ 0xFF for byte in length) + value
        checked = zlib.crc32(self._after, zlib.crc32(value, self._sum_before))
        end = checked.to_bytes(4, "little") + (self._length + len(value)).to_bytes(4, "little")
        return self._head + stored + self._tail + end


def _may_be_squeezed(response: Response) -> bool:
    return (
        response.status_code not in (204, 206, 304)
        and "Content-Encoding" not in response.headers
        and (request.endpoint == "static" or not response.is_streamed)
        and _is_text(response.mimetype or "")
        and _shows_no_secret()
    )


def _is_text(mimetype: str) -> bool:
    return mimetype.startswith("text/") or mimetype in TEXT_TYPES


def _shows_no_secret() -> bool:
    access = declared_access(request.endpoint or "")
    is_staff = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    return (access is None or access.is_public) and not is_staff and "csrf_token" not in g


def _squeeze_file(response: Response) -> Response:
    if response.status_code != 200 or request.method != "GET":
        return response
    path = Path(str(current_app.static_folder)) / (request.view_args or {}).get("filename", "")
    response.vary.add("Accept-Encoding")
    if path.stat().st_size < LEAST_BYTES:
        return response
    for encoding in ("br", "gzip"):
        if request.accept_encodings[encoding] > 0:
            return _replace_body(response, _squeezed_file(path, path.stat().st_mtime_ns, encoding), encoding)
    return response


@lru_cache(maxsize=128)
def _squeezed_file(path: Path, _changed: int, encoding: str) -> bytes:
    content = path.read_bytes()
    return bytes(brotli.compress(content)) if encoding == "br" else gzip.compress(content, 9, mtime=0)


def _replace_body(response: Response, body: bytes, encoding: str) -> Response:
    tag, _ = response.get_etag()
    response.close()
    response.direct_passthrough = False
    response.set_data(body)
    response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    if tag:
        response.set_etag(tag, weak=True)  # the same content in other bytes
    return response
