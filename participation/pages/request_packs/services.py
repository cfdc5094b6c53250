"""Searching approved words for a request pack, on record without a word of what was sought or found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from moderation.asked import Asked
from moderation.queries import ApprovedAnswer, approved_answers, covered_kinds, versions_of
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.pages.request_packs.contents import (
    FoundAnswer,
    RequestKind,
    SearchRecord,
    fingerprint,
    matches,
    pack,
)
from surveys.services import find_by_receipt

MADE = "made_request_pack"
SUBJECT = "request_pack"
PAST_PACKS = 50


class NothingWithReceipt(DomainError):
    """Receipt words that lead to no view."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asked for.

    Attributes:
        receipt: words of the sender's own receipt; with them the pack holds all approved words of that view.
    """

    kind: RequestKind
    reference: str
    campaigns: Sequence[Campaign]
    terms: tuple[str, ...]
    receipt: str = ""


@dataclass(frozen=True)
class Made:
    """A pack, and the record of the search behind it."""

    content: bytes
    record: SearchRecord


def make_pack(wanted: Wanted, person_id: int, person_name: str) -> Made:
    """Search, put the pack together, and note that it was made. Call inside a transaction.

    Raises:
        NothingWithReceipt: when the receipt words lead to no view.
    """
    if wanted.receipt:
        wanted, own_view = _of_receipt(wanted)
    else:
        own_view = None
    found: list[FoundAnswer] = []
    looked = left_out = 0
    for campaign in wanted.campaigns:
        shown: list[ApprovedAnswer] = []
        for answer in approved_answers(campaign.id):
            looked += 1
            if not _fits(answer, wanted.terms, own_view):
                continue
            if answer.is_quotable or own_view is not None:
                shown.append(answer)
            else:
                left_out += 1
        found += _described(campaign, shown)
    record = SearchRecord(
        wanted.kind,
        wanted.reference,
        person_name,
        clock.now(),
        tuple(each.title for each in wanted.campaigns),
        wanted.terms,
        own_view is not None,
        looked,
        len(found),
        left_out,
    )
    content = pack(found, record)
    _note(record, content, person_id)
    return Made(content, record)


def past_packs() -> list[AuditEvent]:
    """Packs that were made, newest first, from the audit trail."""
    made = select(AuditEvent).where(AuditEvent.action == MADE).order_by(AuditEvent.id.desc())
    return list(db.session.scalars(made.limit(PAST_PACKS)))


def _of_receipt(wanted: Wanted) -> tuple[Wanted, int]:
    submission = find_by_receipt(wanted.receipt)
    if submission is None:
        raise NothingWithReceipt(
            "We have no view with these words. Check them with whoever gave them to you."
        )
    campaign = db.session.get_one(Campaign, submission.campaign_id)
    return replace(wanted, campaigns=(campaign,), terms=()), submission.id


def _fits(answer: ApprovedAnswer, terms: Sequence[str], own_view: int | None) -> bool:
    return answer.submission_id == own_view if own_view is not None else matches(answer.text, terms)


def _described(campaign: Campaign, answers: Sequence[ApprovedAnswer]) -> list[FoundAnswer]:
    views = {each.submission_id for each in answers}
    covered, versions, asked = covered_kinds(views), versions_of(views), Asked()
    return [
        FoundAnswer(
            campaign.title,
            asked.wording(versions[each.submission_id], each.question_key),
            each.text,
            covered.get((each.submission_id, each.question_key), {}),
        )
        for each in answers
    ]


def _note(record: SearchRecord, content: bytes, person_id: int) -> None:
    detail: audit.Detail = {
        "kind": record.kind.value,
        "campaigns": len(record.campaigns),
        "terms": len(record.terms),
        "by_receipt": record.is_by_receipt,
        "found": record.found,
        "left_out": record.left_out,
        "sha256": fingerprint(content),
    }
    audit.record(MADE, SUBJECT, actor_id=person_id, detail=detail)
