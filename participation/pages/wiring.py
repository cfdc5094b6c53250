"""How the pages of the site itself join the app."""

from flask import Flask

from analysis.pictures import blueprint as pictures
from participation.foundation import rendering
from participation.pages import (
    about,
    flagging,
    home,
    keeping,
    my_answer,
    oversight,
    preferences,
    results,
    talk_to_me,
    you_said,
)


def install(app: Flask) -> None:
    """Register every page for the public, the pictures that results show, and the pages of oversight."""
    for module in (
        home,
        results,
        you_said,
        flagging,
        my_answer,
        about,
        preferences,
        talk_to_me,
        oversight,
        keeping,
    ):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(pictures)
    rendering.staff_menu.add(oversight.menu)
