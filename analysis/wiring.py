"""Ties analysis to the app: pages, menu, jobs, and what happens when a view is decided or withdrawn."""

from flask import Flask, request, url_for
from flask_login import current_user

from analysis import tallies
from analysis.approvals.views import blueprint as approvals
from analysis.equality.people_views import blueprint as equality_people
from analysis.equality.queries import SIGNING_ROLES as EQUALITY_ROLES
from analysis.equality.views import blueprint as equality
from analysis.evenness.views import READERS as EVENNESS_READERS
from analysis.evenness.views import blueprint as evenness
from analysis.finishing.views import blueprint as finishing
from analysis.reach.views import READERS as REACH_READERS
from analysis.reach.views import blueprint as reach
from analysis.replies import handing_on, reminders
from analysis.replies.own_items_views import OWN_ROLES
from analysis.replies.own_items_views import blueprint as my_items
from analysis.replies.views import blueprint as replies
from analysis.reports.views import blueprint as reports
from analysis.scorecard.views import blueprint as scorecard
from analysis.side_by_side.views import blueprint as side_by_side
from analysis.snapshots import supersede, supersede_if_hidden
from analysis.themes import changes, discovering, theming
from analysis.themes.blind_views import blueprint as blind
from analysis.themes.check_views import blueprint as checks
from analysis.themes.coding_views import blueprint as coding
from analysis.themes.discovery_views import blueprint as discoveries
from analysis.themes.list_views import blueprint as theme_lists
from analysis.themes.picture_views import blueprint as theme_pictures
from analysis.themes.quote_views import blueprint as quotes
from analysis.themes.views import blueprint as themes
from participation.accounts import leaving
from participation.accounts.views import FIRST_PAGES
from participation.foundation import jobs, registries, rendering
from participation.foundation.access import Role

GATHERED_EVERY_SECONDS = 20
DESK = (theme_lists, coding, checks, discoveries, quotes, theme_pictures)
Entry = tuple[str, str, tuple[str, ...]]
MENU: tuple[Entry, ...] = (
    ("Themes", "themes.index", ("themes", *(room.name for room in DESK))),
    ("Replies", "replies.index", ("replies",)),
    ("Scorecard", "scorecard.index", ("scorecard",)),
    ("Downloads", "reports.index", ("reports", "side_by_side")),
)
RESEARCHERS = (("Wording", "approvals.index", ("approvals",)),)
CODERS = (("Blind coding", "blind.index", ("blind",)),)
EQUALITY = (("Equality", "equality.index", ("equality", "equality_people")),)
EVENNESS = (("Even-handed", "evenness.index", ("evenness",)),)
REACH = (("Reach", "reach.index", ("reach",)),)
OWN = (("My items", "my_items.index", ("my_items",)),)
FIRST = (
    (Role.ANALYST, "themes.index"),
    (Role.YOUNG_RESEARCHER, "blind.index"),
    *((role, "my_items.index") for role in OWN_ROLES),
)


def install(app: Flask) -> None:
    """Register everything once."""
    for blueprint in (
        themes,
        *DESK,
        blind,
        approvals,
        replies,
        my_items,
        equality,
        equality_people,
        evenness,
        finishing,
        side_by_side,
        reach,
        scorecard,
        reports,
    ):
        app.register_blueprint(blueprint)
    jobs.handles(theming.JOB, theming.do_theming)
    jobs.handles(changes.JOB, changes.try_out)
    jobs.handles(discovering.JOB, discovering.do_discovery)
    jobs.handles(reminders.ROUND_JOB, reminders.look_for_reminders)
    jobs.handles(reminders.JOB, reminders.remind_owner)
    jobs.sweepers.add(theming.theme_new_answers)
    jobs.sweepers.add(reminders.begin_round)
    jobs.sweepers.add(jobs.NowAndThen("tallies", GATHERED_EVERY_SECONDS, tallies.gather_tallies))
    registries.after_decision.add(theming.follow_decision)
    registries.after_decision.add(supersede_if_hidden)
    registries.erasers.add(supersede)
    registries.erasers.add(theming.forget)
    leaving.sources.add(handing_on.replies_of)
    rendering.staff_menu.add(_menu)
    for first in FIRST:
        if first not in FIRST_PAGES:
            FIRST_PAGES.append(first)


def _menu() -> list[tuple[str, str, bool]]:
    held = current_user.role_set
    shown = [
        *(MENU if Role.ANALYST in held else ()),
        *(CODERS if held & {Role.ANALYST, Role.YOUNG_RESEARCHER} else ()),
        *(RESEARCHERS if Role.YOUNG_RESEARCHER in held else ()),
        *(EQUALITY if held & set(EQUALITY_ROLES) else ()),
        *(EVENNESS if held & set(EVENNESS_READERS) else ()),
        *(REACH if held & set(REACH_READERS) else ()),
        *(OWN if held & set(OWN_ROLES) else ()),
    ]
    return [(label, url_for(first), request.blueprint in pages) for label, first, pages in shown]
