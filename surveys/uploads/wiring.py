"""Ties the bringing in of files to the app."""

from flask import Flask

from participation.foundation import jobs, retention
from participation.foundation.resealing import resealers
from surveys.uploads import services, views, work
from surveys.uploads.retention import rules


def install(app: Flask) -> None:
    """Register the pages, the work behind them, and what forgets and seals anew."""
    app.register_blueprint(views.blueprint)
    jobs.handles(services.JOB, work.bring_in)
    resealers.add(services.reseal_uploads)
    for rule in rules():
        retention.add_rule(rule)
