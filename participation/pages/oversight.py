"""What administrators and the data protection officer look at: the audit trail and the settings in force."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from participation.accounts.queries import names_of
from participation.foundation import audit, jobs
from participation.foundation.access import Role, requires
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.settings import Settings

blueprint = Blueprint("oversight", __name__, url_prefix="/staff")

PAGE = 100
SECRETS = frozenset(
    {"secret_key", "sealing_key", "receipt_key", "metrics_token", "database_url", "redis_url"}
)
OVERSEERS = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)


@blueprint.get("/audit")
@requires(*OVERSEERS)
def audit_trail() -> ResponseReturnValue:
    """Who did what, newest first. It never holds a word that anyone wrote."""
    before = request.args.get("before", type=int)
    statement = select(audit.AuditEvent).order_by(audit.AuditEvent.id.desc()).limit(PAGE)
    if before:
        statement = statement.where(audit.AuditEvent.id < before)
    events = db.session.scalars(statement).all()
    older = url_for("oversight.audit_trail", before=events[-1].id) if len(events) == PAGE else ""
    names = names_of({event.actor_id for event in events if event.actor_id})
    return render_template(
        "oversight/audit.html", events=events, names=names, older=older, is_later=bool(before)
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


def menu() -> list[tuple[str, str, bool]]:
    """Entries for whoever oversees the site."""
    held = current_user.role_set
    entries = []
    if held & set(OVERSEERS):
        entries.append(
            ("Audit", url_for("oversight.audit_trail"), request.endpoint == "oversight.audit_trail")
        )
    if Role.ADMINISTRATOR in held:
        entries.append(("People", url_for("accounts.people"), request.blueprint == "accounts"))
        entries.append(("Settings", url_for("oversight.settings"), request.endpoint == "oversight.settings"))
    return entries


def _shown(name: str, value: Any) -> str:
    if name in SECRETS:
        return "set, not shown here" if value else "not set"
    if isinstance(value, list):
        return ", ".join(str(getattr(each, "name", each)) for each in value) or "none"
    return str(getattr(value, "name", value)) if value not in (None, "") else "not set"
