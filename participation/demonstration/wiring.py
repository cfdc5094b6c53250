"""Ties the demonstration to the app: while it is loaded every page says so, and the health check knows."""

from flask import Flask

from participation.demonstration.presence import is_loaded
from participation.foundation.rendering import demo_checks


def install(_app: Flask) -> None:
    """Let pages ask whether everything on them is made up."""
    demo_checks.add(is_loaded)
