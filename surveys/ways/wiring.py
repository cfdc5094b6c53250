"""Ties the other ways to take part to the app."""

from flask import Flask

from surveys.ways import views


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(views.blueprint)
