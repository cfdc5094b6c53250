"""How surveys join the app."""

from flask import Flask

from participation.foundation import registries, retention
from participation.foundation.resealing import resealers
from surveys import (
    answer_views,
    asking,
    editor_views,
    file_views,
    offline,
    recording_views,
    services,
    session_staff_views,
    session_views,
)
from surveys.answers import reseal_answers
from surveys.ready_pages import ReadyPages
from surveys.retention import rules
from surveys.views import blueprint


def install(app: Flask) -> None:
    """Register the take-part page and what others call by registry."""
    app.register_blueprint(blueprint)
    app.register_blueprint(offline.blueprint)
    app.register_blueprint(session_views.blueprint)
    app.register_blueprint(session_staff_views.blueprint)
    app.register_blueprint(file_views.blueprint)
    app.register_blueprint(answer_views.blueprint)
    app.register_blueprint(recording_views.blueprint)
    editor_views.install(app)
    app.wsgi_app = ReadyPages(app.wsgi_app, asking.install(app.extensions))  # type: ignore[assignment, method-assign]
    registries.at_opening.add(services.freeze)
    resealers.add(reseal_answers)
    for rule in rules():
        retention.add_rule(rule)
