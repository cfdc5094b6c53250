"""Ties campaigns to the app."""

from flask import Flask

from participation.accounts.views import FIRST_PAGES
from participation.campaigns import services, sharing_views, views
from participation.foundation.access import Role
from participation.foundation.registries import opening_gates
from participation.foundation.rendering import staff_menu

FIRST_PAGE = (Role.CAMPAIGN_MANAGER, "campaigns.staff_list")


def install(app: Flask) -> None:
    """Register the pages, the menu entry, where campaign managers start, and our own opening gate."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(sharing_views.blueprint)
    staff_menu.add(views.menu)
    opening_gates.add(services.missing_details)
    if FIRST_PAGE not in FIRST_PAGES:
        FIRST_PAGES.append(FIRST_PAGE)
