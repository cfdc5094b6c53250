"""What every template can count on: the site, the person, the preferences, and dates as people write them."""

from dataclasses import dataclass
from typing import Any, Literal, cast

from flask import Flask, request
from flask_babel import gettext
from flask_login import current_user
from jinja2 import StrictUndefined

from participation.foundation import clock
from participation.foundation.deployment import deployment
from participation.foundation.registries import Registry
from participation.settings import HelpLine

PREFERENCE_COOKIE = "display"
CHOICES = {
    "theme": ("auto", "light", "dark", "contrast"),
    "text_size": ("normal", "large", "larger"),
    "spacing": ("normal", "wide"),
    "easy_read": ("no", "yes"),
}

#: Entries of the staff menu: each action gives a list of (label, url, is_current) for whoever asks.
staff_menu: Registry[[]] = Registry("entries of the staff menu")
#: Whether the demo is loaded; filled by the factory.
demo_checks: Registry[[]] = Registry("whether the demo is loaded")


@dataclass(frozen=True)
class Preferences:
    """How somebody wants pages to look. Kept in one cookie that says nothing else."""

    theme: str = "auto"
    text_size: str = "normal"
    spacing: str = "normal"
    easy_read: bool = False


@dataclass(frozen=True)
class Site:
    """What pages say about the site itself."""

    name: str
    url: str
    partnership: str
    help_lines: list[HelpLine]
    reading_hours: str
    contact_email: str
    contact_phone: str
    is_demo: bool


def read_preferences(cookie: str) -> Preferences:
    """Preferences from the cookie; anything unknown in it is passed over."""
    values: dict[str, str] = {}
    for part in cookie.split("."):
        name, _, value = part.partition("-")
        if value in CHOICES.get(name, ()):
            values[name] = value
    easy = values.pop("easy_read", "no") == "yes"
    return Preferences(**values, easy_read=easy)


def write_preferences(preferences: Preferences) -> str:
    """Preferences as the cookie holds them."""
    easy = "yes" if preferences.easy_read else "no"
    return (
        f"theme-{preferences.theme}.text_size-{preferences.text_size}"
        f".spacing-{preferences.spacing}.easy_read-{easy}"
    )


def site() -> Site:
    """The site as this deployment sets it."""
    settings = deployment().settings
    return Site(
        name=settings.site_name,
        url=settings.site_url,
        partnership=settings.partnership_name,
        help_lines=list(settings.help_lines),
        reading_hours=settings.reading_hours,
        contact_email=settings.contact_email,
        contact_phone=settings.contact_phone,
        is_demo=any(demo_checks.call()),
    )


def prepare_templates(app: Flask) -> None:
    """Set the rules of the templates and hand them what they need."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["date"] = clock.show_date
    app.jinja_env.filters["moment"] = clock.show_time
    app.jinja_env.globals["_"] = gettext
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    person = current_user if current_user and current_user.is_authenticated else None
    direction: Literal["ltr", "rtl"] = "ltr"
    return {
        "site": site(),
        "current_person": person,
        "staff_navigation": _navigation() if person else [],
        "page_language": "en",
        "page_direction": direction,
        "preferences": read_preferences(request.cookies.get(PREFERENCE_COOKIE, "")),
    }


def _navigation() -> list[tuple[str, str, bool]]:
    entries = [cast("list[tuple[str, str, bool]]", given) for given in staff_menu.call()]
    return [entry for group in entries for entry in group]
