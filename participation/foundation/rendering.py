"""What every template can count on: the site, the person, the preferences, and dates as people write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from babel.dates import format_date
from flask import Flask, has_request_context, request
from flask_babel import gettext
from flask_login import current_user
from jinja2 import StrictUndefined

from participation.foundation import clock
from participation.foundation.deployment import deployment
from participation.foundation.languages import LANGUAGES, PREPARED, offered, spoken
from participation.foundation.looks import Look, own_look
from participation.foundation.preferences import ENGLISH, asked_preferences
from participation.foundation.reading_age import reading_age, sentences
from participation.foundation.registries import Registry
from participation.foundation.staff_words import paragraphs
from participation.foundation.staffing import is_staffed
from participation.settings import HelpLine, Settings

#: Entries of the staff menu: each action gives a list of (label, url, is_current) for whoever asks.
staff_menu: Registry[[]] = Registry("entries of the staff menu")
#: Whether the demo is loaded; filled by the factory.
demo_checks: Registry[[]] = Registry("whether the demo is loaded")


@dataclass(frozen=True)
class Site:
    """What pages say about the site itself."""

    name: str
    url: str
    partnership: str
    help_lines: list[HelpLine]
    emergency_phone: str
    is_talk_offered: bool
    reading_hours: str
    late_days: int
    look: Look
    contact_email: str
    contact_phone: str
    is_demo: bool


def site() -> Site:
    """The site as this deployment sets it."""
    settings, look = deployment().settings, own_look()
    return Site(
        name=look.name or settings.site_name,
        url=settings.site_url,
        partnership=look.partnership or settings.partnership_name,
        help_lines=list(settings.help_lines),
        emergency_phone=settings.emergency_phone,
        is_talk_offered=is_talk_offered(settings),
        reading_hours=settings.reading_hours,
        late_days=settings.late_days,
        look=look,
        contact_email=settings.contact_email,
        contact_phone=settings.contact_phone,
        is_demo=any(demo_checks.call()),
    )


def is_talk_offered(settings: Settings) -> bool:
    """Whether somebody is there now for those who ask to talk."""
    return is_staffed(clock.now(), settings.talk_spans, settings.talk_closed_days)


def prepare_templates(app: Flask) -> None:
    """Set the rules of the templates and hand them what they need."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["date"] = show_date
    app.jinja_env.filters["moment"] = clock.show_time
    app.jinja_env.filters["sentences"] = sentences
    app.jinja_env.filters["reading_age"] = reading_age
    app.jinja_env.filters["paragraphs"] = paragraphs
    app.jinja_env.globals["_"] = gettext
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    person = current_user if current_user and current_user.is_authenticated else None
    language = spoken()
    return {
        "site": site(),
        "current_person": person,
        "staff_navigation": _navigation() if person else [],
        "page_language": language.code,
        "page_direction": language.direction,
        "page_languages": named_languages(offered()) if _is_prepared() else [],
        "preferences": asked_preferences(),
    }


def _is_prepared() -> bool:
    return has_request_context() and request.endpoint in PREPARED


def show_date(day: date | datetime) -> str:
    """A day as people write it in the language of the page."""
    language = spoken().code
    if language == ENGLISH:
        return clock.show_date(day)
    if isinstance(day, datetime):
        day = clock.in_london(day).date()
    return format_date(day, "long", locale=language)


def named_languages(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code and own name of each language to choose from, English first; none when there is only English."""
    others = [(code, LANGUAGES[code].own_name) for code in codes]
    return [(ENGLISH, LANGUAGES[ENGLISH].own_name), *others] if others else []


def _navigation() -> list[tuple[str, str, bool]]:
    entries = [cast("list[tuple[str, str, bool]]", given) for given in staff_menu.call()]
    return [entry for group in entries for entry in group]
