"""Ties the plans to the app."""

from flask import Flask

from participation.foundation.rendering import staff_menu
from participation.plan import editor_views, views


def install(app: Flask) -> None:
    """Register the pages and the menu entry."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(editor_views.blueprint)
    staff_menu.add(views.menu)
