"""Reading the safeguarding record: the words, the steps so far, and what a moderator may know of it."""

import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from moderation.case_chain import note_place, words_place
from moderation.case_seeing import visible_to
from moderation.domain import CaseState
from moderation.models import CaseEvent, SafeguardingCase
from participation.accounts.models import Person
from participation.accounts.queries import names_of
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound

NOT_A_CONCERN = "not_a_concern"
PROPOSED = "proposed_not_a_concern"
STEP_LABELS = {
    "opened": "Passed on to the safeguarding lead",
    "accepted": "Accepted",
    "read": "Words opened",
    "noted": "Note or action",
    "brought_in": "Brought in another lead",
    "told_lead": "Told at once",
    "told_lead_again": "Reminded",
    "told_deputy": "Told as deputy: nobody had accepted it",
    "told_on_call": "Told as on-call: nobody had accepted it",
    "told_out_of_hours": "Told as on-call, out of hours",
    PROPOSED: "Asked to close as not a concern",
    "closed_passed_on": "Closed: passed on",
    "closed_not_a_concern": "Closed: not a concern",
}


@dataclass(frozen=True)
class CaseWords:
    """What the lead reads: everything that was sent, exactly, and how long it waited.

    `answers` and `facts` hold (question, answer) pairs: words as typed, and choices from lists. `session` names
    the group session it came from, so that the lead may tell the setting; empty for a view sent alone.
    `drawings` hold (question, picture as a WebP).
    """

    answers: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    campaign: str
    channel: str
    session: str
    waited_minutes: int | None
    drawings: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class CaseStep:
    """One step of the record as it is read."""

    at: datetime
    person_name: str
    person_id: int
    action: str
    label: str
    note: str


@dataclass(frozen=True)
class HandedOver:
    """What a moderator may know of a concern they passed on: that it arrived, and who took it."""

    submission_id: int | None
    opened_at: datetime
    accepted_at: datetime | None


def words_of(case: SafeguardingCase) -> CaseWords:
    """The exact words and what came with them."""
    held = json.loads(deployment().sealer.open(case.sealed_words, words_place(case.id)))
    return CaseWords(
        tuple((q, a) for q, a in held["answers"]),
        tuple((q, a) for q, a in held["facts"]),
        held["campaign"],
        held["channel"],
        held.get("session", ""),  # records made before there were sessions have none
        held["waited_minutes"],
        tuple((q, b64decode(picture)) for q, picture in held.get("drawings", [])),
    )


def steps_of(case: SafeguardingCase) -> list[CaseStep]:
    """The record so far, oldest first, notes opened."""
    events = events_of(case.id)
    names = names_of({event.person_id for event in events})
    return [
        CaseStep(
            event.at,
            names.get(event.person_id, ""),
            event.person_id,
            event.action,
            STEP_LABELS.get(event.action, event.action),
            readable_note(event),
        )
        for event in events
    ]


def readable_note(event: CaseEvent) -> str:
    """The words of a step; of the first step only what the moderator wrote."""
    text = opened_note(event)
    return str(json.loads(text)["note"]) if event.action == "opened" else text


def opened_note(event: CaseEvent) -> str:
    """A step's note as it was sealed; empty when it has none."""
    if event.sealed_note is None:
        return ""
    return deployment().sealer.open(event.sealed_note, note_place(event.case_id, event.number))


def events_of(case_id: int) -> list[CaseEvent]:
    """The steps as stored, oldest first."""
    statement = select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.number)
    return list(db.session.scalars(statement))


def cases_for(person: Person, limit: int = 200) -> list[SafeguardingCase]:
    """Concerns this person may see, those nobody has accepted first and the longest waiting on top, then newest."""
    statement = select(SafeguardingCase).where(visible_to(person))
    waiting = statement.where(SafeguardingCase.state == CaseState.WAITING)
    others = statement.where(SafeguardingCase.state != CaseState.WAITING)
    newest = (SafeguardingCase.opened_at.desc(), SafeguardingCase.id)
    oldest = (SafeguardingCase.opened_at, SafeguardingCase.id)
    first = db.session.scalars(waiting.order_by(*oldest).limit(limit)).all()
    then = db.session.scalars(others.order_by(*newest).limit(limit - len(first))).all()
    return [*first, *then]


def case_for(person: Person, case_id: int) -> SafeguardingCase:
    """One concern.

    Raises:
        NotFound: when there is none, or this person may not see it: the two cannot be told apart.
    """
    found = db.session.scalars(
        select(SafeguardingCase).where(SafeguardingCase.id == case_id, visible_to(person))
    ).first()
    if found is None:
        raise NotFound("There is no such concern. Go back to the list.")
    return found


def handed_over_by(person_id: int, limit: int = 100) -> list[HandedOver]:
    """What a moderator passed on, newest first: never what became of it beyond who took it."""
    statement = (
        select(SafeguardingCase)
        .where(SafeguardingCase.opened_by_id == person_id)
        .order_by(SafeguardingCase.opened_at.desc(), SafeguardingCase.id)
        .limit(limit)
    )
    return [
        HandedOver(case.submission_id, case.opened_at, case.accepted_at)
        for case in db.session.scalars(statement)
    ]


def received_text(day: date, waited_minutes: int | None) -> str:
    """When a view came and how long it waited, as the record says it."""
    if waited_minutes is None:
        return f"Received {clock.show_date(day)}"
    hours, minutes = divmod(waited_minutes, 60)
    waited = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"Received {clock.show_date(day)}; waited {waited} in the queue"


def referral_text(case: SafeguardingCase, words: CaseWords, kind: str) -> str:
    """What the lead copies into a referral: the facts and the exact words, nothing added."""
    lines = [
        f"Concern {case.id}: {kind}",
        received_text(case.received_on, words.waited_minutes),
        f"Consultation: {words.campaign}",
        f"Sent by: {words.channel.replace('_', ' ')}; we do not know who sent it",
        *(
            [f"Group session: {words.session}; the group was told that we may say so"]
            if words.session
            else []
        ),
        *(f"{question.rstrip(':')} – {answer}" for question, answer in words.facts),
        "",
        "Exact words:",
    ]
    for question, answer in words.answers:
        lines += [question, answer, ""]
    return "\n".join(lines).rstrip()
