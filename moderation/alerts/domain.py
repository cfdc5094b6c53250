"""When somebody is told that something waits, free of storage: the steps of each ladder and who stands on them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from moderation.rota.domain import Part

OUT_OF_HOURS = "out_of_hours"


class AlertKind(StrEnum):
    """What waits."""

    CONCERN = "concern"
    UNREAD = "unread"


@dataclass(frozen=True)
class Step:
    """One rung: after so much staffed time, whoever is on duty for a part is told. `name` tells it from others."""

    name: str
    part: Part
    after: timedelta


def unaccepted_steps(hours: Sequence[float]) -> tuple[Step, ...]:
    """What happens while nobody accepts a concern. `hours`: reminder, deputy, on-call."""
    remind, deputy, on_call = (timedelta(hours=each) for each in hours)
    return (
        Step("lead", Part.LEAD, timedelta(0)),
        Step("lead_again", Part.LEAD, remind),
        Step("deputy", Part.DEPUTY, deputy),
        Step("on_call", Part.ON_CALL, on_call),
    )


def unread_steps(hours: Sequence[float]) -> tuple[Step, ...]:
    """What happens while nobody reads an urgent or soon view. `hours`: reader, lead, deputy, on-call."""
    parts = (Part.READER, Part.LEAD, Part.DEPUTY, Part.ON_CALL)
    return tuple(
        Step(part.value, part, timedelta(hours=each)) for part, each in zip(parts, hours, strict=True)
    )


def due(steps: Sequence[Step], waited: timedelta, *, is_out_of_hours: bool) -> list[Step]:
    """The steps to take by now. Out of hours somebody on-call is told at once too: nobody else is there."""
    found = [step for step in steps if step.after <= waited]
    if is_out_of_hours:
        found += [replace(step, name=OUT_OF_HOURS) for step in steps if step.part == Part.ON_CALL]
    return found
