"""The record of a possible disclosure (on screen: a concern): sealed words, and steps only ever added.

Each step carries the hash of the one before, and its hash also stands in the audit trail, so a changed or
missing step shows. The record outlives the view: a sender who withdraws does not undo the duty to act.
"""

import json
import secrets
from base64 import b64encode
from datetime import datetime

from sqlalchemy import select

from moderation.asked import Asked
from moderation.case_chain import link, mark_of, note_place, words_place
from moderation.case_reading import PROPOSED, events_of
from moderation.case_seeing import receivers_about_team, visible_to
from moderation.domain import CaseKind, CaseState
from moderation.models import CaseEvent, CaseReader, SafeguardingCase
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.access import Role
from participation.foundation.audit import GENESIS
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, NotFound
from participation.foundation.holding import to_change
from surveys.answers import open_words
from surveys.domain import came_by
from surveys.drawings.services import drawings_of, opened
from surveys.models import Submission
from surveys.sessions import in_words


class CannotChangeCase(DomainError):
    """The step asked for does not fit where the concern stands."""


#: Numbers of concerns are drawn, not counted: a gap between two would tell somebody that one is hidden from them.
FIRST_NUMBER, NUMBERS = 100_000, 900_000


def open_case(
    submission: Submission, kind: CaseKind, person_id: int, note: str, about_person_id: int | None = None
) -> SafeguardingCase:
    """Begin the record with the exact words. Called as part of passing a view on.

    Args:
        about_person_id: for a member of the team, who it is; None when they have no account here.

    Raises:
        CannotChangeCase: when nobody but the person named could receive it.
    """
    readers = _receivers(kind, about_person_id)
    content = _content(submission)
    case = SafeguardingCase(
        id=_new_number(),
        submission_id=submission.id,
        kind=kind,
        sealed_words=b"",
        received_on=submission.received_on,
        opened_at=clock.now().replace(microsecond=0),
        opened_by_id=person_id,
        about_person_id=about_person_id,
        is_demo=db.session.get_one(Campaign, submission.campaign_id).is_demo,
    )
    db.session.add(case)
    db.session.flush()
    db.session.add_all(CaseReader(case_id=case.id, person_id=each) for each in sorted(readers))
    case.sealed_words = deployment().sealer.seal(content, words_place(case.id))
    opening = {
        "kind": kind.value,
        "about": about_person_id,
        "received_on": submission.received_on.isoformat(),
        "note": note.strip(),
        "words": mark_of(deployment().keys.receipt, case.id, content),
    }
    add_step(case, "opened", person_id, json.dumps(opening, ensure_ascii=False), at=case.opened_at)
    return case


def accept(case_id: int, person_id: int) -> None:
    """The lead takes the concern on, and sees the words from here on.

    Raises:
        CannotChangeCase: when somebody has it already.
    """
    case = locked(case_id, person_id)
    if case.state != CaseState.WAITING:
        raise CannotChangeCase("This concern was accepted already.")
    case.state, case.accepted_by_id = CaseState.ACCEPTED, person_id
    case.accepted_at = clock.now().replace(microsecond=0)
    add_step(case, "accepted", person_id, at=case.accepted_at)


def note(case_id: int, person_id: int, text: str) -> None:
    """Add a note or an action taken. It cannot be changed afterwards.

    Raises:
        CannotChangeCase: when nothing is written.
    """
    if not text.strip():
        raise CannotChangeCase("Write what was done, by whom and when.")
    add_step(locked(case_id, person_id), "noted", person_id, text)


def note_reading(case_id: int, person_id: int) -> None:
    """Another lead opens the words: the record says so."""
    add_step(locked(case_id, person_id), "read", person_id)


def bring_in(case_id: int, person_id: int, other_id: int) -> None:
    """Let another lead see a concern about a member of the team, so that two people can close it.

    Raises:
        CannotChangeCase: when it is another kind, which every lead sees, or the other is no lead or the one named.
    """
    case, other = locked(case_id, person_id), db.session.get(Person, other_id)
    if case.kind != CaseKind.MEMBER_OF_TEAM:
        raise CannotChangeCase("Every safeguarding lead sees this concern already.")
    if other is None or other.id == case.about_person_id or not _is_lead(other):
        raise CannotChangeCase("Choose a safeguarding lead from the list.")
    if db.session.get(CaseReader, (case_id, other_id)) is None:
        db.session.add(CaseReader(case_id=case_id, person_id=other_id))
        add_step(case, "brought_in", person_id, other.name)


def close_passed_on(case_id: int, person_id: int, text: str) -> None:
    """Close a concern that was passed on, saying to whom.

    Raises:
        CannotChangeCase: when it is not accepted, or nothing says where it went.
    """
    case = _accepted(case_id, person_id)
    if not text.strip():
        raise CannotChangeCase("Write to whom it was passed on, when, and their reference.")
    case.state = CaseState.CLOSED_PASSED_ON
    add_step(case, "closed_passed_on", person_id, text)


def propose_not_a_concern(case_id: int, person_id: int, text: str) -> None:
    """The first of two people says that this is not a concern.

    Raises:
        CannotChangeCase: when it is not accepted, or no reason is written.
    """
    case = _accepted(case_id, person_id)
    if not text.strip():
        raise CannotChangeCase("Write why this is not a concern.")
    add_step(case, PROPOSED, person_id, text)


def confirm_not_a_concern(case_id: int, person_id: int) -> SafeguardingCase:
    """The second person agrees, which closes the concern.

    Raises:
        CannotChangeCase: when nobody asked for it, or the same person did.
    """
    case = _accepted(case_id, person_id)
    asked = [event for event in events_of(case_id) if event.action == PROPOSED]
    if not asked:
        raise CannotChangeCase("Nobody has asked to close this as not a concern.")
    if asked[-1].person_id == person_id:
        raise CannotChangeCase(
            "Two people close a concern as not a concern. Ask another safeguarding lead to confirm."
        )
    case.state = CaseState.CLOSED_NOT_A_CONCERN
    add_step(case, "closed_not_a_concern", person_id)
    return case


def locked(case_id: int, person_id: int) -> SafeguardingCase:
    """One concern, held for a change, so that two steps never take the same number.

    Raises:
        NotFound: when there is none, or this person may not see it.
    """
    theirs = visible_to(db.session.get_one(Person, person_id))
    found = db.session.scalars(
        to_change(select(SafeguardingCase).where(SafeguardingCase.id == case_id, theirs))
    ).first()
    if found is None:
        raise NotFound("There is no such concern. Go back to the list.")
    return found


def _receivers(kind: CaseKind, about_person_id: int | None) -> set[int]:
    if kind != CaseKind.MEMBER_OF_TEAM:
        return set()
    receivers = receivers_about_team(about_person_id)
    if not receivers:
        raise CannotChangeCase(
            "Nobody here can receive a concern about this person. Phone the front door now, then ask an"
            " administrator to give somebody else the role of alternate lead."
        )
    return receivers


def _new_number() -> int:
    while True:
        number = FIRST_NUMBER + secrets.randbelow(NUMBERS)
        if db.session.get(SafeguardingCase, number) is None:
            return number


def _is_lead(person: Person) -> bool:
    return person.is_active and bool(person.role_set & {Role.SAFEGUARDING_LEAD, Role.ALTERNATE_LEAD})


def _accepted(case_id: int, person_id: int) -> SafeguardingCase:
    case = locked(case_id, person_id)
    if case.state != CaseState.ACCEPTED:
        raise CannotChangeCase(
            "Accept this concern first." if case.state == CaseState.WAITING else "This is closed."
        )
    return case


def add_step(
    case: SafeguardingCase, action: str, person_id: int, text: str = "", at: datetime | None = None
) -> None:
    """Add a step and put its hash into the audit trail.

    Args:
        person_id: who took it or, of an alert, who was told.
    """
    held = deployment()
    earlier = events_of(case.id)
    number = len(earlier) + 1
    event = CaseEvent(
        case_id=case.id,
        number=number,
        at=at or clock.now().replace(microsecond=0),
        person_id=person_id,
        action=action,
        sealed_note=held.sealer.seal(text, note_place(case.id, number)) if text else None,
        previous_hash=earlier[-1].hash if earlier else GENESIS,
        hash=b"",
    )
    event.hash = link(event, mark_of(held.keys.receipt, case.id, text))
    db.session.add(event)
    db.session.flush()
    audit.record(
        f"concern_{action}",
        "safeguarding_case",
        case.id,
        actor_id=person_id,
        detail={"step": number, "link": event.hash.hex()},
    )


def _content(submission: Submission) -> str:
    """What the lead needs, as JSON: exact words, choices, campaign, channel, session, minutes it
    waited, and drawings, which must outlive the view as its words do."""
    asked, version = Asked(), submission.survey_version_id
    campaign = db.session.get_one(Campaign, submission.campaign_id)
    waited = None
    if submission.arrived_at is not None:
        waited = max(0, int((clock.now() - submission.arrived_at).total_seconds() // 60))
    content = {
        "answers": [(asked.wording(version, key), words) for key, words in open_words(submission).items()],
        "facts": [(asked.wording(version, key), labels) for key, labels in asked.facts(submission).items()],
        "campaign": campaign.title,
        "channel": came_by(submission.channel, submission.captured),
        "session": in_words(submission.group_session_id),
        "waited_minutes": waited,
        "drawings": [
            (asked.wording(version, each.question_key), b64encode(opened(submission, each)).decode("ascii"))
            for each in drawings_of(submission.id)
        ],
    }
    return json.dumps(content, ensure_ascii=False)
