"""What machines ask: is the site well, and how is it doing."""

from hmac import compare_digest

from flask import Blueprint, Response, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from participation.foundation import jobs, rendering
from participation.foundation.access import public
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.migrating import is_current

blueprint = Blueprint("operations", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> tuple[Response, int]:
    """200 once the database answers, is at the right version, and the demo is there when one was asked for."""
    try:
        db.session.execute(text("SELECT 1"))
        ready = is_current(db.engine)
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    if not ready:
        return jsonify(status="migrations are missing"), 503
    if deployment().settings.wait_for_demo and not any(rendering.demo_checks.call()):
        return jsonify(status="loading the demo"), 503
    return jsonify(status="ok"), 200


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Prometheus text, only for whoever holds the token. No personal data."""
    token = deployment().settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(token.encode(), given.encode()):
        raise NotFound("There is no such page.")
    lines = [
        "# HELP participation_jobs_open Background jobs that wait or run.",
        "# TYPE participation_jobs_open gauge",
        f"participation_jobs_open {jobs.open_count()}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")
