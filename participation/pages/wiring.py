"""How the pages of the site itself join the app."""

from flask import Flask

from analysis.pictures import blueprint as pictures
from participation.foundation import rendering
from participation.pages import about, home, my_answer, oversight, preferences, results, talk_to_me


def install(app: Flask) -> None:
    """Register every page for the public, the pictures that results show, and the pages of oversight."""
    for module in (home, results, my_answer, about, preferences, talk_to_me, oversight):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(pictures)
    rendering.staff_menu.add(oversight.menu)
