"""What every answer carries: security headers, hashed assets, and refusal of forms from other sites."""

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request, url_for

from participation.foundation.errors import OtherSite
from participation.foundation.looks import own_look

#: From nothing upward; each source is here because a page needs it.
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",  # our stylesheets
    "script-src": "'self'",  # our small enhancing scripts
    "img-src": "'self'",  # drawings, charts and word clouds served by us
    "manifest-src": "'self'",  # the web app manifest
    "connect-src": "'self'",  # the page sends a kept view itself
    "worker-src": "'self'",  # the service worker of the take-part page
    "media-src": "'self'",  # recordings of questions
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}

HEADERS = {
    "Content-Security-Policy": "; ".join(
        f"{name} {source}" for name, source in CONTENT_SECURITY_POLICY.items()
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # no-referrer would turn the Origin of our own forms into null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

YEAR_SECONDS = 31_536_000
KEEP_FOR_GOOD = f"public, max-age={YEAR_SECONDS}, immutable"


def install(app: Flask, *, is_secure: bool) -> None:
    """Put headers on every answer, refuse forms from other sites, and name assets by their content."""
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["public_stylesheet"] = public_stylesheet

    @app.before_request
    def _same_site() -> None:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            refuse_other_sites()

    usual = dict(HEADERS)
    if is_secure:
        usual["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}; includeSubDomains"

    @app.after_request
    def _headers(response: Response) -> Response:
        given = {name for name, _ in response.headers}
        response.headers.extend([pair for pair in usual.items() if pair[0] not in given])
        if request.endpoint == "static" and request.args.get("v"):
            response.headers["Cache-Control"] = KEEP_FOR_GOOD
        elif "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


def refuse_other_sites() -> None:
    """Refuse a form that a browser says another site sent.

    A browser that says neither (very old ones, and programs) is let through: there is no session to abuse on
    public pages, and staff forms carry a token as well.

    Raises:
        OtherSite: when `Sec-Fetch-Site` or `Origin` names another site.
    """
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    wrong_origin = origin is not None and urlsplit(origin).netloc.lower() != request.host.lower()
    if wrong_origin or site in ("cross-site", "same-site"):
        raise OtherSite("We only accept forms sent from this site. Open the page here and send it again.")


def asset(name: str) -> str:
    """Address of a static file that changes when its content does, so that phones may keep it for a year."""
    folder = current_app.static_folder
    path = Path(str(folder)) / name
    return url_for("static", filename=name, v=_content_hash(path, path.stat().st_mtime_ns))


def public_stylesheet() -> str:
    """Address of the one stylesheet of public pages; it ends with the council's own colours where there are any."""
    ours, look = asset("css/public.css"), own_look()
    return f"/look.css?v={look.mark}{ours.rpartition('=')[2]}" if look.mark else ours


@lru_cache(maxsize=512)
def _content_hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def sender_address() -> str:
    """Where a request came from, for short-lived limits only. It is never stored or logged."""
    return request.remote_addr or "unknown"
