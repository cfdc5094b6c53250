"""Slips of the finger, made on purpose: the same seed gives the same slips."""

from __future__ import annotations

import random
import string


def with_slips(text: str, chance: random.Random, share: float = 0.1) -> str:
    """The text with about that share of its letters lost, added to, changed or swapped with the next."""
    letters = list(text)
    for place, letter in enumerate(letters):
        if not letter.isalpha() or chance.random() >= share:
            continue
        fault = chance.randrange(4)
        other = chance.choice(string.ascii_lowercase)
        if fault < 3:
            letters[place] = ("", letter + other, other)[fault]
        elif place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letter
    return "".join(letters)
