"""Finding plans and what they say."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.plan.domain import Population
from participation.plan.models import Outcome, PlanEntry, PlanVersion, Priority


def all_plans() -> Sequence[PlanVersion]:
    """Every plan, the newest first."""
    return db.session.scalars(select(PlanVersion).order_by(PlanVersion.starts_on.desc())).all()


def plan_by_key(key: str) -> PlanVersion:
    """One plan.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.scalars(select(PlanVersion).where(PlanVersion.key == key.replace("\x00", ""))).first()
    if found is None:
        raise NotFound("There is no such plan. Go back to the list of plans.")
    return found


def current_or_latest_plan() -> PlanVersion | None:
    """The plan in force today; when none is, the one that ended last, which pages must label as ended."""
    today, plans = clock.today(), all_plans()
    in_force = [plan for plan in plans if plan.starts_on <= today <= plan.ends_on]
    if in_force:
        return in_force[0]
    return max(plans, key=lambda plan: plan.ends_on, default=None)


def priorities() -> Sequence[Priority]:
    """The priorities of the plan in force, else of the latest one."""
    plan = current_or_latest_plan()
    return plan.priorities if plan else []


def outcomes() -> Sequence[Outcome]:
    """The outcomes of the plan in force, else of the latest one."""
    plan = current_or_latest_plan()
    return plan.outcomes if plan else []


def entries_of(plan: PlanVersion) -> dict[str, list[PlanEntry]]:
    """Everything else a plan says, by kind, in the source's order."""
    found: dict[str, list[PlanEntry]] = defaultdict(list)
    query = select(PlanEntry).where(PlanEntry.plan_version_id == plan.id).order_by(PlanEntry.position)
    for entry in db.session.scalars(query):
        found[entry.kind].append(entry)
    return dict(found)


def populations() -> list[Population]:
    """Every population figure of every plan: they are only safe to read beside one another."""
    rows = db.session.execute(
        select(PlanEntry, PlanVersion.key)
        .join(PlanVersion, PlanEntry.plan_version_id == PlanVersion.id)
        .where(PlanEntry.kind == "population")
        .order_by(PlanVersion.starts_on, PlanEntry.position)
    ).all()
    return [_population(entry, source) for entry, source in rows]


def _population(entry: PlanEntry, source: str) -> Population:
    said = entry.details
    return Population(
        key=entry.key,
        source=source,
        counts=entry.text,
        value=said.get("value"),
        is_exact=bool(said.get("exact", True)),
        percent=said.get("percent"),
        percent_of_total=said.get("percent_of_total_stated"),
        as_at=said.get("as_at"),
        age_range=said.get("age_range"),
    )
