"""Finds texts that are nothing but a call for help: "help", "sos", "help me help me help me".

The models learned from sentences and make nothing of these, and a word said over and over looks like spam. But a
child who writes only this should not be read last.
"""

from collections.abc import Sequence

from moderation.screening.context_words import context_words
from moderation.screening.words import Word

PLEA_SIGNAL = "safeguarding.worry"
_LEAST_STOPS = 3
"""So often "stop" and "dont" are meant as a call; said once or twice they may be about anything."""


def is_bare_plea(words: Sequence[Word]) -> bool:
    """Whether every word belongs to a call for help, and one of them is the call."""
    said = [word.text for word in words]
    if not said or not context_words("around_a_plea").union(context_words("plea")).issuperset(said):
        return False
    is_cry = not context_words("plea").isdisjoint(said)
    return is_cry or sum(said.count(word) for word in context_words("stop_plea")) >= _LEAST_STOPS
