"""Keeping complaints about data, and what is done about them; every step of staff is on record without a word of it.

A complaint leaves no entry in the audit trail when it comes, as entries carry the time: it is tied to no view, and
nothing here may be laid beside one.
"""

import base64
import json
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from participation.accounts.queries import names_of
from participation.foundation import audit, clock
from participation.foundation.codes import keyed_hash, plain_receipt, receipt_for
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, NotFound
from participation.foundation.holding import to_change
from participation.foundation.inserting import insert_into
from participation.foundation.resealing import reseal
from participation.foundation.staffing import staffed_days
from participation.pages.complaints import domain
from participation.pages.complaints.models import ComplaintNote, DataComplaint
from participation.pages.complaints.queries import standing_of

PURPOSE = "data complaint"
SUBJECT = "data_complaint"
REFERENCE_BYTES = 5


class CannotChangeComplaint(DomainError):
    """The step asked for does not fit where the complaint stands."""


@dataclass(frozen=True)
class ComplaintWords:
    """What somebody wrote: what happened, what they want, and how to reach them, empty when they did not say."""

    happened: str
    wanted: str
    reach: str


@dataclass(frozen=True)
class ReadNote:
    """A note as whoever answers reads it."""

    written_on: date
    person_name: str
    text: str


@dataclass(frozen=True)
class Kept:
    """What the sender is told: by when they hear from us, what to say when they call, and words to come back with."""

    reference: str
    receipt: str
    due_on: date


@dataclass(frozen=True)
class WhatBecameOfIt:
    """What somebody who holds the words of a complaint is told.

    Attributes:
        answer: empty until there is one, or when it was given in another way alone.
    """

    standing: domain.Standing
    received_on: date
    due_on: date
    answered_on: date | None
    answer: str


def complain(words: ComplaintWords, key: str, *, is_demo: bool = False) -> Kept:
    """Keep a complaint; the same words with the same key again change nothing and give the same receipt.

    One that says no way to be reached counts as acknowledged by the page that its sender sees.

    Args:
        key: made when the form was shown, so that pressing twice complains once.
    """
    held, content = deployment(), json.dumps(asdict(words), ensure_ascii=False)
    identity = keyed_hash(held.keys.receipt, PURPOSE, f"{key}\x1f{content}")
    today = clock.today()
    receipt = receipt_for(held.keys.receipt, identity)
    row = insert_into(DataComplaint).values(
        identity=identity,
        words_hash=_words_hash(receipt),
        received_on=today,
        due_on=_due_on(today),
        sealed_words=held.sealer.seal(content, _words_place(identity)),
        is_reachable=bool(words.reach),
        acknowledged_on=None if words.reach else today,
        is_demo=is_demo,
    )
    db.session.execute(row.on_conflict_do_nothing(index_elements=["identity"]))
    kept_until = db.session.scalar(select(DataComplaint.due_on).where(DataComplaint.identity == identity))
    return Kept(reference_of(identity), receipt, kept_until or _due_on(today))


def find_by_receipt(typed: str) -> DataComplaint | None:
    """The complaint whose words these are. One look-up of a keyed hash, whatever is typed."""
    return db.session.scalars(
        select(DataComplaint).where(DataComplaint.words_hash == _words_hash(typed))
    ).first()


def what_became_of(complaint: DataComplaint) -> WhatBecameOfIt:
    """What its sender is told: where it stands, and our answer; never what they wrote."""
    return WhatBecameOfIt(
        standing_of(complaint),
        complaint.received_on,
        complaint.due_on,
        complaint.answered_on,
        answer_of(complaint),
    )


def answer_of(complaint: DataComplaint) -> str:
    """What its sender was answered; empty while there is no answer."""
    if complaint.sealed_answer is None:
        return ""
    return deployment().sealer.open(complaint.sealed_answer, _answer_place(complaint.identity))


def reference_of(identity: bytes) -> str:
    """A few letters by which its sender and staff can speak of a complaint, such as `kx4m-2pqd`."""
    letters = base64.b32encode(identity[:REFERENCE_BYTES]).decode("ascii").lower()
    return f"{letters[:4]}-{letters[4:]}"


def words_of(complaint: DataComplaint) -> ComplaintWords:
    """What was written."""
    opened = deployment().sealer.open(complaint.sealed_words, _words_place(complaint.identity))
    return ComplaintWords(**json.loads(opened))


def notes_of(complaint: DataComplaint) -> list[ReadNote]:
    """What was done so far, oldest first."""
    found = db.session.scalars(
        select(ComplaintNote).where(ComplaintNote.complaint_id == complaint.id).order_by(ComplaintNote.id)
    ).all()
    names, sealer = names_of({note.person_id for note in found}), deployment().sealer
    place = _note_place(complaint.identity)
    return [
        ReadNote(note.written_on, names.get(note.person_id, ""), sealer.open(note.sealed_note, place))
        for note in found
    ]


def take_on(complaint_id: int, person_id: int) -> None:
    """Somebody takes the complaint on, or over from somebody else, and may read it from here on."""
    complaint = _unanswered(complaint_id)
    action = "took_over" if complaint.taken_by_id else "took_on"
    complaint.taken_by_id = person_id
    audit.record(action, SUBJECT, complaint.id, actor_id=person_id)


def note(complaint_id: int, person_id: int, text: str) -> None:
    """Write down what was done.

    Raises:
        CannotChangeComplaint: when it is answered, or somebody else has it.
    """
    _keep_note(_held(complaint_id, person_id), person_id, text)
    audit.record("noted", SUBJECT, complaint_id, actor_id=person_id)


def acknowledge(complaint_id: int, person_id: int) -> None:
    """Its sender was told that we have it.

    Raises:
        CannotChangeComplaint: when that was done before, or somebody else has it.
    """
    complaint = _held(complaint_id, person_id)
    if complaint.acknowledged_on is not None:
        raise CannotChangeComplaint("They know already that we have it.")
    complaint.acknowledged_on = clock.today()
    audit.record("acknowledged", SUBJECT, complaint_id, actor_id=person_id)


def answer(complaint_id: int, person_id: int, text: str) -> None:
    """Answer its sender, who reads it with their words. From today the months run until the complaint is erased.

    Raises:
        CannotChangeComplaint: when it is answered already, or somebody else has it.
    """
    complaint = _held(complaint_id, person_id)
    if not text.strip():
        raise CannotChangeComplaint("Write what was found and done.")
    complaint.sealed_answer = deployment().sealer.seal(text.strip(), _answer_place(complaint.identity))
    complaint.answered_on = clock.today()
    complaint.acknowledged_on = complaint.acknowledged_on or complaint.answered_on
    audit.record("answered", SUBJECT, complaint_id, actor_id=person_id)


def reseal_complaints() -> int:
    """Seal complaints and their notes anew with the newest key; gives how many values."""
    rows = db.session.execute(select(DataComplaint.id, DataComplaint.identity))
    identities = {row.id: row.identity for row in rows}
    complaints = reseal(DataComplaint, DataComplaint.sealed_words, lambda row: _words_place(row.identity))
    answers = reseal(DataComplaint, DataComplaint.sealed_answer, lambda row: _answer_place(row.identity))
    return (
        complaints
        + answers
        + reseal(
            ComplaintNote, ComplaintNote.sealed_note, lambda row: _note_place(identities[row.complaint_id])
        )
    )


def _due_on(today: date) -> date:
    settings = deployment().settings
    return domain.due_on(
        today,
        settings.complaint_days,
        lambda day: bool(staffed_days(day, day, settings.staffed_spans, settings.closed_days)),
    )


def _keep_note(complaint: DataComplaint, person_id: int, text: str) -> None:
    if not text.strip():
        raise CannotChangeComplaint("Write what was done.")
    sealed = deployment().sealer.seal(text.strip(), _note_place(complaint.identity))
    db.session.add(
        ComplaintNote(
            complaint_id=complaint.id, written_on=clock.today(), person_id=person_id, sealed_note=sealed
        )
    )
    db.session.flush()


def _unanswered(complaint_id: int) -> DataComplaint:
    found = db.session.scalars(
        to_change(select(DataComplaint).where(DataComplaint.id == complaint_id))
    ).first()
    if found is None:
        raise NotFound("There is no such complaint. It may have been answered and erased.")
    if found.answered_on is not None:
        raise CannotChangeComplaint("This complaint is answered.")
    return found


def _held(complaint_id: int, person_id: int) -> DataComplaint:
    complaint = _unanswered(complaint_id)
    if complaint.taken_by_id != person_id:
        raise CannotChangeComplaint("Take this complaint on first.")
    return complaint


def _words_hash(receipt: str) -> bytes:
    return keyed_hash(deployment().keys.receipt, "words of a data complaint", plain_receipt(receipt))


def _answer_place(identity: bytes) -> bytes:
    return b"complaint\x1fanswer\x1f" + identity


def _words_place(identity: bytes) -> bytes:
    return b"complaint\x1fwords\x1f" + identity


def _note_place(identity: bytes) -> bytes:
    return b"complaint\x1fnote\x1f" + identity
