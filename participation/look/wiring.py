"""Ties the look to the app."""

from flask import Flask

from participation.foundation.looks import own_looks
from participation.foundation.rendering import staff_menu
from participation.look import queries, views


def install(app: Flask) -> None:
    """Register the pages and the menu entry, and say how every page looks."""
    app.register_blueprint(views.blueprint)
    staff_menu.add(views.menu)
    own_looks.add(queries.in_force)
