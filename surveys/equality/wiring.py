"""Ties equality questions to the app."""

from flask import Flask

from participation.foundation import registries, retention
from surveys.equality import services, staff_views, views
from surveys.equality.retention import rule


def install(app: Flask) -> None:
    """Register the pages, what goes with a view that is taken back, and the rule by which answers are counted."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(staff_views.blueprint)
    registries.erasers.add(services.forget)
    retention.add_rule(rule())
