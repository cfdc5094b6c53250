"""Chooses what the concern network reads of a text: all of a short one, the weightiest parts of a long one.

The network takes milliseconds a word, so the cost of one text is bounded however long or hostile it is;
the linear model, which reads everything, says where to look.
"""

from collections.abc import Sequence

from moderation.screening.words import Word

WHOLE = 60
"""A text of up to this many words is read in one go."""
MOST_WINDOWS = 3

Piece = tuple[float, int, int]
"""Score, first word, word after the last."""


def choose_windows(words: Sequence[Word], pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Runs of words to read (first word, word after the last), at most `MOST_WINDOWS`, in order."""
    if len(words) <= WHOLE:
        return [(0, len(words))]
    runs = _runs(words)
    chosen: list[tuple[int, int]] = []
    for _, first, end in sorted((piece for piece in pieces if piece[2] - piece[1] <= WHOLE), reverse=True):
        run = next((run for run in runs if run[0] <= first < run[1]), (first, end))
        if run not in chosen:
            chosen.append(run)
        if len(chosen) == MOST_WINDOWS:
            break
    return sorted(chosen or runs[:MOST_WINDOWS])


def _runs(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Whole sentences in runs of at most `WHOLE` words; a longer sentence is cut."""
    found: list[tuple[int, int]] = []
    begin = stop = 0
    for at, word in enumerate(words):
        if at + 1 - begin > WHOLE:
            cut = stop if stop > begin else at
            found.append((begin, cut))
            begin = cut
        if word.breaks:
            stop = at + 1
    found.append((begin, len(words)))
    return found
