"""Ties staff accounts to the app."""

from flask import Flask

import participation.accounts.leaving_views
import participation.accounts.own_account_views
import participation.accounts.password_views
import participation.accounts.people_views
import participation.accounts.single_sign_on_views  # noqa: F401 - importing them adds their pages to the blueprint
from participation.accounts import leaving, notices, second_factor, sessions
from participation.accounts.own_account_views import owes_second_step
from participation.accounts.views import blueprint
from participation.foundation import access, jobs
from participation.foundation.resealing import resealers
from participation.foundation.transactions import transaction


def install(app: Flask) -> None:
    """Register the pages, and what other floors call."""
    app.register_blueprint(blueprint)
    access.first_steps.add(owes_second_step)
    resealers.add(second_factor.reseal_secrets)
    leaving.sources.add(leaving.researchers_answered_for)
    jobs.handles(notices.JOB, notices.send)
    jobs.sweepers.add(jobs.NowAndThen("old sessions", 3600, _forget_old_sessions))


def _forget_old_sessions() -> int:
    """Sessions and links that ran out; nothing of them is needed any more."""
    with transaction():
        return sessions.forget_old()
