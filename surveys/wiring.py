"""How surveys join the app."""

from flask import Flask

from participation.foundation import registries
from surveys import services


def install(app: Flask) -> None:
    """Register pages and what others call by registry."""
    registries.opening_gates.add(services.problems_before_opening)
    registries.at_opening.add(services.freeze)
