"""What administrators and the data protection officer look at: the audit trail and the settings in force."""

import re
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, not_, select

from moderation.case_seeing import hidden_from
from participation.accounts.queries import names_of
from participation.foundation import audit, jobs
from participation.foundation.access import Role, requires
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.settings import Settings

blueprint = Blueprint("oversight", __name__, url_prefix="/staff")

PAGE = 100
LAST_PAGE = 10_000
SECRETS = re.compile(r"_(key|token|password|secret)$|^(database|redis)_url$|^mail_server$")
OVERSEERS = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)


@blueprint.get("/audit")
@requires(*OVERSEERS)
def audit_trail() -> ResponseReturnValue:
    """Who did what, newest first. It never holds a word that anyone wrote.

    Nor does it show events their number: a number that is missing would tell somebody of a concern about them.
    """
    number = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    event = audit.AuditEvent
    statement = select(event).where(*_open_to_whoever_asks()).order_by(event.id.desc())
    events = db.session.scalars(statement.limit(PAGE + 1).offset((number - 1) * PAGE)).all()
    names = names_of({event.actor_id for event in events if event.actor_id})
    return render_template(
        "oversight/audit.html", events=events[:PAGE], names=names, number=number, is_more=len(events) > PAGE
    )


@blueprint.get("/settings")
@requires(Role.ADMINISTRATOR)
def settings() -> ResponseReturnValue:
    """The settings in force, secrets hidden, and background work that was given up."""
    rows = [
        (name.upper(), _shown(name, getattr(deployment().settings, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return render_template("oversight/settings.html", rows=rows, given_up=jobs.dead_letters())


def _open_to_whoever_asks() -> tuple[ColumnElement[bool], ...]:
    """Leaves out what was done about a concern that is about whoever asks."""
    event, (cases, views) = audit.AuditEvent, hidden_from(current_user.id)
    told = ("passed_on_as_concern", "took_back", "saw_nobody_at_risk", "opened_original")
    return (
        not_(and_(event.subject == "safeguarding_case", event.subject_id.in_(cases))),
        not_(and_(event.subject == "submission", event.subject_id.in_(views), event.action.in_(told))),
    )


def menu() -> list[tuple[str, str, bool]]:
    """Entries for whoever oversees the site."""
    held = current_user.role_set
    entries = []
    if held & set(OVERSEERS):
        entries.append(
            ("Audit", url_for("oversight.audit_trail"), request.endpoint == "oversight.audit_trail")
        )
        entries.append(("Retention", url_for("keeping.overview"), request.blueprint == "keeping"))
        entries.append(("Data held", url_for("data_records.index"), request.blueprint == "data_records"))
        is_here = request.blueprint == "staff_complaints"
        entries.append(("Complaints", url_for("staff_complaints.index"), is_here))
    if Role.DATA_PROTECTION_OFFICER in held:
        entries.append(("Requests", url_for("request_packs.index"), request.blueprint == "request_packs"))
    if Role.ADMINISTRATOR in held:
        entries.append(("People", url_for("accounts.people"), request.path.startswith("/staff/people")))
        entries.append(("Settings", url_for("oversight.settings"), request.endpoint == "oversight.settings"))
    return entries


def _shown(name: str, value: Any) -> str:
    if SECRETS.search(name):
        return "set, not shown here" if value else "not set"
    if isinstance(value, list):
        return ", ".join(str(getattr(each, "name", each)) for each in value) or "none"
    return str(getattr(value, "name", value)) if value not in (None, "") else "not set"
