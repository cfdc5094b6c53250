"""What machines ask: is the site well, and how is it doing."""

from collections.abc import Iterator
from hmac import compare_digest
from itertools import chain

from flask import Blueprint, Response, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from participation.foundation import jobs, rendering
from participation.foundation.access import public
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.metrics import Metric, as_text, single, sources
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
    found = chain(jobs.figures(), *sources.call(), store_figures())  # type: ignore[arg-type]
    return Response(as_text(found), mimetype="text/plain; version=0.0.4")


def store_figures() -> Iterator[Metric]:
    """How large the database is."""
    if db.engine.dialect.name == "sqlite":
        pages, page = (db.session.scalar(text(f"PRAGMA {name}")) or 0 for name in ("page_count", "page_size"))
        size = pages * page
    else:
        size = db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0
    yield single("database_bytes", "Size of the database.", size)
