"""Ties paper to the app."""

from flask import Flask

from surveys.paper import views


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(views.blueprint)
