"""Words that may be shown: approved, redacted, and only where their sender said yes. Asked anew at every showing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from analysis.reports.content import Quote
from moderation.models import ApprovedText
from participation.foundation.codes import keyed_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from surveys.domain import MayQuote
from surveys.models import Submission

MARK_LENGTH = 20


def quotable_words(ids: Sequence[int], question_key: str) -> list[tuple[int, Quote]]:
    """The quotes among these views, in their order; one that was withdrawn since is gone."""
    if not ids:
        return []
    rows = db.session.scalars(
        select(ApprovedText)
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .where(
            ApprovedText.submission_id.in_(ids),
            ApprovedText.question_key == question_key,
            ApprovedText.is_quotable,
            Submission.may_quote == MayQuote.YES,
        )
    )
    texts = {row.submission_id: row.text for row in rows}
    return [(number, Quote(texts[number], mark=mark_of(number))) for number in ids if number in texts]


def mark_of(submission_id: int) -> str:
    """What names a quote on a page: a keyed hash, from which nobody can tell the view."""
    return keyed_hash(deployment().keys.receipt, "published quote", str(submission_id)).hex()[:MARK_LENGTH]


def theme_quotes(content: dict[str, Any], theme_key: str) -> list[tuple[int, Quote]]:
    """The quotes a snapshot chose for a theme, each with the one thing that may be said of its sender."""
    return quotes_by_theme(content, [theme_key])[theme_key]


def quotes_by_theme(content: dict[str, Any], theme_keys: Sequence[str]) -> dict[str, list[tuple[int, Quote]]]:
    """The quotes a snapshot chose for each of these themes, looked up together."""
    said, chosen = content.get("quote_descriptors", {}), content["quotes"]
    ids = {number for key in theme_keys for number in chosen.get(key, [])}
    found = {
        number: replace(quote, descriptor=said.get(str(number), ""))
        for number, quote in quotable_words(sorted(ids), content["question"])
    }
    return {
        key: [(number, found[number]) for number in chosen.get(key, []) if number in found]
        for key in theme_keys
    }
