"""Replies against the plan: by status, by priority and by outcome, for every document that a board reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.replies.counter import HonestCounter, count_honestly
from analysis.replies.domain import ReplyStatus
from analysis.reports.blocks import Block, Figures, Heading, Say
from analysis.reports.content import ReplyLine, ThemeReport, day_in_words

NOT_SET = "not set"
#: A reply with what it stands under: its theme, and the campaign where there are several.
Named = tuple[str, ReplyLine]


@dataclass(frozen=True)
class PlanPart:
    """What a document needs of the plan: (id, words) of priorities and outcomes, in the plan's order."""

    title: str
    period: str
    vision: str
    priorities: tuple[tuple[int, str], ...]
    outcomes: tuple[tuple[int, str], ...]

    @property
    def in_words(self) -> str:
        """Return the plan with the years it is for, and whether it has ended."""
        return f"{self.title} ({self.period})"


def named_replies(report: ThemeReport) -> list[Named]:
    """Return the replies of one campaign, each under its theme."""
    return [(theme.name, reply) for theme, reply in report.replies]


def counted_honestly(named: Iterable[Named]) -> HonestCounter:
    """Count where the replies stand."""
    return count_honestly((ReplyStatus(reply.status), reply.is_overdue) for _, reply in named)


def replies_by_status(named: Sequence[Named]) -> Figures:
    """Count the replies at each of the ten statuses, and the late ones among them."""
    return Figures(
        ("Status", "Replies", "Of them late"),
        tuple(
            (
                status.label,
                str(sum(reply.status == status for _, reply in named)),
                str(sum(reply.status == status and reply.is_overdue for _, reply in named)),
            )
            for status in ReplyStatus
        ),
        (0.6, 0.2, 0.2),
        "Replies by status, and how many of each are late",
        (1, 2),
    )


def against_the_plan(plan: PlanPart | None, named: Sequence[Named]) -> list[Block]:
    """Set every priority and every outcome beside what was promised under it; an empty one shows as empty."""
    priorities = [
        (words, [each for each in named if each[1].priority_id == number])
        for number, words in (plan.priorities if plan else ())
    ]
    outcomes = [
        (words, [each for each in named if each[1].outcome_id == number])
        for number, words in (plan.outcomes if plan else ())
    ]
    return [
        *_table("Priorities of the plan", "Priority", priorities),
        *_table("Outcomes of the plan", "Outcome", outcomes),
    ]


def stale_lines(named: Iterable[Named]) -> list[str]:
    """Name each live promise nobody can rely on: without owner, date or news within 100 days."""
    return [
        f"“{name}” ({reply.status_label}): {', '.join(lacks)}"
        for name, reply in named
        if (lacks := _what_is_missing(reply))
    ]


def plan_problems(plan: PlanPart | None) -> list[str]:
    """Say what is wrong with the plan on record, if anything."""
    if plan is None:
        return ["No plan is loaded, so nothing can be shown against priorities and outcomes"]
    if "ended" in plan.period:
        return [f"The plan on record, {plan.title}, has ended. Enter the plan that is in force."]
    return []


def _table(title: str, name: str, rows: Sequence[tuple[str, list[Named]]]) -> list[Block]:
    if not rows:
        return [Heading(title), Say(f"{title}: {NOT_SET}.")]
    return [
        Heading(title),
        Figures(
            (name, "Replies", "Late", "What is promised"),
            tuple(
                (
                    words,
                    str(len(pairs)),
                    str(sum(reply.is_overdue for _, reply in pairs)),
                    "; ".join(_in_a_line(under, reply) for under, reply in pairs) or "nothing linked yet",
                )
                for words, pairs in rows
            ),
            (0.3, 0.14, 0.1, 0.46),
            f"{title.split(' ')[0]} with their replies",
            (1, 2),
        ),
    ]


def _in_a_line(under: str, reply: ReplyLine) -> str:
    by = f", by {day_in_words(reply.due_on)}" if reply.due_on and reply.is_promise else ""
    return f"{under}: {reply.status_label}{by}"


def _what_is_missing(reply: ReplyLine) -> list[str]:
    is_live_promise = reply.is_promise and reply.status != ReplyStatus.DONE
    lacks = []
    if is_live_promise and not reply.owner:
        lacks.append("no owner")
    if is_live_promise and reply.due_on is None:
        lacks.append("no date")
    if reply.is_news_late:
        lacks.append("no news when it was due")
    return lacks
