"""The gates a campaign passes before it opens, in the order staff meet them. Pure.

Each looks at one thing, and says what is missing and where that is put right. Listening comes from Article 12,
Lundy's model of participation and the Gunning principles of lawful consultation: views are asked while they can
still change something, with reasons enough to answer, time enough, and a decision that comes after. Access,
safety and privacy come from the Equality Act, the Children's Code and data protection law.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from participation.campaigns import gate_checks as checks
from participation.campaigns.domain import OpeningProblem, date_problems
from participation.campaigns.evidence import Readiness
from participation.campaigns.gate_checks import EDIT_PAGE, Problems


class Ground(StrEnum):
    """Why a gate is there."""

    LISTENING = "Listening"
    ACCESS = "Access"
    SAFETY = "Safety"
    PRIVACY = "Privacy"

    @property
    def binds_quick_asks(self) -> bool:
        """Whether a quick ask of one setting must pass it too."""
        return self in (Ground.SAFETY, Ground.PRIVACY)


@dataclass(frozen=True)
class Gate:
    """One thing that must be so.

    Attributes:
        title: what the record calls it.
        problems: what is missing; nothing when the gate is open.
        answer: what the record says of it.
    """

    title: str
    ground: Ground
    problems: Callable[[Readiness], Problems]
    answer: Callable[[Readiness], str]


def gates_for(ready: Readiness) -> list[Gate]:
    """The gates this campaign has to pass."""
    return [gate for gate in GATES if gate.ground.binds_quick_asks or not ready.details.is_quick_ask]


def missing(ready: Readiness) -> list[OpeningProblem]:
    """Everything that keeps a campaign from opening, in the order of the gates."""
    found = [problem for gate in gates_for(ready) for problem in gate.problems(ready)]
    told = {problem.anchor for problem in found if problem.endpoint == EDIT_PAGE}
    contradictions = date_problems(ready.details).items()
    return found + [checks.edit(field, message) for field, message in contradictions if field not in told]


def record(ready: Readiness) -> list[dict[str, str]]:
    """What each gate was answered, to be kept when the campaign opens."""
    kept = [
        {"title": gate.title, "ground": str(gate.ground), "answer": gate.answer(ready)}
        for gate in gates_for(ready)
    ]
    return [each for each in kept if each["answer"]]


def _field(title: str, ground: Ground, field: str, message: str) -> Gate:
    """The gate of something that staff write."""
    return Gate(title, ground, checks.written(field, message), checks.said(field))


LISTENING, ACCESS, SAFETY, PRIVACY = Ground
GATES = (
    _field("What is asked, and why", LISTENING, "purpose", "Say what you ask and why."),
    _field("The decision it feeds", LISTENING, "decision", "Say which decision the views feed."),
    _field("Who decides", LISTENING, "decision_maker", "Say who decides."),
    _field("What can change", LISTENING, "can_change", "Say what can change."),
    _field("What cannot change", LISTENING, "cannot_change", "Say what cannot change."),
    Gate("What happens after", LISTENING, checks.days_after, checks.days_after_in_words),
    Gate("School holidays", LISTENING, checks.school_holidays, checks.school_holidays_in_words),
    Gate("Elections", LISTENING, checks.elections, checks.elections_in_words),
    _field(
        "Who might be left out", ACCESS, "left_out", "Say who might be left out, and what you do about it."
    ),
    Gate("Ways to answer", ACCESS, checks.two_ways, lambda ready: "\n".join(checks.ways(ready))),
    Gate("Easy Read", ACCESS, checks.easy_read, checks.said("easy_summary")),
    Gate("Languages", ACCESS, lambda ready: iter(ready.asked.languages), checks.languages_in_words),
    Gate("Access", ACCESS, checks.access, checks.access_in_words),
    _field("Who reads the views", SAFETY, "who_reads", "Say who reads the views."),
    Gate("Days it is open", SAFETY, checks.closing_day, checks.open_days),
    Gate(
        "Somebody there to read",
        SAFETY,
        lambda ready: iter(ready.safety.rota),
        lambda _: "The rota had no gap on the days it is open.",
    ),
    Gate(
        "Help",
        SAFETY,
        lambda ready: iter(ready.safety.help_links),
        lambda _: "Help lines stand on every page. They were checked within a year.",
    ),
    Gate(
        "Questions",
        SAFETY,
        lambda ready: iter(ready.asked.problems),
        lambda _: "Every question may be left out, and every way through them ends.",
    ),
    Gate("Ethics", SAFETY, checks.ethics, checks.ethics_in_words),
    Gate("Quick ask", SAFETY, checks.quick_ask, checks.quick_ask_in_words),
    Gate("What we come to know of people", PRIVACY, checks.privacy, checks.privacy_in_words),
    _field(
        "Data protection impact assessment",
        PRIVACY,
        "dpia_reference",
        "Give the reference of the data protection impact assessment.",
    ),
    Gate("Best interests of children", PRIVACY, checks.best_interests, checks.best_interests_in_words),
)
