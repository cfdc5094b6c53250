"""The plan as a snapshot holds it, so that a document made again later says what it said the first time."""

from dataclasses import asdict
from typing import Any

from analysis.equality.queries import assessment_content
from participation.plan.models import PlanEntry, PlanVersion
from participation.plan.queries import (
    all_plans,
    current_or_latest_plan,
    entries_of,
    localities_of,
    populations,
)

#: What the equality pack needs beside priorities and outcomes.
_EQUALITY_KINDS = (
    "partnership",
    "statement",
    "engagement_method",
    "place_context",
    "population",
    "campaign_theme",
    "feedback_effect",
    "commitment",
    "equality_statement",
    "characteristic",
    "effect",
    "equality_action",
    "sign_off_role",
)


def plan_content() -> dict[str, Any]:
    """The plan in force, else the latest one; empty when none is loaded."""
    plan = current_or_latest_plan()
    return _content(plan) if plan else {}


def equality_content() -> dict[str, Any]:
    """What the newest plan with an equality impact assessment says in it, in the order of its source."""
    for plan in all_plans():
        entries = entries_of(plan)
        if "characteristic" in entries:
            return (
                _content(plan)
                | {
                    "entries": [
                        _entry(entry)
                        for kind in _EQUALITY_KINDS
                        for entry in sorted(entries.get(kind, []), key=_source_line)
                    ]
                }
                | {"assessment": assessment_content()}
            )
    return {}


def populations_content() -> list[dict[str, Any]]:
    """Every figure of how many live here, with its source: those that responses may stand beside, or may not."""
    return [asdict(each) for each in populations()]


def _content(plan: PlanVersion) -> dict[str, Any]:
    return {
        "key": plan.key,
        "title": plan.title,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "vision": plan.vision,
        "source": plan.source_title,
        "priorities": [
            {"id": each.id, "heading": each.heading, "focus_points": list(each.focus_points)}
            for each in plan.priorities
        ],
        "outcomes": [{"id": each.id, "text": each.text} for each in plan.outcomes],
        "localities": [
            {
                "name": each.name,
                "group": each.group_name,
                "lead": each.lead,
                "local_plan": each.local_plan,
            }
            for each in localities_of(plan)
        ],
    }


def _entry(entry: PlanEntry) -> dict[str, Any]:
    return {"kind": entry.kind, "key": entry.key, "text": entry.text, "details": entry.details}


def _source_line(entry: PlanEntry) -> tuple[int, int]:
    line = entry.details.get("line")
    return (line if isinstance(line, int) else 10_000, entry.position)
