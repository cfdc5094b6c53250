"""Ties campaigns to the app."""

from flask import Flask

from participation.accounts.views import FIRST_PAGES
from participation.campaigns import sharing_views, signing_views, views
from participation.foundation.access import Role
from participation.foundation.rendering import staff_menu

FIRST_PAGE = (Role.CAMPAIGN_MANAGER, "campaigns.staff_list")


def install(app: Flask) -> None:
    """Register the pages, the menu entry, and where campaign managers start."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(sharing_views.blueprint)
    app.register_blueprint(signing_views.blueprint)
    staff_menu.add(views.menu)
    if FIRST_PAGE not in FIRST_PAGES:
        FIRST_PAGES.append(FIRST_PAGE)
