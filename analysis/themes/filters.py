"""Which answers a page of the desk shows: by theme, coding, words, how they reached us, and what senders chose."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion
from analysis.tallies import approved_by_channel
from moderation.models import ApprovedText
from moderation.searching import Search
from surveys.domain import Channel
from surveys.models import Answer, Submission
from surveys.queries import current_version, definition_of

LONGEST = 80
MOST_WORDS = 6
#: Kinds of questions whose options answers can be filtered and compared by.
GROUPING_KINDS = ("age_band", "place", "one_choice", "several_choices")


@dataclass(frozen=True)
class AnswerFilter:
    """What somebody asked to see; an empty field means any.

    Attributes:
        theme: key of a theme, or `none`.
        stance: how the answer stands to that theme, or to any where none is named (see `Stance`).
        status: sure, unsure, no_answer, or `person` for what a person has coded.
        group: a question and one of its options, as `question:option`.
    """

    theme: str = ""
    stance: str = ""
    status: str = ""
    words: str = ""
    channel: str = ""
    group: str = ""

    @classmethod
    def asked(cls, given: Mapping[str, str], prefix: str = "") -> "AnswerFilter":
        """The filter in an address, or in the hidden fields of a form with that prefix."""
        names = {name: "q" if name == "words" else name for name in asdict(cls())}
        return cls(**{name: given.get(prefix + short, "")[:LONGEST] for name, short in names.items()})

    @property
    def search(self) -> Search:
        """The words looked for."""
        return Search.of(self.words.split()[:MOST_WORDS])

    @property
    def address(self) -> dict[str, str]:
        """The filter as fields of an address."""
        given = {("q" if name == "words" else name): value for name, value in asdict(self).items()}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Grouping:
    """A question answered from a list, by which answers can be grouped."""

    key: str
    kind: str
    wording: str
    options: tuple[tuple[str, str], ...]


def groupings_of(campaign_id: int) -> list[Grouping]:
    """The questions of a campaign that answers can be grouped by: age bands and places first."""
    asked = definition_of(current_version(campaign_id).id)
    found = [
        Grouping(each.key, each.kind, each.wording, tuple((o.id, o.label) for o in each.options))
        for each in asked.questions
        if each.kind in GROUPING_KINDS and each.options
    ]
    return sorted(found, key=lambda each: GROUPING_KINDS.index(each.kind))


def channels_used(frame: CodeFrameVersion) -> list[tuple[str, str]]:
    """How approved answers reached us, as choices; from the counts that are kept, however many there are."""
    used = approved_by_channel(frame.campaign_id, frame.question_key)
    return [(each.value, channel_name(each)) for each in Channel if each.value in used]


def channel_name(channel: Channel) -> str:
    """A channel as the screen names it."""
    return channel.value.replace("_", " ").capitalize()


def conditions(frame: CodeFrameVersion, wanted: AnswerFilter) -> list[ColumnElement[bool]]:
    """What a query over `ApprovedText`, `Submission` and (outer) `AnswerCoding` must fulfil.

    Words are left out where the store gives the answers that hold them (see `moderation.searching.in_order`).
    """
    found: list[ColumnElement[bool]] = []
    if wanted.theme == "none":
        found += [~has_theme(frame), AnswerCoding.status != "no_answer"]
    elif wanted.theme or wanted.stance:
        found.append(has_theme(frame, wanted.theme, wanted.stance))
    if wanted.status == "person":
        found.append(AnswerCoding.corrected_by_id.is_not(None))
    elif wanted.status:
        found.append(AnswerCoding.status == wanted.status)
    found += wanted.search.conditions()
    if wanted.channel in set(Channel):
        found.append(Submission.channel == Channel(wanted.channel))
    if ":" in wanted.group:
        found.append(chose(*wanted.group.split(":", 1)))
    return found


def has_theme(frame: CodeFrameVersion, theme_key: str = "", stance: str = "") -> Any:
    """That an answer is in a theme, or in any, and stands to it so."""
    statement = select(Assignment.submission_id).where(
        Assignment.submission_id == ApprovedText.submission_id, Assignment.question_key == frame.question_key
    )
    if theme_key:
        statement = statement.where(Assignment.theme_key == theme_key)
    if stance:
        statement = statement.where(Assignment.stance == stance)
    return statement.exists()


def chose(question_key: str, option: str) -> ColumnElement[bool]:
    """That the sender chose an option of a question."""
    padded = literal(" ").concat(func.coalesce(Answer.choices, "")).concat(" ")
    escaped = option.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return (
        select(Answer.submission_id)
        .where(
            Answer.submission_id == ApprovedText.submission_id,
            Answer.question_key == question_key,
            padded.like(f"% {escaped} %", escape="\\"),
        )
        .exists()
    )
