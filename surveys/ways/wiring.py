"""Ties the other ways to take part to the app."""

from flask import Flask

from participation.foundation.languages import said_in_code
from surveys.ways import views
from surveys.ways.domain import HELPED


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(views.blueprint)
    said_in_code.add(sentences_to_translate)


def sentences_to_translate() -> tuple[str, ...]:
    """What a helper chooses from, for whoever reviews a language."""
    return tuple(HELPED.values())
