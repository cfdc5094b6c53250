"""How the public pages join the app."""

from flask import Flask

from analysis.pictures import blueprint as pictures
from participation.pages import about, home, my_answer, preferences, results


def install(app: Flask) -> None:
    """Register every page for the public, and the pictures that results show."""
    for module in (home, results, my_answer, about, preferences):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(pictures)
