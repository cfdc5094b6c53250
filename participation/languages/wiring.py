"""Ties languages to the app."""

from flask import Flask

from participation.foundation.languages import reviewed_languages
from participation.foundation.rendering import staff_menu
from participation.languages import queries, views


def install(app: Flask) -> None:
    """Register the pages and the menu entry, and say which languages may be offered."""
    app.register_blueprint(views.blueprint)
    staff_menu.add(views.menu)
    reviewed_languages.add(queries.reviewed)
