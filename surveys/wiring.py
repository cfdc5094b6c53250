"""How surveys join the app."""

from flask import Flask

from participation.foundation import registries
from surveys import asking, editor_views, offline, services, session_staff_views, session_views
from surveys.views import blueprint


def install(app: Flask) -> None:
    """Register the take-part page and what others call by registry."""
    app.register_blueprint(blueprint)
    app.register_blueprint(offline.blueprint)
    app.register_blueprint(session_views.blueprint)
    app.register_blueprint(session_staff_views.blueprint)
    editor_views.install(app)
    asking.install(app.extensions)
    registries.at_opening.add(services.freeze)
