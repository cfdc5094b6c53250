"""The door every view comes in by: from a phone, one at a time; from a file or the demo, many at once."""

from collections.abc import Sequence
from dataclasses import replace

from flask import current_app
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from participation.foundation import jobs, registries
from participation.foundation.database import db, will_write
from participation.foundation.deployment import deployment
from participation.foundation.errors import Busy
from participation.foundation.logs import log_failure
from participation.foundation.transactions import after_commit, transaction
from surveys.drawings.models import Drawing
from surveys.group_commit import GroupCommitWriter
from surveys.metrics import accepted
from surveys.models import Answer, Submission
from surveys.new_views import NewView, Receipt, SealedView, seal_view
from surveys.one_trip import OneTripWriter
from surveys.writers import BUSY, Writer

__all__ = ["NewView", "Receipt", "already_stored", "store", "store_all"]

EXTENSION = "surveys.writer"


def store(view: NewView) -> Receipt:
    """Store one view durably and give its receipt. A repeat gives the same receipt and adds nothing.

    It commits by itself, apart from the session, so it must not be called where a transaction that writes is
    in hand: the two would wait for each other. There, use `store_all`.

    Raises:
        Busy: when it could not be stored in time; sending it again is safe.
    """
    if will_write.get():
        raise RuntimeError("store() commits by itself; within a transaction use store_all()")
    if db.session.registry.has():  # what was read is done with: whoever waits here must hold no connection
        db.session.rollback()
    if view.pictures:
        return _store_with_pictures(view)
    receipt = _writer().write(seal_view(view, deployment()))
    if not receipt.is_repeat:
        accepted().add()
        _tell(view.campaign_id)
    return receipt


def store_all(views: Sequence[NewView]) -> list[Receipt]:
    """Add many views of one campaign in the transaction in hand; receipts in the order of `views`.

    Takes few statements; meant for some hundreds at a time. Views that are stored already, or twice among
    these, are repeats.
    """
    held = deployment()
    sealed = [seal_view(view, held) for view in views]
    given = {identity: Receipt(words, True, number) for identity, (number, words) in _known(sealed).items()}
    fresh = list({view.identity: view for view in sealed if view.identity not in given}.values())
    added = dict(zip((view.identity for view in fresh), _insert(fresh), strict=True))
    if added:
        after_commit(lambda: _tell(views[0].campaign_id))
    receipts = []
    for view in sealed:
        first = added.pop(view.identity, None)
        if first:
            given[view.identity] = replace(first, is_repeat=True)
        receipts.append(first or given[view.identity])
    return receipts


def already_stored(views: Sequence[NewView]) -> list[bool]:
    """Whether each view is stored already, or is said earlier among these; stores nothing."""
    key = deployment().keys.receipt
    identities = [view.identity(key) for view in views]
    known = set(db.session.scalars(select(Submission.identity).where(Submission.identity.in_(identities))))
    found = []
    for identity in identities:
        found.append(identity in known)
        known.add(identity)
    return found


def _store_with_pictures(view: NewView) -> Receipt:
    """The same for the few views that have pictures: words and pictures together or not at all.

    The writers know nothing of pictures, so that the many views without one stay as quick as they are.
    """
    try:
        try:
            receipt = _stored_alone(view)
        except IntegrityError:  # pressed twice at once: the other one is stored by now
            receipt = _stored_alone(view)
    except OperationalError as error:
        log_failure(error)
        raise Busy(BUSY) from None
    if not receipt.is_repeat:
        accepted().add()
    return receipt


def _stored_alone(view: NewView) -> Receipt:
    with transaction():
        [receipt] = store_all([view])
    return receipt


def _known(views: Sequence[SealedView]) -> dict[bytes, tuple[int, str]]:
    """Number and receipt words of those that are stored already, by identity."""
    wanted = {view.identity: view for view in views}
    rows = db.session.execute(
        select(Submission.identity, Submission.id, Submission.receipt_turn).where(
            Submission.identity.in_(wanted)
        )
    )
    return {row.identity: (row.id, wanted[row.identity].receipt(row.receipt_turn)) for row in rows}


def _insert(views: list[SealedView]) -> list[Receipt]:
    if not views:
        return []
    chosen = _free_receipts(views)
    rows = [
        {
            "campaign_id": view.campaign_id,
            "survey_version_id": view.survey_version_id,
            "identity": view.identity,
            "receipt_hash": receipt_hash,
            "receipt_turn": turn,
            "channel": view.channel,
            "may_quote": view.may_quote,
            "received_on": view.received_on,
            "arrived_at": view.arrived_at,
            "group_session_id": view.group_session_id,
            "captured": view.captured,
            "asked_as": view.asked_as,
            "came_from": view.came_from,
        }
        for view, (turn, _, receipt_hash) in zip(views, chosen, strict=True)
    ]
    numbers = list(
        db.session.scalars(insert(Submission).returning(Submission.id, sort_by_parameter_order=True), rows)
    )
    answers = [
        {
            "submission_id": number,
            "question_key": row.question_key,
            "position": row.position,
            "sealed": row.sealed,
            "choices": row.choices,
        }
        for number, view in zip(numbers, views, strict=True)
        for row in view.answers
    ]
    if answers:
        db.session.execute(insert(Answer), answers)
    pictures = [
        {"submission_id": number, "question_key": row.question_key, "sealed": row.sealed}
        for number, view in zip(numbers, views, strict=True)
        for row in view.pictures
    ]
    if pictures:
        db.session.execute(insert(Drawing), pictures)
    return [Receipt(words, False, number) for (_, words, _), number in zip(chosen, numbers, strict=True)]


def _free_receipts(views: list[SealedView]) -> list[tuple[int, str, bytes]]:
    """For each view the first turn, words and hash of a receipt that no other view has."""
    firsts = [next(view.receipts()) for view in views]
    taken = _taken([receipt_hash for _, _, receipt_hash in firsts])
    chosen = []
    for view, receipt in zip(views, firsts, strict=True):
        if receipt[2] in taken:  # so rare that asking again for one view costs nothing
            taken |= _taken([receipt_hash for _, _, receipt_hash in view.receipts()])
            receipt = next(each for each in view.receipts() if each[2] not in taken)
        taken.add(receipt[2])
        chosen.append(receipt)
    return chosen


def _taken(hashes: Sequence[bytes]) -> set[bytes]:
    """Which of these receipt hashes another view has."""
    return set(db.session.scalars(select(Submission.receipt_hash).where(Submission.receipt_hash.in_(hashes))))


def _tell(campaign_id: int) -> None:
    """Let others know; the view is safe already, so nothing that goes wrong here may reach its sender."""
    try:
        registries.after_send.call(campaign_id)
        jobs.wake()
    except Exception as error:
        log_failure(error)


def _writer() -> Writer:
    held: Writer | None = current_app.extensions.get(EXTENSION)
    if held is None:
        made = GroupCommitWriter if db.engine.dialect.name == "sqlite" else OneTripWriter
        held = current_app.extensions.setdefault(EXTENSION, made(db.engine))
    return held
