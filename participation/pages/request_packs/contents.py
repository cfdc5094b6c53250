"""The files of a request pack, from what was found. Pure: it sees approved words only, and never what was covered."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from analysis.reports.safe_text import neutralised, printable
from participation.foundation.clock import show_date, show_time

#: Files of a pack carry this date, so that the same content is the same file.
FIXED_DATE = (2000, 1, 1, 0, 0, 0)
READABLE_BY_OWNER = 0o600 << 16
IDENTIFIES = "Could show who somebody is (personal data about a living person)"
#: Why a kind of thing is covered.
WHY = {
    "name": "Names a person",
    "phone": "Reaches a person",
    "email": "Reaches a person",
    "username": "Names or reaches a person",
    "postcode": "Says where a person lives or goes",
    "place": "Says where a person lives or goes",
    "address": "Says where a person lives or goes",
    "school": "Narrows down who a person is",
    "year group": "Narrows down who a person is",
    "date of birth": "Narrows down who a person is",
    "age": "Narrows down who a person is",
}
#: What no pack looks into, and why; it stands in every record of a search.
NOT_SEARCHED = (
    (
        "Words as typed",
        "Sealed, and no name is kept with them. Where they were approved, the approved words were searched instead.",
    ),
    ("Views not read yet, kept private or not used", "No approved words of them exist."),
    (
        "Records of concerns",
        "Held apart for safeguarding leads. Ask the lead, who decides with the data protection officer.",
    ),
    (
        "Requests to talk, and complaints about data",
        "Sealed, and tied to no view. Whoever took one on can open it.",
    ),
    ("Accounts and acts of staff", "Under People and Audit, by those who may see them."),
    ("Backups", "Encrypted copies of what was searched; they run out on their own."),
)


class RequestKind(StrEnum):
    """Which law somebody asks by."""

    INFORMATION = "information"
    SUBJECT_ACCESS = "subject_access"

    @property
    def label(self) -> str:
        """As people read it."""
        return "Freedom of information" if self is RequestKind.INFORMATION else "Subject access"


@dataclass(frozen=True)
class FoundAnswer:
    """One approved answer that belongs in a pack.

    Attributes:
        covered: kind of thing that was covered, and how often in this answer.
    """

    campaign: str
    question: str
    text: str
    covered: Mapping[str, int]


@dataclass(frozen=True)
class SearchRecord:
    """What was searched, by whom and when, and how much was found.

    Attributes:
        terms: words looked for; empty means every approved answer.
        looked: approved answers looked through.
        left_out: answers that matched and are not in the pack, as their senders did not say that we may show them.
    """

    kind: RequestKind
    reference: str
    searched_by: str
    searched_at: datetime
    campaigns: tuple[str, ...]
    terms: tuple[str, ...]
    is_by_receipt: bool
    looked: int
    found: int
    left_out: int


def pack(answers: Sequence[FoundAnswer], record: SearchRecord) -> bytes:
    """The pack as a ZIP file."""
    files = {
        "approved_text.csv": _table(
            ("Number", "Campaign", "Question", "Words, with what could show who somebody is covered"),
            (
                (str(number), each.campaign, each.question, each.text)
                for number, each in enumerate(answers, 1)
            ),
        ),
        "redaction_log.csv": _table(
            ("Number", "Kind of thing covered", "How often", "Why"), _redactions(answers)
        ),
        "search_record.txt": _search_record(record).encode("utf-8"),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=FIXED_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, READABLE_BY_OWNER
            archive.writestr(entry, content)
    return held.getvalue()


def fingerprint(content: bytes) -> str:
    """By which a pack is known again: what `sha256sum` says of the file."""
    return hashlib.sha256(content).hexdigest()


def matches(text: str, terms: Sequence[str]) -> bool:
    """Whether a text holds any of the terms, whatever their capitals; every text does where there are none."""
    folded = text.casefold()
    return not terms or any(term.casefold() in folded for term in terms)


def _redactions(answers: Sequence[FoundAnswer]) -> Iterable[tuple[str, ...]]:
    for number, answer in enumerate(answers, 1):
        for label, count in sorted(answer.covered.items()):
            kind = label if label in WHY else "removed"
            yield str(number), kind, str(count), WHY.get(label, IDENTIFIES)


def _search_record(record: SearchRecord) -> str:
    by = (
        "the receipt words that the sender gave (not written here)"
        if record.is_by_receipt
        else ", ".join(f"“{term}”" for term in record.terms) or "nothing in particular: everything was taken"
    )
    lines = [
        "SEARCH RECORD",
        "",
        f"Request: {record.kind.label}",
        f"Reference: {record.reference or 'none given'}",
        f"Searched by: {record.searched_by}",
        f"Searched on: {show_time(record.searched_at)}",
        "",
        "Where: approved words of these campaigns",
        *(f"  - {title}" for title in record.campaigns),
        f"Looked for: {by}",
        f"Approved answers looked through: {record.looked}",
        f"In this pack: {record.found}",
        f"Left out, because the sender did not say that we may show the words: {record.left_out}",
        "",
        "Not searched, and why:",
        *(f"  - {what}: {why}" for what, why in NOT_SEARCHED),
        "",
        "What is covered was covered by a person before anybody else could read it. This pack holds no word that was",
        "covered. A person reads the pack before it leaves the council, and decides what the law lets out.",
        f"Made on {show_date(record.searched_at)}.",
        "",
    ]
    return printable("\n".join(lines))


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(headings)
    for row in rows:
        writer.writerow(neutralised(printable(each)) for each in row)
    return held.getvalue().encode("utf-8-sig")
