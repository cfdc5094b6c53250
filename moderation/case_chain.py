"""The chain that holds a safeguarding record together, and the check that nothing in it was changed."""

import hashlib
import json

from moderation.models import CaseEvent
from participation.foundation.codes import keyed_hash


def words_place(case_id: int) -> bytes:
    """The place the exact words of a concern are sealed for."""
    return f"case\x1f{case_id}\x1fwords".encode()


def note_place(case_id: int, number: int) -> bytes:
    """The place the note of one step is sealed for."""
    return f"case\x1f{case_id}\x1fstep\x1f{number}".encode()


def mark_of(key: bytes, case_id: int, text: str) -> str:
    """A keyed hash of opened words, so that sealing them anew with another key does not break the chain."""
    return keyed_hash(key, f"case {case_id}", text).hex()


def link(event: CaseEvent, note_mark: str) -> bytes:
    """The hash of a step, which holds the hash of the step before."""
    content = json.dumps(
        [event.case_id, event.number, event.at.isoformat(), event.person_id, event.action, note_mark],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(event.previous_hash + content.encode("utf-8")).digest()
