"""What the assessment says as things stand, and as a snapshot holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from analysis.equality.models import EqualityEntry, EqualitySignature, EqualityVersion
from analysis.reports.equality_pack import row_label
from participation.accounts.queries import names_of
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.plan.models import PlanEntry, PlanVersion
from participation.plan.queries import all_plans, entries_of

#: Who signs in each of the three roles of the source, in its order: the officer, the lead, the chair.
SIGNING_ROLES = (Role.ANALYST, Role.EQUALITY_LEAD, Role.DECISION_MAKER)
ENTERED = (
    "label",
    "specific_group",
    "expected",
    "evidenced",
    "details",
    "would_make_clear",
    "clear_by",
    "evidence",
    "action",
    "owner",
    "due_on",
)


@dataclass(frozen=True)
class SigningRole:
    """One of the three roles, who may sign in it, and who has."""

    key: str
    name: str
    role: Role
    signed_by: str = ""
    signed_on: date | None = None


def assessed_plan() -> PlanVersion | None:
    """The newest plan that comes with an equality impact assessment; None when no plan is loaded."""
    return next((plan for plan in all_plans() if "characteristic" in entries_of(plan)), None)


def versions() -> Sequence[EqualityVersion]:
    """Every version, the newest first."""
    return db.session.scalars(select(EqualityVersion).order_by(EqualityVersion.number.desc())).all()


def version_numbered(number: int) -> EqualityVersion:
    """One version.

    Raises:
        NotFound: when there is none of that number.
    """
    found = db.session.scalars(select(EqualityVersion).where(EqualityVersion.number == number)).first()
    if found is None:
        raise NotFound("There is no such version of the assessment. Go back to Equality.")
    return found


def entered(version: EqualityVersion) -> dict[str, EqualityEntry]:
    """What holds for each row of a version: the newest entry, in the order in which rows were first entered."""
    rows = db.session.scalars(
        select(EqualityEntry).where(EqualityEntry.version_id == version.id).order_by(EqualityEntry.id)
    )
    return {row.row_key: row for row in rows}


def row_names(version: EqualityVersion, rows: Mapping[str, EqualityEntry]) -> dict[str, str]:
    """Row key to what it is called: the source's rows first, then those that were added here."""
    sources = _source_entries(version.plan_version_id, "characteristic")
    names = {each.key: row_label(each.key, each.text) for each in sources}
    return names | {key: row.label for key, row in rows.items() if key not in names}


def signing_roles(version: EqualityVersion) -> list[SigningRole]:
    """The three roles in the order of the source, with the signatures there are."""
    signed = {
        row.role_key: row
        for row in db.session.scalars(
            select(EqualitySignature).where(EqualitySignature.version_id == version.id)
        )
    }
    names = names_of({row.person_id for row in signed.values()})
    return [
        SigningRole(
            entry.key,
            entry.text,
            role,
            names.get(signed[entry.key].person_id, "") if entry.key in signed else "",
            clock.in_london(signed[entry.key].at).date() if entry.key in signed else None,
        )
        for entry, role in zip(
            _source_entries(version.plan_version_id, "sign_off_role"), SIGNING_ROLES, strict=False
        )
    ]


def assessment_content() -> dict[str, Any]:
    """The newest version as a snapshot holds it; empty when nobody has begun one."""
    newest = next(iter(versions()), None)
    if newest is None:
        return {}
    rows = entered(newest)
    return {
        "version": str(newest.number),
        "review_on": newest.review_on.isoformat() if newest.review_on else None,
        "rows": {key: _row_content(row) for key, row in sorted(rows.items())},
        "names": row_names(newest, rows),
        "signatures": {
            role.name: f"{role.signed_by}, {clock.show_date(role.signed_on)}"
            for role in signing_roles(newest)
            if role.signed_on
        },
    }


def _row_content(row: EqualityEntry) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ENTERED}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _source_entries(plan_version_id: int, kind: str) -> list[PlanEntry]:
    plan = db.session.get_one(PlanVersion, plan_version_id)
    return sorted(entries_of(plan).get(kind, []), key=lambda each: each.details.get("line") or 0)
