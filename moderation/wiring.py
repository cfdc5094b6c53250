"""Ties moderation to the app."""

from flask import Flask, request, url_for
from flask_login import current_user

import moderation.case_views
import moderation.contact_views
import moderation.item_views  # noqa: F401 - importing them adds their pages to the blueprint
from moderation.bulk import approve_moderated_elsewhere
from moderation.checking import screen_unchecked
from moderation.contact_requests import erase_closed
from moderation.erasing import erase
from moderation.views import blueprint
from participation.accounts.views import FIRST_PAGES
from participation.foundation import jobs, registries
from participation.foundation.access import Role
from participation.foundation.rendering import staff_menu

PAGES = (
    (Role.MODERATOR, "Queue", "moderation.queue", "/staff/queue"),
    (Role.SAFEGUARDING_LEAD, "Concerns", "moderation.cases", "/staff/safeguarding"),
)


def install(app: Flask) -> None:
    """Register pages, the background check, menu entries, and what other floors call."""
    app.register_blueprint(blueprint)
    jobs.sweepers.add(screen_unchecked)
    jobs.sweepers.add(erase_closed)
    registries.erasers.add(erase)
    registries.moderated_elsewhere.add(approve_moderated_elsewhere)
    staff_menu.add(menu)
    for role, _, endpoint, _ in PAGES:
        if (role, endpoint) not in FIRST_PAGES:
            FIRST_PAGES.append((role, endpoint))


def menu() -> list[tuple[str, str, bool]]:
    """Entries for whoever asks."""
    return [
        (label, url_for(endpoint), request.path.startswith(path))
        for role, label, endpoint, path in PAGES
        if current_user.holds(role)
    ]
