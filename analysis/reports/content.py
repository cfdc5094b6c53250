"""What a theme report says, apart from where it is stored and which file it becomes.

Writers read these records and nothing else, so a figure the disclosure mask has hidden cannot reach
any file: only masked cells and finished sentences are held here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from analysis.disclosure import AudienceClass, MaskedCell
from analysis.theming.stance import Stance

STANCES = tuple(stance.label for stance in Stance)
"""How a response can stand to a theme: opposites are told apart, not lumped."""

NOT_ENOUGH_CHECKED = "not enough checked yet"
"""Shown in the place of an accuracy that nobody has measured."""


@dataclass(frozen=True)
class SignOffLine:
    """Who put their name under the themes: a member of staff, their role, and when (UTC)."""

    name: str
    role: str
    at: datetime


@dataclass(frozen=True)
class Quote:
    """An approved, redacted answer that may be quoted, with at most one safe descriptor.

    `mark` names it on a page, so that somebody can point at it; nobody can tell the view from it.
    """

    text: str
    descriptor: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Reading:
    """Somebody confirmed that they read a reply and the words it answers; not current: it was changed since."""

    name: str
    role: str
    on: date
    is_decider: bool = False
    is_current: bool = True


@dataclass(frozen=True)
class ReplyLine:
    """What the partnership says back about a theme, in the words that are published."""

    status_label: str
    you_said: str
    our_reply: str
    reason: str = ""
    owner: str = ""
    due_on: date | None = None
    next_update_on: date | None = None
    priority: str = ""
    outcome: str = ""
    evidence: str = ""
    is_promise: bool = False
    is_overdue: bool = False
    status: str = ""
    """The status itself, such as `no`; the label says it in public words."""
    reason_kind: str = ""
    could_change: str = ""
    left_out: str = ""
    first_step: str = ""
    decision_maker: str = ""
    family_cost: str = ""
    their_answer: str = ""
    practice_evidence: str = ""
    data_evidence: str = ""
    places: tuple[str, ...] = ()
    priority_id: int | None = None
    outcome_id: int | None = None
    asked_on: date | None = None
    decided_on: date | None = None
    """The day on which it took the status it has."""
    read_by: tuple[Reading, ...] = ()
    """Everybody who put their name under it, the newest first."""
    is_news_late: bool = False
    """Whether news that people may expect has not come: no update in 100 days, or the day for it passed."""


@dataclass(frozen=True)
class ThemeRow:
    """One theme: its masked count, how sure the coding is, the quotes, and the reply if there is one."""

    id: str
    name: str
    description: str
    count: MaskedCell
    percent: str = ""
    confidence: str = NOT_ENOUGH_CHECKED
    rank: str = ""
    """Where the theme stands in words; given only where the base is too small for figures to say much."""
    quotes: tuple[Quote, ...] = ()
    replies: tuple[ReplyLine, ...] = ()
    stances: tuple[MaskedCell, ...] = ()
    """Its responses by stance, in the order of `STANCES`; none where the theme is too small to divide."""

    @property
    def stance_texts(self) -> tuple[str, ...]:
        """What the four columns of stances show: empty where there is nothing to give."""
        return tuple(cell.text for cell in self.stances) or ("",) * len(STANCES)


@dataclass(frozen=True)
class CategoryCount:
    """One row of a small table, such as responses by channel."""

    label: str
    count: MaskedCell


@dataclass(frozen=True)
class CrossFigures:
    """A two-way table of themes by one fact about the sender, masked; each row is (theme, its counts)."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MaskedCell, ...]], ...]
    column_totals: tuple[MaskedCell, ...]
    is_withheld: bool = False


@dataclass(frozen=True)
class PeopleTable:
    """Responses by what senders said to one equality question, masked. No table crosses it with anything."""

    about: str
    question: str
    base: MaskedCell
    rows: tuple[CategoryCount, ...]


@dataclass(frozen=True)
class Definition:
    """One line of the data dictionary: a column's name, what it means, and its unit or values."""

    name: str
    meaning: str
    values: str = ""


@dataclass(frozen=True)
class ThemeReport:
    """Everything the theme workbook, the CSV and the summary document say about one campaign.

    `opened_on` and `closed_on` bound the period; `made_at` is when the snapshot was taken (UTC), so
    that two files made from one snapshot are the same to the byte. `snapshot_hash` is hexadecimal.
    """

    campaign_title: str
    question: str
    opened_on: date | None
    closed_on: date | None
    audience: AudienceClass
    base: MaskedCell
    received_by_channel: tuple[CategoryCount, ...]
    themes: tuple[ThemeRow, ...]
    table_note: str
    code_frame_name: str
    code_frame_version: str
    engine: str
    engine_version: str
    signed_off: SignOffLine | None
    snapshot_id: str
    snapshot_hash: str
    made_at: datetime
    is_draft: bool = False
    unsure_share: str = ""
    site_name: str = ""
    partnership_name: str = ""
    decision_maker: str = ""
    decision_fed: str = ""
    method_notes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    data_dictionary: tuple[Definition, ...] = ()
    cross_tables: tuple[CrossFigures, ...] = ()
    cross_note: str = ""
    captured: tuple[CategoryCount, ...] = ()
    """How the answers were taken down; none where everybody gave theirs alone."""
    people: tuple[PeopleTable, ...] = ()
    """Who answered the equality questions; none until they are counted."""

    @property
    def uses_ranks(self) -> bool:
        """Say whether the themes are ranked in words instead of counted."""
        return any(theme.rank for theme in self.themes)

    @property
    def stance_themes(self) -> tuple[ThemeRow, ...]:
        """Return the themes that are large enough to be divided by stance, in the order of `ranked_themes`."""
        return tuple(theme for theme in self.ranked_themes if theme.stances)

    @property
    def about_base(self) -> str:
        """Return the base as people say it: "about 410 responses"."""
        about = "about " if self.base.is_rounded else ""
        return f"{about}{self.base.text} {'response' if self.base.value == 1 else 'responses'}"

    @property
    def signature(self) -> str:
        """Return who put their name under the themes, and when."""
        signed = self.signed_off
        if signed is None:
            return "not signed off yet"
        return f"{signed.name}, {signed.role}, {day_in_words(signed.at.date())}"

    @property
    def period(self) -> str:
        """Return the period in words, with what is not recorded said plainly."""
        if self.opened_on is None:
            return "dates not recorded"
        if self.closed_on is None:
            return f"from {day_in_words(self.opened_on)}, still open"
        return f"{day_in_words(self.opened_on)} to {day_in_words(self.closed_on)}"

    @property
    def replies(self) -> tuple[tuple[ThemeRow, ReplyLine], ...]:
        """Return every reply with its theme, in the order of the themes."""
        return tuple((theme, reply) for theme in self.themes for reply in theme.replies)

    @property
    def ranked_themes(self) -> tuple[ThemeRow, ...]:
        """Return the themes by published count, hidden ones last, so that the order tells no more."""
        return tuple(
            sorted(
                self.themes,
                key=lambda theme: (theme.count.value is None, -(theme.count.value or 0), theme.name),
            )
        )


def day_in_words(on: date) -> str:
    """Write a day as people say it: 3 May 2026."""
    return f"{on.day} {on:%B %Y}"


THEME_DICTIONARY: tuple[Definition, ...] = (
    Definition("Theme id", "The theme's short name in the theme list", "text"),
    Definition("Theme", "The theme's name", "text"),
    Definition("What it covers", "What an answer in this theme is about", "text"),
    Definition(
        "Responses",
        "Responses that mention the theme; a response may be in several themes or none",
        "a number of responses, or the mark for a hidden count",
    ),
    Definition(
        "Share of responses",
        "The published count as a share of the published base",
        "whole per cent; blank where the base is too small",
    ),
    Definition(
        ", ".join(STANCES),
        "How the theme's responses stand to it, read by rules from cue words: they ask for something, like what "
        "there is, speak against something, or neither. Rounded for every audience",
        "a number of responses, the mark for a hidden count, or blank where the theme is too small to divide",
    ),
    Definition(
        "How well checked",
        "Accuracy measured on answers that people coded blind",
        f"per cent with its interval, or “{NOT_ENOUGH_CHECKED}”",
    ),
)
"""What the columns of the theme table mean, in every format."""

CROSS_DICTIONARY: tuple[Definition, ...] = (
    Definition("Not said", "Responses whose sender did not answer that question", "a number of responses"),
    Definition("All responses", "Responses in this column, whatever their themes", "a number of responses"),
)
"""What the columns of the two-way tables mean."""
