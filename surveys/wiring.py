"""How surveys join the app."""

from flask import Flask

from participation.foundation import registries
from surveys import asking, services
from surveys.views import blueprint


def install(app: Flask) -> None:
    """Register the take-part page and what others call by registry."""
    app.register_blueprint(blueprint)
    asking.install(app.extensions)
    registries.opening_gates.add(services.problems_before_opening)
    registries.at_opening.add(services.freeze)
