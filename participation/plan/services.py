"""Bringing the plans that ship with the product into the database."""

from collections.abc import Iterable

from sqlalchemy import select

from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.plan.loading import PlanData, read_plans
from participation.plan.models import Outcome, PlanEntry, PlanVersion, Priority


def ensure_plans() -> int:
    """Load every plan that is missing or differs from the data in hand; give how many were loaded.

    Rows keep their ids as long as their keys stay, because replies refer to priorities and outcomes.
    Call inside a transaction.
    """
    return sum(_ensure(plan) for plan in read_plans())


def _ensure(data: PlanData) -> int:
    version = db.session.scalars(select(PlanVersion).where(PlanVersion.key == data.key)).first()
    if version is not None and version.content_hash == data.content_hash:
        return 0
    if version is None:
        version = PlanVersion(key=data.key)
        db.session.add(version)
    _fill_header(version, data)
    db.session.flush()
    _fill_priorities(version, data)
    _fill_outcomes(version, data)
    _fill_entries(version, data)
    db.session.flush()
    db.session.refresh(version)
    audit.record("loaded", "plan_version", version.id, detail={"key": data.key, "content": data.content_hash})
    return 1


def _fill_header(version: PlanVersion, data: PlanData) -> None:
    version.title, version.starts_on, version.ends_on = data.title, data.starts_on, data.ends_on
    version.vision, version.note = data.vision, data.note
    version.source_title, version.source_url = data.source_title, data.source_url
    version.content_hash, version.loaded_at = data.content_hash, clock.now()


def _fill_priorities(version: PlanVersion, data: PlanData) -> None:
    rows = {
        row.key: row
        for row in db.session.scalars(select(Priority).where(Priority.plan_version_id == version.id))
    }
    _drop(rows.values(), {each.key for each in data.priorities})
    for each in data.priorities:
        row = rows.get(each.key) or Priority(plan_version_id=version.id, key=each.key)
        row.position, row.heading, row.source_line = each.position, each.heading, each.source_line
        row.focus_points = list(each.focus_points)
        db.session.add(row)


def _fill_outcomes(version: PlanVersion, data: PlanData) -> None:
    rows = {
        row.key: row
        for row in db.session.scalars(select(Outcome).where(Outcome.plan_version_id == version.id))
    }
    _drop(rows.values(), {each.key for each in data.outcomes})
    for each in data.outcomes:
        row = rows.get(each.key) or Outcome(plan_version_id=version.id, key=each.key)
        row.position, row.text, row.source_line = each.position, each.text, each.source_line
        db.session.add(row)


def _fill_entries(version: PlanVersion, data: PlanData) -> None:
    query = select(PlanEntry).where(PlanEntry.plan_version_id == version.id)
    rows = {(row.kind, row.key): row for row in db.session.scalars(query)}
    wanted = {(each.kind, each.key) for each in data.entries}
    for place, row in rows.items():
        if place not in wanted:
            db.session.delete(row)
    for position, each in enumerate(data.entries, start=1):
        row = rows.get((each.kind, each.key)) or PlanEntry(
            plan_version_id=version.id, kind=each.kind, key=each.key
        )
        row.position, row.text, row.details = position, each.text, each.details
        db.session.add(row)


def _drop(rows: Iterable[Priority | Outcome], wanted: set[str]) -> None:
    for row in rows:
        if row.key not in wanted:
            db.session.delete(row)
