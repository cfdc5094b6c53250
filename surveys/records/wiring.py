"""Ties the records of meetings and posts to the app."""

from flask import Flask

from surveys.records import views


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(views.blueprint)
