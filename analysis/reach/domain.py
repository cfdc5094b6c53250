"""Who we have not heard from, from masked counts alone, and what to do about it. Pure; groups are never ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure import AudienceClass, MaskedCell, MaskRules, TableKind, mask_counts

#: Below this age a group is reached through adults who are with them.
HELPED_UNTIL, SCHOOL_UNTIL = 11, 17
NOT_SAID = "not-said"


@dataclass(frozen=True)
class Step:
    """What to do next; `page` is the endpoint where it is done."""

    words: str
    page: str


@dataclass(frozen=True)
class ReachedGroup:
    """One group of a table.

    Attributes:
        lives_here: how many there are, with the day; empty where no comparable figure is on record.
        target: how many responses staff want; 0 when they have said nothing.
        step: what to do next; None when nothing is missing.
    """

    id: str
    label: str
    count: MaskedCell
    lives_here: str
    target: int
    step: Step | None

    @property
    def progress(self) -> str:
        """How far it is, in words."""
        if self.count.value is None:
            return "Few, or hidden to cover for few"
        if self.count.value == 0:
            return "None yet"
        if not self.target:
            return ""
        return "Target reached" if self.count.value >= self.target else "Below its target"


def reached(
    groups: Sequence[tuple[str, str]],
    counts: Mapping[str, int],
    rules: MaskRules,
    steps: Mapping[str, Step],
    targets: Mapping[str, int],
    lives_here: Mapping[str, str],
) -> tuple[ReachedGroup, ...]:
    """The groups in the order in which they are asked, masked as for the board.

    Args:
        groups: id and label; each response is in exactly one.
        steps: what would reach a group, by its id; a group without is never said to be missing.
    """
    table = mask_counts(
        {id_: counts.get(id_, 0) for id_, _ in groups},
        sum(counts.get(id_, 0) for id_, _ in groups),
        AudienceClass.BOARD,
        rules,
        kind=TableKind.PARTITION,
    )
    return tuple(
        ReachedGroup(
            id_,
            label,
            table.cells[id_],
            lives_here.get(id_, ""),
            targets.get(id_, 0),
            steps.get(id_) if _is_missing(table.cells[id_], targets.get(id_, 0)) else None,
        )
        for id_, label in groups
    )


def step_for_age(band: str) -> Step:
    """How people of an age band are reached: through where they are, not through asking them who they are."""
    oldest = int(band.rpartition("-")[2] or 0) if band.rpartition("-")[2].isdigit() else 0
    if oldest and oldest <= HELPED_UNTIL:
        return Step(
            "Ask schools and children’s centres: a helper asks one child after the other.", "sharing.share"
        )
    if oldest and oldest <= SCHOOL_UNTIL:
        return Step("Plan a group session with a school or a youth club.", "staff_sessions.new")
    return Step(
        "Make a link for a college, an employer or a club, and put its poster up there.", "sources.links"
    )


def step_for_place(label: str) -> Step:
    """How people of a place are reached."""
    return Step(
        f"Put up a poster with its own link in {label}: a library, a surgery, a bus stop.", "sources.links"
    )


def _is_missing(cell: MaskedCell, target: int) -> bool:
    return cell.value is None or cell.value == 0 or cell.value < target
