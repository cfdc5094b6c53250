"""Ties analysis to the app: pages, menu, jobs, and what happens when a view is decided or withdrawn."""

from flask import Flask, request, url_for
from flask_login import current_user

from analysis.replies.views import blueprint as replies
from analysis.reports.views import blueprint as reports
from analysis.snapshots import supersede
from analysis.themes import theming
from analysis.themes.views import blueprint as themes
from participation.accounts.views import FIRST_PAGES
from participation.foundation import jobs, registries, rendering
from participation.foundation.access import Role

MENU = (("Themes", "themes"), ("Replies", "replies"), ("Downloads", "reports"))


def install(app: Flask) -> None:
    """Register everything once."""
    for blueprint in (themes, replies, reports):
        app.register_blueprint(blueprint)
    jobs.handles(theming.JOB, theming.do_theming)
    jobs.sweepers.add(theming.theme_new_answers)
    registries.after_decision.add(theming.forget_if_not_approved)
    registries.erasers.add(supersede)
    registries.erasers.add(theming.forget)
    rendering.staff_menu.add(_menu)
    first = (Role.ANALYST, "themes.index")
    if first not in FIRST_PAGES:
        FIRST_PAGES.append(first)


def _menu() -> list[tuple[str, str, bool]]:
    if not current_user.holds(Role.ANALYST):
        return []
    return [(label, url_for(f"{name}.index"), request.blueprint == name) for label, name in MENU]
