"""How surveys join the app."""

from flask import Flask

from participation.foundation import metrics, registries, retention
from participation.foundation.languages import said_in_code
from participation.foundation.resealing import resealers
from surveys import (
    answer_views,
    asking,
    bank_views,
    editor_views,
    file_views,
    offline,
    recording_views,
    services,
    session_staff_views,
    session_views,
    source_views,
    version_views,
    wording_views,
)
from surveys.answers import reseal_answers
from surveys.drawings import wiring as drawings
from surveys.equality import wiring as equality
from surveys.metrics import figures
from surveys.paper import wiring as paper
from surveys.question_types.sentences import SENTENCES
from surveys.ready_pages import ReadyPages
from surveys.records import wiring as records
from surveys.result_notices import wiring as result_notices
from surveys.retention import rules
from surveys.uploads import wiring as uploads
from surveys.views import blueprint
from surveys.ways import wiring as ways


def sentences_to_translate() -> tuple[str, ...]:
    """What people are told of their answers, for whoever reviews a language."""
    return SENTENCES


def install(app: Flask) -> None:
    """Register the take-part page and what others call by registry."""
    app.register_blueprint(blueprint)
    app.register_blueprint(offline.blueprint)
    app.register_blueprint(session_views.blueprint)
    app.register_blueprint(session_staff_views.blueprint)
    app.register_blueprint(file_views.blueprint)
    app.register_blueprint(answer_views.blueprint)
    app.register_blueprint(recording_views.blueprint)
    app.register_blueprint(bank_views.blueprint)
    app.register_blueprint(version_views.blueprint)
    app.register_blueprint(wording_views.blueprint)
    app.register_blueprint(source_views.blueprint)
    editor_views.install(app)
    uploads.install(app)
    paper.install(app)
    ways.install(app)
    records.install(app)
    drawings.install()
    equality.install(app)
    result_notices.install()
    app.wsgi_app = ReadyPages(app.wsgi_app, asking.install(app.extensions))  # type: ignore[assignment, method-assign]
    registries.at_opening.add(services.freeze)
    registries.campaign_languages.add(asking.languages_of)
    said_in_code.add(sentences_to_translate)
    resealers.add(reseal_answers)
    metrics.sources.add(figures)
    for rule in rules():
        retention.add_rule(rule)
