"""How a plan's page is put together: sections in order, facts named, the unknown left unknown. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

NOT_SET = None  # the template prints "not set": nothing is ever filled in for the source
#: Facts that name another entry by its key, which is ours: on the screen it reads as words.
KEYS = frozenset({"audience", "priority"})


class Entry(Protocol):
    """What a page needs of a plan entry."""

    @property
    def key(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Kind:
    """How entries of one kind are shown.

    Attributes:
        facts: field of the source and the name people read, in order; a null field reads "not set".
        points: field holding a list to show below the text.
        is_table: whether its entries are rows with the facts as columns, which suits many entries alike.
    """

    kind: str
    title: str
    note: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    points: str = ""
    is_table: bool = False


@dataclass(frozen=True)
class Statement:
    """One entry as shown. A fact the entry does not have is not among its facts; one nobody knows is None."""

    text: str | None
    facts: tuple[tuple[str, str | None], ...]
    points: tuple[str, ...]
    line: int | None


@dataclass(frozen=True)
class Section:
    """One part of the page."""

    anchor: str
    title: str
    note: str
    statements: tuple[Statement, ...]
    columns: tuple[str, ...] = ()

    @property
    def has_lines(self) -> bool:
        """Whether the source's lines are known."""
        return any(each.line for each in self.statements)


KINDS = (
    Kind("partnership", "The partnership", facts=(("member_list", "Members"),)),
    Kind("statement", "What the plan says about itself"),
    Kind("foundation", "Foundation of the pillars"),
    Kind("pillar", "Pillars", points="verbatim"),
    Kind("principle", "Principles"),
    Kind("ambition", "Ambitions"),
    Kind("aim", "Strategic aims"),
    Kind(
        "closing_the_gap",
        "Closing the gap",
        "Circumstances in which outcomes are worse. Reach these groups through settings; "
        "never ask a child to tick one.",
    ),
    Kind("success_criterion", "What success will look like", facts=(("group", "For"),), is_table=True),
    Kind("accountability", "Accountability", facts=(("performance_measures", "Performance measures"),)),
    Kind("accountability_question", "Three questions of accountability"),
    Kind(
        "campaign",
        "The 2020 campaign",
        facts=(
            ("description", "What it was"),
            ("responses_received", "Responses"),
            ("ages", "Ages"),
            ("theme_to_priority_mapping", "How themes map to priorities"),
        ),
    ),
    Kind("campaign_theme", "Ten themes of the 2020 campaign"),
    Kind(
        "feedback_effect",
        "What the feedback changed",
        "The only link between what children said and a priority that the source states.",
        facts=(("priority", "Priority it led to"),),
    ),
    Kind("audience", "Audiences"),
    Kind("age_range", "Ages"),
    Kind(
        "engagement_method",
        "Ways people were asked",
        facts=(
            ("audience", "Audience"),
            ("attendance_stated", "Attendance"),
            ("includes_quote", "Including"),
        ),
        is_table=True,
    ),
    Kind(
        "commitment",
        "Commitments",
        facts=(("owner", "Who does it"), ("due", "By when"), ("delivered_through", "Through")),
        is_table=True,
    ),
    Kind(
        "locality_scheme",
        "Localities",
        "Two different geographies, and neither source names its areas.",
        facts=(("count", "How many"), ("names", "Names"), ("services_aligned", "Services")),
        is_table=True,
    ),
    Kind("place_named", "The one place named", facts=(("context_quote", "In the words"),)),
    Kind("language", "Languages", facts=(("count", "How many"), ("names", "Which"))),
    Kind("place_context", "About Dorset"),
    Kind("equality_statement", "Equality: overall"),
    Kind(
        "effect",
        "Equality: the four effects",
        facts=(("label_quote", "Name"), ("our_note", "Note")),
        is_table=True,
    ),
    Kind(
        "characteristic",
        "Equality: protected characteristics and other groups",
        "The column of effects is missing from the published copy, so every effect is unknown.",
        facts=(
            ("effect_in_source", "Effect"),
            ("wording_supports", "The row’s own words, which are not a rating"),
            ("specific_group", "Group named"),
            ("protected_under_equality_act", "Protected by the Equality Act 2010"),
        ),
        is_table=True,
    ),
    Kind(
        "equality_action",
        "Equality: actions",
        facts=(("persons_responsible", "Person responsible"), ("date", "Date")),
        is_table=True,
    ),
    Kind(
        "sign_off_role",
        "Equality: who signed it off",
        facts=(("job_title_quote", "Job title"), ("date", "Date")),
        is_table=True,
    ),
    Kind(
        "safeguarding_body",
        "Safeguarding body named in 2017",
        "History: do not show it as the arrangement of today.",
        facts=(
            ("responsibilities", "Responsibilities"),
            ("groups_considered", "Groups"),
            ("current_arrangements", "Arrangements today"),
            ("contact_numbers", "Contact numbers"),
        ),
    ),
    Kind("extraction_gap", "Holes in the copy we hold"),
    Kind("unknown", "What the sources do not say"),
)


def sections(entries: Mapping[str, Sequence[Entry]]) -> list[Section]:
    """The parts of a plan's page, without those the plan says nothing about."""
    return [_section(kind, entries[kind.kind]) for kind in KINDS if entries.get(kind.kind)]


def _section(kind: Kind, entries: Sequence[Entry]) -> Section:
    statements = tuple(_statement(kind, entry) for entry in entries)
    columns = tuple(label for _, label in kind.facts) if kind.is_table else ()
    return Section(kind.kind.replace("_", "-"), kind.title, kind.note, statements, columns)


def _statement(kind: Kind, entry: Entry) -> Statement:
    facts = tuple(
        (label, _words(name, entry.details[name])) for name, label in kind.facts if name in entry.details
    )
    points = tuple(entry.details.get(kind.points, ())) if kind.points else ()
    text = entry.text or entry.details.get("label_note")
    return Statement(text, facts, points, entry.details.get("line"))


def _words(name: str, value: Any) -> str | None:
    """A fact of the source as people read it."""
    if value is None:
        return NOT_SET
    if name in KEYS:
        return str(value).replace("-", " ").capitalize()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return f"“{value['quote']}”" if "quote" in value else "; ".join(value["verbatim"])
    if isinstance(value, list):
        return "; ".join(value)
    return str(value)
