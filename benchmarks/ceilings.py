"""What sending is measured beside: the same site with storing switched off, and the least a Flask app can do.

Nothing here can be reached from the product: the writer that stores nothing is put in place by this module.
"""

import secrets

from flask import Flask

from participation.factory import create_app
from surveys import intake
from surveys.new_views import Receipt, SealedView


class StoresNothing:
    """Stands where the writer stands, and answers as if it had stored the view."""

    def write(self, view: SealedView) -> Receipt:
        """The receipt such a view would get."""
        return Receipt(view.receipt(0), is_repeat=False, submission_id=secrets.randbelow(1_000_000))


def validate_only() -> Flask:
    """The whole site: checks, seals and answers a view, and stores none."""
    app = create_app()
    app.extensions[intake.EXTENSION] = StoresNothing()
    return app


def hello() -> Flask:
    """A Flask app that says hello."""
    app = Flask("hello")

    @app.get("/")
    def _hello() -> str:
        return "hello"

    return app
