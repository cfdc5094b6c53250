"""Handing the queue over: notes for the next person, and what they find waiting, held and passed on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from moderation import claims
from moderation.domain import CaseKind, CaseState, Lane
from moderation.models import Claim, HandoverNote, SafeguardingCase
from moderation.queue_filters import is_pending
from moderation.rota.domain import Part
from moderation.rota.queries import rota
from participation.accounts.queries import names_of
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError
from surveys.models import Submission

KEPT_DAYS = 14
LONGEST_NOTE = 1000
PLACE = b"handover note"


@dataclass(frozen=True)
class ShownNote:
    """A note for the next person."""

    person_name: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Held:
    """A view that somebody is reading at this moment."""

    submission_id: int
    lane: Lane
    person_name: str
    until: datetime


@dataclass(frozen=True)
class OnDuty:
    """Who does one part of the rota; a name is empty where the rota has a gap."""

    part: str
    today: str
    tomorrow: str


@dataclass(frozen=True)
class Concern:
    """Where a concern is, without a word of it."""

    case_id: int
    opened_at: datetime
    passed_on_by: str
    accepted_by: str
    accepted_at: datetime | None


def leave_note(person_id: int, text: str) -> None:
    """Leave a note for whoever reads next; older ones than two weeks go.

    Raises:
        DomainError: when nothing is written, or too much.
    """
    words = text.strip()
    if not words or len(words) > LONGEST_NOTE:
        raise DomainError(f"Write what the next person should know, in at most {LONGEST_NOTE:,} characters.")
    db.session.execute(
        delete(HandoverNote).where(HandoverNote.written_at < clock.now() - timedelta(KEPT_DAYS))
    )
    db.session.add(HandoverNote(person_id=person_id, sealed_note=deployment().sealer.seal(words, PLACE)))
    db.session.flush()


def notes() -> list[ShownNote]:
    """Notes of the last two weeks, newest first."""
    rows = db.session.scalars(
        select(HandoverNote)
        .where(HandoverNote.written_at >= clock.now() - timedelta(KEPT_DAYS))
        .order_by(HandoverNote.id.desc())
    ).all()
    names = names_of({row.person_id for row in rows})
    opened = deployment().sealer
    return [
        ShownNote(names.get(row.person_id, ""), row.written_at, opened.open(row.sealed_note, PLACE))
        for row in rows
    ]


def held_now() -> list[Held]:
    """Views somebody holds, those held longest first."""
    rows = db.session.execute(
        select(Claim, Submission.lane)
        .join(Submission, Submission.id == Claim.submission_id)
        .where(claims.is_live(), is_pending())
        .order_by(Claim.until)
    ).all()
    names = names_of({row.Claim.person_id for row in rows})
    return [
        Held(row.Claim.submission_id, Lane(row.lane), names.get(row.Claim.person_id, ""), row.Claim.until)
        for row in rows
    ]


def open_concerns() -> list[Concern]:
    """Concerns nobody has accepted yet first, then those accepted and still open.

    One about a member of the team is never among them: the person it is about may read this page.
    """
    rows = db.session.scalars(
        select(SafeguardingCase)
        .where(
            SafeguardingCase.state.in_((CaseState.WAITING, CaseState.ACCEPTED)),
            SafeguardingCase.kind != CaseKind.MEMBER_OF_TEAM,
        )
        .order_by(SafeguardingCase.accepted_at.is_not(None), SafeguardingCase.id)
        .limit(100)
    ).all()
    people = {row.opened_by_id for row in rows} | {row.accepted_by_id for row in rows if row.accepted_by_id}
    names = names_of(people)
    return [
        Concern(
            row.id,
            row.opened_at,
            names.get(row.opened_by_id, ""),
            names.get(row.accepted_by_id or 0, ""),
            row.accepted_at,
        )
        for row in rows
    ]


def on_duty() -> list[OnDuty]:
    """Who is on the rota today and tomorrow, part by part."""
    plan, today = rota(), clock.today()
    found = [(part, plan.who(part, today), plan.who(part, today + timedelta(1))) for part in Part]
    names = names_of({number for _, *numbers in found for number in numbers if number is not None})
    return [
        OnDuty(part.label, names.get(now or 0, ""), names.get(then or 0, "")) for part, now, then in found
    ]


def oldest_waiting() -> dict[Lane, datetime]:
    """When the view that waits longest came, by lane."""
    rows = db.session.execute(
        select(Submission.lane, func.min(Submission.arrived_at)).where(is_pending()).group_by(Submission.lane)
    )
    return {Lane(lane): moment for lane, moment in rows if moment is not None}
