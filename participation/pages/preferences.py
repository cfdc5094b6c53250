"""How pages look, chosen by whoever reads them: the one thing the public site ever keeps in a cookie."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from participation.foundation.access import public
from participation.foundation.preferences import asked_preferences, keep_preferences

blueprint = Blueprint("preferences", __name__)


@blueprint.get("/preferences")
@public
def choose() -> ResponseReturnValue:
    """The form, with what is in force now."""
    return render_template("pages/preferences.html", return_to=_came_from())


@blueprint.post("/preferences")
@public
def save() -> ResponseReturnValue:
    """Keep what was chosen and go back. What the form does not name stays as it is."""
    answer = redirect(safe_path(request.form.get("return_to", "")) or "/", 303)
    keep_preferences(answer, asked_preferences().changed_by(request.form))
    return answer


def safe_path(wanted: str) -> str | None:
    """A path of this site, or nothing: never another site's address, nor one a browser could take for one."""
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or not wanted.isprintable():
        return None
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else None


def _came_from() -> str:
    """Where to go back to: the address named, else the page the link was on."""
    named = safe_path(request.args.get("return_to", ""))
    if named:
        return named
    referrer = urlsplit(request.referrer or "")
    is_ours = referrer.netloc == request.host and referrer.path != request.path
    return (safe_path(referrer.path) or "/") if is_ours else "/"
