"""What the queue can be narrowed to besides its lanes, and the choices its filters offer."""

from dataclasses import dataclass

from babel import Locale
from sqlalchemy import ColumnElement, literal_column, select

from moderation.domain import Lane
from moderation.models import Screening
from participation.campaigns.models import Campaign
from participation.foundation.database import db
from surveys.domain import Channel
from surveys.models import GroupSession, Submission
from surveys.session_rules import spoken_code

ENGLISH, NOT_ENGLISH = "en", "other"
MOST_SESSIONS = 50
#: The languages of so many views that come next are offered.
MOST_LOOKED_AT = 1_000
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Scope:
    """Which part of the queue somebody works through; what is not set is not narrowed.

    Attributes:
        language: a code of two or three letters, or `other` for everything but English; empty for all.
        session_id: a group session; 0 for all.
    """

    campaign_id: int | None = None
    lane: Lane | None = None
    channel: Channel | None = None
    language: str = ""
    session_id: int = 0

    @property
    def is_filtered(self) -> bool:
        """Whether views of one kind are looked for, beyond campaign and lane."""
        return bool(self.channel or self.language or self.session_id)


def conditions(scope: Scope) -> list[ColumnElement[bool]]:
    """What a view must be to lie in this part of the queue."""
    found: list[ColumnElement[bool]] = []
    if scope.campaign_id is not None:
        found.append(Submission.campaign_id == scope.campaign_id)
    if scope.lane is not None:
        found.append(Submission.lane_rank == scope.lane.rank)
    if scope.channel is not None:
        found.append(Submission.channel == scope.channel)
    if scope.session_id:
        found.append(Submission.group_session_id == scope.session_id)
    if scope.language:
        found.append(_in_language(scope.language))
    return found


def is_pending() -> ColumnElement[bool]:
    """Spelt out rather than bound: the index of waiting views is only used when the store sees this word."""
    return Submission.state == literal_column("'pending'")


def is_language(code: str) -> bool:
    """Whether this is a language the queue can be narrowed to."""
    return code == NOT_ENGLISH or (code.isascii() and code.isalpha() and len(code) in (2, 3))


def language_name(code: str) -> str:
    """A language as the screen names it."""
    return str(Locale("en").languages.get(code, "Language not known"))


def channel_name(channel: Channel) -> str:
    """How a view reached us, as the screen names it."""
    return channel.value.replace("_", " ").capitalize()


def campaign_choices() -> Choices:
    """Campaigns with views waiting: slug and title, by title."""
    has_waiting = (
        select(literal_column("1"))
        .select_from(Submission)
        .where(Submission.campaign_id == Campaign.id, is_pending())
        .exists()
    )
    rows = db.session.execute(
        select(Campaign.slug, Campaign.title).where(has_waiting).order_by(Campaign.title)
    )
    return [(row.slug, row.title) for row in rows]


def channel_choices() -> Choices:
    """Every way a view can reach us."""
    return [(channel.value, channel_name(channel)) for channel in Channel]


def language_choices() -> Choices:
    """English, everything else, and each other language in which one of the next views waits to be read."""
    next_ones = (
        select(Screening.language)
        .join(Submission, Submission.id == Screening.submission_id)
        .where(is_pending(), Submission.lane_rank <= Lane.SOON.rank)
        .order_by(Submission.lane_rank, Submission.id)
        .limit(MOST_LOOKED_AT)
    ).subquery()
    codes = db.session.scalars(select(next_ones.c.language).where(next_ones.c.language != ENGLISH).distinct())
    named = sorted((language_name(code), code) for code in codes)
    return [(ENGLISH, "English"), (NOT_ENGLISH, "Not English"), *((code, name) for name, code in named)]


def session_choices(campaign_id: int | None) -> Choices:
    """The newest group sessions of a campaign that were opened."""
    if campaign_id is None:
        return []
    rows = db.session.scalars(
        select(GroupSession)
        .where(GroupSession.campaign_id == campaign_id, GroupSession.opened_at.is_not(None))
        .order_by(GroupSession.id.desc())
        .limit(MOST_SESSIONS)
    )
    return [
        (str(each.id), f"{each.label or 'Setting not named'} ({spoken_code(each.code)})") for each in rows
    ]


def _in_language(code: str) -> ColumnElement[bool]:
    spoken = Screening.language != ENGLISH if code == NOT_ENGLISH else Screening.language == code
    return (
        select(literal_column("1"))
        .select_from(Screening)
        .where(Screening.submission_id == Submission.id, spoken)
        .correlate(Submission)
        .exists()
    )
