"""How pages look, chosen by whoever reads them: the one thing the public site ever keeps in a cookie."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.rendering import CHOICES, PREFERENCE_COOKIE, Preferences, write_preferences

blueprint = Blueprint("preferences", __name__)

KEEP_DAYS = 365
DAY = 86_400


@blueprint.get("/preferences")
@public
def choose() -> ResponseReturnValue:
    """The form, with what is in force now."""
    return render_template("pages/preferences.html", return_to=_came_from())


@blueprint.post("/preferences")
@public
def save() -> ResponseReturnValue:
    """Keep what was chosen and go back. What is not among the choices stays as it comes."""
    chosen = chosen_preferences({name: request.form.get(name, "") for name in CHOICES})
    answer = redirect(safe_path(request.form.get("return_to", "")) or "/", 303)
    if chosen == Preferences():
        answer.delete_cookie(PREFERENCE_COOKIE, samesite="Lax")
    else:
        is_secure = deployment().settings.is_secure
        answer.set_cookie(
            PREFERENCE_COOKIE,
            write_preferences(chosen),
            max_age=KEEP_DAYS * DAY,
            secure=is_secure,
            httponly=True,
            samesite="Lax",
        )
    return answer


def chosen_preferences(given: dict[str, str]) -> Preferences:
    """Preferences from a form; anything unknown is passed over."""
    known: dict[str, Any] = {name: value for name, value in given.items() if value in CHOICES[name]}
    is_easy = known.pop("easy_read", "no") == "yes"
    return Preferences(**known, easy_read=is_easy)


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
