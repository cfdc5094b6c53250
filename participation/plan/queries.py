"""Finding plans and what they say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.plan.domain import Population
from participation.plan.models import (
    Locality,
    Outcome,
    PlanEntry,
    PlanVersion,
    PopulationBase,
    Priority,
    PriorityMapping,
)


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
    standing = _standing_plan_id()
    return db.session.get(PlanVersion, standing) if standing is not None else None


def _standing_plan_id() -> int | None:
    """Which plan stands, without everything that is in it."""
    today = clock.today()
    dates = select(PlanVersion.id, PlanVersion.starts_on, PlanVersion.ends_on)
    plans = db.session.execute(dates.order_by(PlanVersion.starts_on.desc())).all()
    in_force = (plan.id for plan in plans if plan.starts_on <= today <= plan.ends_on)
    latest = max(plans, key=lambda plan: plan.ends_on, default=None)
    return next(in_force, latest.id if latest is not None else None)


def priorities() -> Sequence[Priority]:
    """The priorities of the plan in force, else of the latest one."""
    plan = current_or_latest_plan()
    return plan.priorities if plan else []


def outcomes() -> Sequence[Outcome]:
    """The outcomes of the plan in force, else of the latest one."""
    plan = current_or_latest_plan()
    return plan.outcomes if plan else []


def priorities_today(ids: Iterable[int]) -> dict[int, Priority]:
    """Each of these priorities as it is called now: through the mapping into the newest plan that has begun.

    One that was never mapped stays what it was, so that an old plan still reads as history.
    """
    steps = {
        row.from_priority_id: row.to_priority_id
        for row in db.session.execute(
            select(PriorityMapping.from_priority_id, PriorityMapping.to_priority_id)
            .join(Priority, Priority.id == PriorityMapping.to_priority_id)
            .join(PlanVersion, PlanVersion.id == Priority.plan_version_id)
            .where(PlanVersion.starts_on <= clock.today())
        )
    }
    ends = {number: _end(number, steps) for number in ids}
    rows = db.session.scalars(select(Priority).where(Priority.id.in_(set(ends.values()))))
    found = {row.id: row for row in rows}
    return {number: found[end] for number, end in ends.items() if end in found}


def outcomes_today(ids: Iterable[int]) -> dict[int, Outcome]:
    """Each of these outcomes as the plan in force words it: the same key in a newer plan is the same outcome."""
    rows = {row.id: row for row in db.session.scalars(select(Outcome).where(Outcome.id.in_(set(ids))))}
    keys = {row.key for row in rows.values()}
    worded = select(Outcome).where(Outcome.plan_version_id == _standing_plan_id(), Outcome.key.in_(keys))
    standing = {each.key: each for each in db.session.scalars(worded)} if keys else {}
    return {number: standing.get(row.key, row) for number, row in rows.items()}


def mapping_into(plan: PlanVersion) -> dict[int, int]:
    """Old priority to the priority of this plan it became."""
    rows = db.session.execute(
        select(PriorityMapping.from_priority_id, PriorityMapping.to_priority_id)
        .join(Priority, Priority.id == PriorityMapping.to_priority_id)
        .where(Priority.plan_version_id == plan.id)
    )
    return {row.from_priority_id: row.to_priority_id for row in rows}


def plan_before(plan: PlanVersion) -> PlanVersion | None:
    """The plan that came before, if it has priorities to carry over."""
    earlier = [each for each in all_plans() if each.starts_on < plan.starts_on and each.priorities]
    return earlier[0] if earlier else None


def localities_of(plan: PlanVersion) -> Sequence[Locality]:
    """The areas of a plan, by name."""
    return db.session.scalars(
        select(Locality).where(Locality.plan_version_id == plan.id).order_by(Locality.name)
    ).all()


def chosen_bases() -> list[tuple[int, int, Population]]:
    """Every age range that has a base, with its figure."""
    figures = {(each.source, each.key): each for each in populations()}
    rows = db.session.scalars(select(PopulationBase).order_by(PopulationBase.youngest, PopulationBase.oldest))
    return [
        (row.youngest, row.oldest, figures[row.source, row.population_key])
        for row in rows
        if (row.source, row.population_key) in figures
    ]


def _end(number: int, steps: Mapping[int, int]) -> int:
    seen = {number}
    while number in steps and steps[number] not in seen:
        number = steps[number]
        seen.add(number)
    return number


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
