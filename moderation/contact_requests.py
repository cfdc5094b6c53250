"""Those who ask a person to talk to them: a store of its own, sealed, that nothing links to any answer.

It holds no view, no campaign and no time beyond the day, and asking leaves no entry in the audit trail, whose
entries carry the time. What staff do about a request is on record there, without a word of it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, select

from moderation.models import ContactNote, ContactRequest
from participation.accounts.queries import names_of
from participation.foundation import audit, clock
from participation.foundation.codes import keyed_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, NotFound
from participation.foundation.holding import to_change
from participation.foundation.inserting import insert_into
from participation.foundation.resealing import reseal
from participation.foundation.transactions import transaction

PURPOSE = "contact request"
SUBJECT = "contact_request"


class CannotChangeRequest(DomainError):
    """The step asked for does not fit where the request stands."""


@dataclass(frozen=True)
class ContactWords:
    """What somebody wrote: the name to use, how to reach them (phone or e-mail), and when that is safe."""

    name: str
    reach: str
    safe_when: str


@dataclass(frozen=True)
class ReadNote:
    """A note as a lead reads it."""

    written_on: date
    person_name: str
    text: str


def ask(words: ContactWords, key: str) -> None:
    """Keep a request; the same words with the same key again change nothing.

    Args:
        key: made when the form was shown, so that pressing twice asks once.
    """
    held, content = deployment(), json.dumps(asdict(words), ensure_ascii=False)
    identity = keyed_hash(held.keys.receipt, PURPOSE, f"{key}\x1f{content}")
    row = insert_into(ContactRequest).values(
        identity=identity,
        asked_on=clock.today(),
        sealed_words=held.sealer.seal(content, _words_place(identity)),
    )
    db.session.execute(row.on_conflict_do_nothing(index_elements=["identity"]))


def words_of(request: ContactRequest) -> ContactWords:
    """What was written."""
    opened = deployment().sealer.open(request.sealed_words, _words_place(request.identity))
    return ContactWords(**json.loads(opened))


def notes_of(request: ContactRequest) -> list[ReadNote]:
    """What was done so far, oldest first."""
    found = db.session.scalars(
        select(ContactNote).where(ContactNote.request_id == request.id).order_by(ContactNote.id)
    ).all()
    names, sealer = names_of({note.person_id for note in found}), deployment().sealer
    place = _note_place(request.identity)
    return [
        ReadNote(note.written_on, names.get(note.person_id, ""), sealer.open(note.sealed_note, place))
        for note in found
    ]


def all_requests(limit: int = 200) -> list[ContactRequest]:
    """Requests: those nobody has accepted first and the longest waiting on top, closed ones last."""
    order = (
        ContactRequest.closed_on.is_not(None),
        ContactRequest.accepted_on.is_not(None),
        ContactRequest.id,
    )
    return list(db.session.scalars(select(ContactRequest).order_by(*order).limit(limit)))


def waiting_count() -> int:
    """How many nobody has accepted yet."""
    waiting = select(func.count(ContactRequest.id)).where(
        ContactRequest.accepted_on.is_(None), ContactRequest.closed_on.is_(None)
    )
    return db.session.scalar(waiting) or 0


def request_by_id(request_id: int) -> ContactRequest:
    """One request.

    Raises:
        NotFound: when there is none, or it was erased.
    """
    found = db.session.get(ContactRequest, request_id)
    if found is None:
        raise NotFound("There is no such request. It may have been closed and erased.")
    return found


def accept(request_id: int, person_id: int) -> None:
    """A lead takes the request on, or over from another lead, and may read it from here on.

    Raises:
        CannotChangeRequest: when it is closed.
    """
    request = _open(request_id)
    action = "took_over" if request.accepted_by_id else "accepted"
    request.accepted_on, request.accepted_by_id = clock.today(), person_id
    audit.record(action, SUBJECT, request.id, actor_id=person_id)


def note(request_id: int, person_id: int, text: str) -> None:
    """Write down what was done.

    Raises:
        CannotChangeRequest: when it is closed, or another lead has it.
    """
    _keep_note(_held(request_id, person_id), person_id, text)
    audit.record("noted", SUBJECT, request_id, actor_id=person_id)


def close(request_id: int, person_id: int, text: str) -> None:
    """Say how it ended. From today the days run after which the request is erased.

    Raises:
        CannotChangeRequest: when it is closed already, or another lead has it.
    """
    request = _held(request_id, person_id)
    _keep_note(request, person_id, text)
    request.closed_on = clock.today()
    audit.record("closed", SUBJECT, request_id, actor_id=person_id)


def erased_on(request: ContactRequest) -> date | None:
    """The day a closed request is erased; None while it is open."""
    keep = timedelta(days=deployment().settings.talk_keep_days)
    return request.closed_on + keep if request.closed_on else None


def erase_closed() -> int:
    """Erase requests closed long enough ago, with their notes; how many went. Commits its own work."""
    last_day = clock.today() - timedelta(days=deployment().settings.talk_keep_days)
    is_due = select(ContactRequest.id).where(ContactRequest.closed_on <= last_day)
    if db.session.scalar(is_due.limit(1)) is None:
        return 0
    with transaction():
        gone = list(db.session.scalars(is_due))
        db.session.execute(delete(ContactNote).where(ContactNote.request_id.in_(gone)))
        db.session.execute(delete(ContactRequest).where(ContactRequest.id.in_(gone)))
        audit.record("erased", SUBJECT, detail={"requests": len(gone)})
    return len(gone)


def _keep_note(request: ContactRequest, person_id: int, text: str) -> None:
    if not text.strip():
        raise CannotChangeRequest("Write what was done.")
    sealed = deployment().sealer.seal(text.strip(), _note_place(request.identity))
    db.session.add(
        ContactNote(request_id=request.id, written_on=clock.today(), person_id=person_id, sealed_note=sealed)
    )
    db.session.flush()


def _open(request_id: int) -> ContactRequest:
    found = db.session.scalars(
        to_change(select(ContactRequest).where(ContactRequest.id == request_id))
    ).first()
    if found is None:
        raise NotFound("There is no such request. It may have been closed and erased.")
    if found.closed_on is not None:
        raise CannotChangeRequest("This request is closed.")
    return found


def _held(request_id: int, person_id: int) -> ContactRequest:
    request = _open(request_id)
    if request.accepted_by_id != person_id:
        raise CannotChangeRequest("Accept this request first.")
    return request


def reseal_requests() -> int:
    """Seal requests and their notes anew with the newest key; gives how many values."""
    rows = db.session.execute(select(ContactRequest.id, ContactRequest.identity))
    identities = {row.id: row.identity for row in rows}
    requests = reseal(ContactRequest, ContactRequest.sealed_words, lambda r: _words_place(r.identity))
    return requests + reseal(
        ContactNote, ContactNote.sealed_note, lambda note: _note_place(identities[note.request_id])
    )


def _words_place(identity: bytes) -> bytes:
    return b"contact\x1fwords\x1f" + identity


def _note_place(identity: bytes) -> bytes:
    return b"contact\x1fnote\x1f" + identity
