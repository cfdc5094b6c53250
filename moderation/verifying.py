"""Checks that no safeguarding record was changed, shortened or reordered since it was written."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from moderation.case_chain import link, mark_of, words_place
from moderation.case_reading import events_of, opened_note
from moderation.domain import CaseState
from moderation.models import CaseEvent, SafeguardingCase
from participation.foundation.audit import GENESIS, AuditEvent
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.sealing import CannotOpen

#: Where a record stands after each step that changes it.
STATES = {
    "opened": CaseState.WAITING,
    "accepted": CaseState.ACCEPTED,
    "closed_passed_on": CaseState.CLOSED_PASSED_ON,
    "closed_not_a_concern": CaseState.CLOSED_NOT_A_CONCERN,
}


@dataclass(frozen=True)
class CasesCheck:
    """What `verify_cases` found: how many records there are, and the ids of those that are not as written."""

    cases: int
    broken: tuple[int, ...]


def verify_cases() -> CasesCheck:
    """Walk every record: its chain, its words, where it says it stands, and its links in the audit trail."""
    links = _links_in_audit_trail()
    cases = db.session.scalars(select(SafeguardingCase).order_by(SafeguardingCase.id)).all()
    broken = {case.id for case in cases if not _is_whole(case, links.get(case.id, []))}
    missing = set(links) - {case.id for case in cases}
    return CasesCheck(len(cases), tuple(sorted(broken | missing)))


def _links_in_audit_trail() -> dict[int, list[str]]:
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject == "safeguarding_case").order_by(AuditEvent.id)
    )
    links: dict[int, list[str]] = {}
    for event in events:
        if event.subject_id is not None and "link" in event.detail:
            links.setdefault(event.subject_id, []).append(str(event.detail["link"]))
    return links


def _is_whole(case: SafeguardingCase, links: list[str]) -> bool:
    events = events_of(case.id)
    try:
        return (
            [event.hash.hex() for event in events] == links
            and _is_chained(events)
            and _opens_as_written(case, events[0])
            and _stands_as_its_steps_say(case, events)
        )
    except (CannotOpen, ValueError, KeyError, IndexError):
        return False


def _is_chained(events: list[CaseEvent]) -> bool:
    key, previous = deployment().keys.receipt, GENESIS
    for number, event in enumerate(events, start=1):
        expected = link(event, mark_of(key, event.case_id, opened_note(event)))
        if event.number != number or event.previous_hash != previous or event.hash != expected:
            return False
        previous = event.hash
    return bool(events)


def _opens_as_written(case: SafeguardingCase, first: CaseEvent) -> bool:
    held = deployment()
    opening = json.loads(opened_note(first))
    words = held.sealer.open(case.sealed_words, words_place(case.id))
    return (
        first.action == "opened"
        and first.person_id == case.opened_by_id
        and first.at == case.opened_at
        and opening["kind"] == case.kind
        and opening.get("about") == case.about_person_id
        and opening["received_on"] == case.received_on.isoformat()
        and opening["words"] == mark_of(held.keys.receipt, case.id, words)
    )


def _stands_as_its_steps_say(case: SafeguardingCase, events: list[CaseEvent]) -> bool:
    states = [STATES[event.action] for event in events if event.action in STATES]
    accepted = next((event for event in events if event.action == "accepted"), None)
    return case.state == states[-1] and (
        (case.accepted_at, case.accepted_by_id)
        == ((accepted.at, accepted.person_id) if accepted else (None, None))
    )
