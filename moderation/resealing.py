"""The sealed words of moderation: concerns, notes, and those who asked to talk."""

from moderation.case_chain import note_place, words_place
from moderation.contact_requests import reseal_requests
from moderation.handing_over import PLACE
from moderation.models import CaseEvent, HandoverNote, SafeguardingCase
from participation.foundation.resealing import reseal


def reseal_all() -> int:
    """Seal all of them anew. The hash chain of a concern is over the words, not over how they are sealed."""
    concerns = reseal(SafeguardingCase, SafeguardingCase.sealed_words, lambda case: words_place(case.id))
    notes = reseal(CaseEvent, CaseEvent.sealed_note, lambda event: note_place(event.case_id, event.number))
    handed_over = reseal(HandoverNote, HandoverNote.sealed_note, lambda _: PLACE)
    return concerns + notes + handed_over + reseal_requests()
