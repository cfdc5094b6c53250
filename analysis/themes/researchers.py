"""What a young researcher may code: quotable, unflagged answers, never from their own setting or place."""

from sqlalchemy import ColumnElement, func, or_, select

from analysis.themes.filters import chose
from moderation.domain import DecisionKind, Lane
from moderation.models import ApprovedText, Decision, Screening
from participation.accounts.models import Person
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.errors import Refused
from surveys.domain import MayQuote
from surveys.models import Answer, GroupSession, Submission
from surveys.queries import current_version, definition_of


def is_limited(person: Person) -> bool:
    """Whether somebody sees answers only as a young researcher does."""
    return not person.holds(Role.ANALYST)


def require_sponsor(person: Person) -> None:
    """Refuse a young researcher nobody answers for, or of whom it is not known where they belong.

    Raises:
        Refused: naming what an administrator has to enter.
    """
    sponsor = db.session.get(Person, person.sponsor_id) if person.sponsor_id else None
    if sponsor is None or not sponsor.is_active:
        raise Refused("A young researcher needs a named adult sponsor. An administrator can enter one.")
    if not person.own_setting or not person.own_place:
        raise Refused(
            "Your own school or club and your own place are not entered yet, so we cannot keep answers from there"
            " away from you. An administrator can enter them."
        )


def may_see(person: Person, campaign_id: int) -> list[ColumnElement[bool]]:
    """What a query over `ApprovedText` and `Submission` must fulfil. Where a campaign asks for the place, an answer
    whose sender did not give it is left out: it may come from the researcher's own."""
    conditions: list[ColumnElement[bool]] = [
        ApprovedText.is_quotable.expression,
        Submission.may_quote == MayQuote.YES,
        _is_unflagged(),
        ~_is_from_setting(campaign_id, person.own_setting),
        ~_names(person.own_setting),
        ~_names(person.own_place),
    ]
    for question in definition_of(current_version(campaign_id).id).questions:
        if question.kind != "place":
            continue
        own = [o.id for o in question.options if o.label.casefold() == person.own_place.casefold()]
        answered = select(Answer.submission_id).where(
            Answer.submission_id == ApprovedText.submission_id,
            Answer.question_key == question.key,
            func.length(Answer.choices) > 0,
        )
        conditions += [answered.exists(), *(~chose(question.key, option) for option in own)]
    return conditions


def _is_unflagged() -> ColumnElement[bool]:
    """That the automatic check found nothing, and nobody ever passed the view on as a concern."""
    flagged = select(Screening.submission_id).where(
        Screening.submission_id == ApprovedText.submission_id, Screening.lane != Lane.NORMAL
    )
    passed_on = select(Decision.submission_id).where(
        Decision.submission_id == ApprovedText.submission_id, Decision.kind == DecisionKind.ESCALATE
    )
    return ~flagged.exists() & ~passed_on.exists() & (Submission.lane == Lane.NORMAL.value)


def _is_from_setting(campaign_id: int, setting: str) -> ColumnElement[bool]:
    """Compared here: SQLite knows capitals and small letters of English only."""
    sessions = db.session.execute(
        select(GroupSession.id, GroupSession.label).where(GroupSession.campaign_id == campaign_id)
    )
    own = [row.id for row in sessions if _plain(setting) in _plain(row.label)]
    return func.coalesce(Submission.group_session_id, 0).in_(own)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _names(words: str) -> ColumnElement[bool]:
    """Whether the answer names the setting or the place, in the ways in which people write capitals."""
    ways = {words, words.lower(), words.upper(), words.title()}
    written = [ApprovedText.text.contains(way, autoescape=True) for way in sorted(ways)]
    return or_(func.lower(ApprovedText.text).contains(words.lower(), autoescape=True), *written)
