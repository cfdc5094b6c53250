"""Entering a plan on the site and keeping it: priorities, actions, areas, and what became of the old ones.

A plan that ships with the product, or whose period is over, is history and is never changed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from participation.foundation import audit, clock
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.plan import queries
from participation.plan.domain import AboutPlan, Population, base_problem
from participation.plan.models import (
    DeliveryAction,
    Locality,
    Outcome,
    PlanVersion,
    PopulationBase,
    Priority,
    PriorityMapping,
)


class PlanProblem(DomainError):
    """A plan cannot be entered or changed as asked."""

    title = "This plan is not ready"


@dataclass(frozen=True)
class NewPlan(AboutPlan):
    """A plan as somebody enters it: headings and texts in order."""

    priorities: tuple[str, ...]
    outcomes: tuple[str, ...]


def enter_plan(new: NewPlan, actor_id: int) -> PlanVersion:
    """Store a new plan. An outcome worded as in the plan before keeps its key, and so stays the same outcome.

    Raises:
        PlanProblem: when the dates contradict each other, or a priority stands there twice.
    """
    if new.ends_on <= new.starts_on:
        raise PlanProblem("The last day must come after the first day.")
    if not new.priorities:
        raise PlanProblem("Write at least one priority, each on a line of its own.")
    for name, lines in (("priority", new.priorities), ("outcome", new.outcomes)):
        if len({line.casefold() for line in lines}) < len(lines):
            raise PlanProblem(f"One {name} stands there twice. Write each once.")
    known = {row.text.casefold(): row.key for row in queries.outcomes()}
    plan = PlanVersion(
        key=_free_key(f"{new.title} {new.starts_on.year}"),
        title=new.title,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        vision=new.vision,
        source_title=new.source_title,
        source_url=new.source_url,
        content_hash=hash_mapping({"title": new.title, "priorities": list(new.priorities)}),
        is_entered_here=True,
    )
    db.session.add(plan)
    db.session.flush()
    taken: set[str] = set()
    for position, heading in enumerate(new.priorities, start=1):
        key = _key(heading, taken)
        db.session.add(
            Priority(plan_version_id=plan.id, key=key, position=position, heading=heading, focus_points=[])
        )
    taken = set()
    for position, text in enumerate(new.outcomes, start=1):
        key = _key(known.get(text.casefold(), text), taken)
        db.session.add(Outcome(plan_version_id=plan.id, key=key, position=position, text=text))
    db.session.flush()
    db.session.refresh(plan)
    audit.record("entered", "plan_version", plan.id, actor_id=actor_id, detail={"key": plan.key})
    return plan


def change_priority(plan: PlanVersion, priority: Priority, values: Mapping[str, str], actor_id: int) -> None:
    """Name a priority, say why it matters and where things stand, in children's words too."""
    _refuse_history(plan)
    priority.heading = values["heading"].strip()
    priority.friendly_name = values["friendly_name"].strip() or None
    priority.why, priority.where_now = values["why"].strip(), values["where_now"].strip()
    priority.focus_points = [line.strip() for line in values["focus_points"].splitlines() if line.strip()]
    db.session.flush()
    audit.record("changed", "priority", priority.id, actor_id=actor_id)


def add_action(
    plan: PlanVersion, priority: Priority, text: str, owner: str, due_on: date, actor_id: int
) -> None:
    """Add an action of the delivery plan: what, who and by when, none of which may lack."""
    _refuse_history(plan)
    db.session.add(
        DeliveryAction(priority_id=priority.id, text=text.strip(), owner=owner.strip(), due_on=due_on)
    )
    db.session.flush()
    audit.record("added_action", "priority", priority.id, actor_id=actor_id)


def set_action_done(plan: PlanVersion, action: DeliveryAction, is_done: bool, actor_id: int) -> None:
    """Note that an action was done today, or that it was not after all."""
    _refuse_history(plan)
    action.done_on = clock.today() if is_done else None
    audit.record(
        "action_done" if is_done else "action_open", "priority", action.priority_id, actor_id=actor_id
    )


def confirm_mapping(plan: PlanVersion, chosen: Mapping[int, int | None], actor_id: int) -> None:
    """Say what became of each old priority; None means that it ended. Replies and scorecards follow."""
    _refuse_history(plan)
    wanted = {each.id for each in plan.priorities}
    if not {new for new in chosen.values() if new is not None} <= wanted:
        raise PlanProblem("Choose among the priorities of this plan.")
    for old_id, new_id in chosen.items():
        row = db.session.scalars(
            select(PriorityMapping).where(PriorityMapping.from_priority_id == old_id)
        ).first()
        if new_id is None:
            if row is not None:
                db.session.delete(row)
        elif row is None:
            db.session.add(
                PriorityMapping(from_priority_id=old_id, to_priority_id=new_id, person_id=actor_id)
            )
        else:
            row.to_priority_id, row.person_id, row.at = new_id, actor_id, clock.now()
    db.session.flush()
    audit.record("mapped_priorities", "plan_version", plan.id, actor_id=actor_id)


def save_locality(plan: PlanVersion, values: Mapping[str, str], actor_id: int) -> None:
    """Add an area, or change the one of this name."""
    _refuse_history(plan)
    name = " ".join(values["name"].split())
    row = db.session.scalars(
        select(Locality).where(Locality.plan_version_id == plan.id, Locality.name == name)
    ).first()
    row = row or Locality(plan_version_id=plan.id, name=name)
    row.group_name, row.lead = values["group_name"].strip(), values["lead"].strip()
    row.local_plan = values["local_plan"].strip()
    db.session.add(row)
    db.session.flush()
    audit.record("saved_locality", "plan_version", plan.id, actor_id=actor_id)


def choose_base(figure: Population, youngest: int, oldest: int, actor_id: int) -> None:
    """Choose the figure that responses of these ages are compared with.

    Raises:
        PlanProblem: when the figure counts somebody else, or its source does not say whom.
    """
    if youngest > oldest:
        raise PlanProblem("The oldest age must be the youngest age or more.")
    problem = base_problem(figure, youngest, oldest)
    if problem:
        raise PlanProblem(problem)
    row = db.session.scalars(
        select(PopulationBase).where(PopulationBase.youngest == youngest, PopulationBase.oldest == oldest)
    ).first()
    row = row or PopulationBase(youngest=youngest, oldest=oldest)
    row.source, row.population_key, row.person_id, row.at = figure.source, figure.key, actor_id, clock.now()
    db.session.add(row)
    db.session.flush()
    audit.record("chose_base", "population_base", row.id, actor_id=actor_id)


def _refuse_history(plan: PlanVersion) -> None:
    if not plan.is_entered_here:
        raise PlanProblem(
            "This plan shows its source as published and is not changed. Enter a new plan instead."
        )
    if plan.is_expired(clock.today()):
        raise PlanProblem("This plan has ended and is kept as history. Enter a new plan instead.")


def _free_key(title: str) -> str:
    taken = set(db.session.scalars(select(PlanVersion.key)))
    return _key(title, taken)


def _key(text: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:70].strip("-") or "plan"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key)
    return key


def lines_of(text: str) -> tuple[str, ...]:
    """What was written on lines of their own, tidied."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
