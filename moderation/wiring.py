"""Ties moderation to the app."""

from flask import Flask, request, url_for
from flask_login import current_user

import moderation.case_views
import moderation.contact_views
import moderation.decision_views
import moderation.drawing_views
import moderation.flag_views
import moderation.handover_views
import moderation.item_views
import moderation.record_views
import moderation.service_level_views
import moderation.together_views  # noqa: F401 - importing them adds their pages to the blueprint
from moderation.alerts.raising import remind
from moderation.alerts.sending import send_alerts
from moderation.bulk import approve_moderated_elsewhere
from moderation.checking import screen_unchecked
from moderation.contact_requests import erase_closed
from moderation.erasing import erase
from moderation.house_rules.views import READERS as RULE_READERS
from moderation.house_rules.views import blueprint as house_rules
from moderation.metrics import queue_figures
from moderation.proof.services import draw_days
from moderation.proof.views import blueprint as proof
from moderation.resealing import reseal_all
from moderation.retention import rules
from moderation.rota.handing_on import turns_of
from moderation.rota.views import READERS as ROTA_READERS
from moderation.rota.views import blueprint as rota
from moderation.rota.watching import evidence_of, watch_and_keep
from moderation.search_index import forget_leftovers, forget_now
from moderation.views import blueprint
from participation.accounts import leaving
from participation.accounts.views import FIRST_PAGES
from participation.foundation import forgetting, jobs, metrics, registries, retention
from participation.foundation.access import Role
from participation.foundation.rendering import staff_menu
from participation.foundation.resealing import resealers

PAGES = (
    (Role.MODERATOR, "Queue", "moderation.queue", "/staff/queue"),
    (Role.SAFEGUARDING_LEAD, "Concerns", "moderation.cases", "/staff/safeguarding"),
    (Role.ALTERNATE_LEAD, "Concerns", "moderation.cases", "/staff/safeguarding"),
)

#: Looks at what waits and at the rota, so that nothing waits unseen.
SWEEPERS = (
    jobs.NowAndThen("rota", 20, watch_and_keep),
    jobs.NowAndThen("reminders", 20, remind),
    jobs.NowAndThen("alerts", 2, send_alerts),
    jobs.NowAndThen("second readings", 600, draw_days),
)


def install(app: Flask) -> None:
    """Register pages, the background check, menu entries, and what other floors call."""
    app.register_blueprint(blueprint)
    app.register_blueprint(rota)
    app.register_blueprint(proof)
    app.register_blueprint(house_rules)
    jobs.sweepers.add(screen_unchecked)
    jobs.sweepers.add(erase_closed)
    for sweeper in SWEEPERS:
        jobs.sweepers.add(sweeper)
    registries.opening_evidence.add(evidence_of)
    registries.erasers.add(erase)
    registries.moderated_elsewhere.add(approve_moderated_elsewhere)
    resealers.add(reseal_all)
    metrics.sources.add(queue_figures)
    forgetting.indexes.add(forget_now)
    forgetting.large_indexes.add(forget_leftovers)
    leaving.sources.add(turns_of)
    for rule in rules():
        retention.add_rule(rule)
    staff_menu.add(menu)
    for role, _, endpoint, _ in PAGES:
        if (role, endpoint) not in FIRST_PAGES:
            FIRST_PAGES.append((role, endpoint))


def menu() -> list[tuple[str, str, bool]]:
    """Entries for whoever asks."""
    held = {
        (label, endpoint): (label, url_for(endpoint), request.path.startswith(path))
        for role, label, endpoint, path in PAGES
        if current_user.holds(role)
    }
    entries = list(held.values())
    if current_user.role_set & set(ROTA_READERS):
        entries.append(("Rota", url_for("rota.show"), request.blueprint == "rota"))
    if current_user.role_set & set(RULE_READERS):
        entries.append(("House rules", url_for("house_rules.show"), request.blueprint == "house_rules"))
    return entries
