"""How somebody wants pages to look: the one thing the public site ever keeps in a cookie."""

from dataclasses import dataclass, replace
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from participation.foundation.deployment import deployment

PREFERENCE_COOKIE = "display"
KEEP_DAYS = 365
DAY = 86_400
ENGLISH = "en"
CHOICES = {
    "language": (ENGLISH, "pl", "pt", "ro", "uk", "ar"),
    "theme": ("auto", "light", "dark", "contrast"),
    "text_size": ("normal", "large", "larger"),
    "spacing": ("normal", "wide"),
    "easy_read": ("no", "yes"),
}


@dataclass(frozen=True)
class Preferences:
    """How somebody wants pages to look. Kept in one cookie that says nothing else."""

    theme: str = "auto"
    text_size: str = "normal"
    spacing: str = "normal"
    easy_read: bool = False
    language: str = ENGLISH

    def changed_by(self, form: "MultiDict[str, str]") -> "Preferences":
        """Preferences after a form that may name some of them; what is not among the choices stays as it is.

        A form may name one twice: as it is now, and on the button that was pressed, which comes last.
        """
        chosen: dict[str, Any] = {}
        for name, choices in CHOICES.items():
            known = [value for value in form.getlist(name) if value in choices]
            if known:
                chosen[name] = known[-1]
        if "easy_read" in chosen:
            chosen["easy_read"] = chosen["easy_read"] == "yes"
        return replace(self, **chosen)


USUAL = Preferences()


def names_a_look(form: "MultiDict[str, str]") -> bool:
    """Whether a form was sent by one of the buttons that change how a page looks."""
    return any(name in form for name in CHOICES)


def asked_preferences() -> Preferences:
    """The preferences of whoever is asking."""
    return read_preferences(request.cookies.get(PREFERENCE_COOKIE, ""))


def read_preferences(cookie: str) -> Preferences:
    """Preferences from the cookie; anything unknown in it is passed over."""
    if not cookie:
        return USUAL
    parts = (part.partition("-") for part in cookie.split("."))
    return USUAL.changed_by(MultiDict((name, value) for name, _, value in parts))


def write_preferences(preferences: Preferences) -> str:
    """Preferences as the cookie holds them."""
    easy = "yes" if preferences.easy_read else "no"
    language = "" if preferences.language == ENGLISH else f".language-{preferences.language}"
    return (
        f"theme-{preferences.theme}.text_size-{preferences.text_size}"
        f".spacing-{preferences.spacing}.easy_read-{easy}{language}"
    )


def keep_preferences(answer: Response, chosen: Preferences) -> None:
    """Remember how pages are to look; the normal look needs no cookie, so that it goes again."""
    if chosen == USUAL:
        answer.delete_cookie(PREFERENCE_COOKIE, samesite="Lax")
        return
    answer.set_cookie(
        PREFERENCE_COOKIE,
        write_preferences(chosen),
        max_age=KEEP_DAYS * DAY,
        secure=deployment().settings.is_secure,
        httponly=True,
        samesite="Lax",
    )
