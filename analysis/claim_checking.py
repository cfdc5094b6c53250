"""Ties what staff write to the frozen figures: an unsupported "most" is found before anybody reads it."""

from collections.abc import Iterable, Sequence
from typing import Any

from analysis.claims import ClaimFacts, UnsupportedClaim, claims_about_them, unsupported_claims
from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass, MaskedTable, TableKind, mask_counts
from analysis.models import Reply, Snapshot
from participation.foundation.database import db
from participation.foundation.errors import DomainError

#: Parts of a reply that speak for young people.
SUMMARY_FIELDS = ("you_said", "other_views")


class UnsupportedWords(DomainError):
    """A text claims what the figures do not show. The message names the sentences."""

    title = "The figures do not show this"

    def __init__(self, claims: Sequence[UnsupportedClaim]) -> None:
        super().__init__(" ".join(f"{claim.message}." for claim in claims))
        self.claims = claims


def public_figures(content: dict[str, Any]) -> MaskedTable:
    """The theme counts of a snapshot as the public sees them: nothing hidden can bear out a claim."""
    return mask_counts(
        content["themes"], content["base"], AudienceClass.PUBLIC, mask_rules(), kind=TableKind.OVERLAPPING
    )


def claims_of_reply(reply: Reply) -> list[UnsupportedClaim]:
    """What a reply says of young people and its figures do not bear out."""
    snapshot = db.session.get(Snapshot, reply.snapshot_id) if reply.snapshot_id else None
    if snapshot is None or reply.theme_key not in snapshot.content["themes"]:
        return []
    table = public_figures(snapshot.content)
    facts = ClaimFacts(table.base, (table.cells[reply.theme_key],))
    found = [claim for name in SUMMARY_FIELDS for claim in unsupported_claims(getattr(reply, name), facts)]
    return found + claims_about_them(reply.our_reply, facts)


def claims_of_summary(text: str, content: dict[str, Any], names: dict[str, str]) -> list[UnsupportedClaim]:
    """What a text about a whole campaign claims and its figures do not bear out.

    A sentence that names a theme is held against that theme; one that names none against each of them.

    Args:
        names: theme key to its name.
    """
    table, found = public_figures(content), []
    for line in text.splitlines():
        named = [key for key, name in names.items() if name.casefold() in line.casefold()]
        cells = tuple(table.cells[key] for key in named or table.cells if key in table.cells)
        found += unsupported_claims(line, ClaimFacts(table.base, cells))
    return found


def refuse_unsupported(claims: Iterable[UnsupportedClaim]) -> None:
    """Stop before words go out that the figures do not bear out.

    Raises:
        UnsupportedWords: naming each sentence.
    """
    wrong = list(claims)
    if wrong:
        raise UnsupportedWords(wrong)
