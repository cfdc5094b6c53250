"""The two theming engines: `core` answers at once, `refined` reads more closely in the background.

Reading closely costs forty times as much, so of very many answers `core` reads all and `refined` reads again those
that `core` was least sure of. Each assignment says which of the two it is from.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from analysis.theming.assignment import Assignment, Correction, Reason, Status
from analysis.theming.code_frame import CodeFrame
from analysis.theming.decision import Chosen
from analysis.theming.encoders import Encoder, EngineName, engine_encoders
from analysis.theming.fitting import Fitted, fit_model
from analysis.theming.fusion import Floats, sigmoid
from analysis.theming.language import answer_language
from analysis.theming.model import Prepared, prepare_spelled
from analysis.theming.no_answer import coding_of, codings_by_kind
from analysis.theming.spelling import as_typed
from analysis.theming.stance import answer_stance, theme_stances
from analysis.theming.text import says_nothing, tidy
from analysis.theming.trained import trained_fingerprint
from moderation.screening.reading import ENGLISH, UNKNOWN

_METHOD_VERSION = "4"
_BATCH = 2048
_CONFIDENCE_DIGITS = 4
_MOST_MATCHED_WORDS = 5
_UNREAD_CONFIDENCE = 0.25
"""No more is claimed about an answer in a language that no encoder of the engine reads."""

MOST_READ_CLOSELY = 70_000
"""Different answers that `refined` reads in one pass; of more, those that `core` is least sure of.

They cost some 400 processor seconds (6 ms each; twice that on slow machines), so that half a million answers, which
`core` reads in about 90, stay within a quarter of an hour of one processor.
"""

_FIRST_READING = 8
"""One eighth of the time of a pass over very many answers goes into the first reading."""

Hear = Callable[[int, int], None]


class Engine:
    """Assigns themes. The same texts, code frame and corrections always give the same assignments."""

    def __init__(self, name: EngineName, encoders: Sequence[Encoder], quick: Engine | None = None) -> None:
        """`quick`: the engine whose first guess counts too, and that reads very many answers first."""
        self.name = name
        self._quick = quick
        self._encoders = tuple(encoders)
        self._quick_encoders: tuple[Encoder, ...] = () if quick is None else quick._encoders
        self._languages = frozenset().union(*(encoder.languages for encoder in self._encoders))
        versions = (encoder.version for encoder in (*self._encoders, *self._quick_encoders))
        parts = (_METHOD_VERSION, *versions, trained_fingerprint(name))
        self.version = f"{name}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"

    def assign(
        self,
        texts: Sequence[str],
        frame: CodeFrame,
        corrections: Sequence[Correction] = (),
        progress: Hear | None = None,
        most_read_closely: int = MOST_READ_CLOSELY,
    ) -> list[Assignment]:
        """One assignment a text, in order.

        A text that a person has corrected gets that person's themes, and this engine learns from it. One that
        says nothing gets no theme, unless people have given one to others of its kind. Of more
        different texts than `most_read_closely` this engine reads so many, those that the quick one is least
        sure of; the others keep what that one says. Equal texts get equal assignments. `progress` hears (texts
        done, of how many different ones). ValueError when a correction names a theme that the frame lacks.
        """
        found = _settled(corrections, frame)
        silent = codings_by_kind(corrections)
        keys: list[str] = []
        open_texts: dict[str, str] = {}
        for text in texts:
            tidied = tidy(text)
            key = tidied.casefold()
            keys.append(key)
            if key in open_texts or key in found:
                continue
            if says_nothing(tidied):
                found[key] = coding_of(tidied, silent)
            else:
                open_texts[key] = tidied
        if self._quick is None or len(open_texts) <= most_read_closely:
            found.update(self._read(open_texts, frame, corrections, progress))
        else:
            first, second = _two_parts(progress, len(open_texts))
            quickly = dict(self._quick._read(open_texts, frame, corrections, first))
            closely = {key: open_texts[key] for key in _least_sure(quickly, most_read_closely)}
            found.update(quickly)
            found.update(self._read(closely, frame, corrections, second))
        return [found[key] for key in keys]

    def version_of(self, assignments: Sequence[Assignment]) -> str:
        """What assignments of this engine were read with, as it goes on the record and as officers read it."""
        quickly = sum(one.read_by not in ("", self.name) for one in assignments)
        if self._quick is None or not quickly:
            return self.version
        closely = sum(one.read_by == self.name for one in assignments)
        return (
            f"{self._quick.version}; the {closely:,} hardest answers, and all that came later, "
            f"read with {self.version}"
        )

    def probabilities(
        self, texts: Sequence[str], frame: CodeFrame, corrections: Sequence[Correction] = ()
    ) -> Floats:
        """How likely each theme of the frame is for each text, shape (texts, themes)."""
        model = self._fitted(frame, corrections)
        found = np.zeros((len(texts), len(frame.themes)))
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            prepared, _ = self._prepared([tidy(text) for text in batch], model, None)
            found[start : start + len(batch)] = sigmoid(model.log_odds(prepared))
        return found

    def _read(
        self,
        open_texts: dict[str, str],
        frame: CodeFrame,
        corrections: Sequence[Correction],
        hear: Hear | None,
    ) -> Iterator[tuple[str, Assignment]]:
        """Read every text with this engine alone."""
        if not open_texts:
            return
        model = self._fitted(frame, corrections)
        keys = list(open_texts)
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            tidied = [open_texts[key] for key in batch]
            prepared, languages = self._prepared(tidied, model, _after(hear, start, len(keys)))
            assignments = _assignments(model, prepared, languages, self._languages, self.name)
            yield from zip(batch, assignments, strict=True)

    def _fitted(self, frame: CodeFrame, corrections: Sequence[Correction]) -> Fitted:
        return fit_model(self.name, self._encoders, frame, corrections, self._quick_encoders)

    def _prepared(
        self, tidied: Sequence[str], model: Fitted, hear: Hear | None
    ) -> tuple[Prepared, Sequence[str]]:
        """Texts ready for matching, and their languages."""
        spelled = [model.speller.read(text) for text in tidied]
        languages = [
            answer_language(text, one.known_share) for text, one in zip(tidied, spelled, strict=True)
        ]
        spelled = [
            as_typed(text) if language not in (ENGLISH, UNKNOWN) else one
            for text, one, language in zip(tidied, spelled, languages, strict=True)
        ]
        return prepare_spelled(spelled, self._encoders, languages, hear, self._quick_encoders), languages


_NONE = Reason()


@functools.cache
def build_engine(name: EngineName) -> Engine:
    """The one engine of that name in this process; loads its encoders (about a second)."""
    return Engine(name, engine_encoders(name), None if name == "core" else build_engine("core"))


def _assignments(
    model: Fitted, prepared: Prepared, languages: Sequence[str], readable: frozenset[str], name: EngineName
) -> list[Assignment]:
    log_odds = model.log_odds(prepared)
    probabilities = sigmoid(log_odds)
    confidence = model.decision.confidence(probabilities)
    main = probabilities.argmax(axis=1)
    nearest = model.nearest_examples(prepared, main)
    themes = _themes_of(probabilities, model.decision.chosen(probabilities))
    matched = _matched_words(model, prepared, themes)
    assignments = []
    for row, shadow in enumerate(prepared.shadows):
        is_readable = languages[row] in readable
        certainty = float(confidence[row]) if is_readable else min(float(confidence[row]), _UNREAD_CONFIDENCE)
        stance, stances = theme_stances(shadow, matched[row])
        reason = Reason(tuple(matched[row][0][:_MOST_MATCHED_WORDS]), nearest[row]) if themes[row] else _NONE
        is_sure = is_readable and certainty >= model.decision.sure_from
        assignments.append(
            Assignment(
                themes=tuple(model.theme_ids[theme] for theme in themes[row]),
                confidence=round(certainty, _CONFIDENCE_DIGITS),
                status=Status.SURE if is_sure else Status.UNSURE,
                reason=reason,
                stances=stances,
                stance=stance,
                language=languages[row],
                needs_reader=not is_readable,
                read_by=name,
            )
        )
    return assignments


def _themes_of(probabilities: Floats, chosen: Chosen) -> list[list[int]]:
    """Places of each text's themes in the frame, the likeliest first."""
    order = np.argsort(-probabilities, axis=1, kind="stable")
    is_given = np.take_along_axis(chosen, order, axis=1)
    rows, places = np.nonzero(is_given)
    ends = np.cumsum(is_given.sum(axis=1)).tolist()
    flat = order[rows, places].tolist()
    return [flat[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _matched_words(
    model: Fitted, prepared: Prepared, themes: Sequence[Sequence[int]]
) -> list[list[list[str]]]:
    """For each text the words that speak for each of its themes."""
    rows = np.repeat(np.arange(len(themes)), [len(found) for found in themes])
    flat = np.array([theme for found in themes for theme in found], dtype=np.int64)
    words = iter(model.matched_words(prepared, rows, flat))
    return [list(itertools.islice(words, len(found))) for found in themes]


def _settled(corrections: Sequence[Correction], frame: CodeFrame) -> dict[str, Assignment]:
    """Assignments of texts that a person has coded; the last coding of a text counts."""
    known = set(frame.theme_ids)
    settled = {}
    for correction in corrections:
        strangers = [theme for theme in correction.themes if theme not in known]
        if strangers:
            raise ValueError(
                f"A correction names the theme {strangers[0]!r}, which code frame {frame.id!r} lacks"
            )
        key = tidy(correction.text).casefold()
        stance = answer_stance(correction.text)
        settled[key] = Assignment(
            themes=correction.themes,
            confidence=1.0,
            status=Status.SURE,
            reason=Reason(nearest_example=correction.text),
            stances=(stance,) * len(correction.themes),
            stance=stance,
        )
    return settled


def _least_sure(quickly: dict[str, Assignment], most: int) -> list[str]:
    """So many texts that were read with the least confidence, in the order in which they were given."""
    ordered = sorted(quickly, key=lambda key: (quickly[key].confidence, key))
    chosen = set(ordered[:most])
    return [key for key in quickly if key in chosen]


def _two_parts(hear: Hear | None, total: int) -> tuple[Hear | None, Hear | None]:
    """Who hears of the first reading and of the second: together they count from nothing to all texts."""
    if hear is None:
        return None, None
    done_first = total // _FIRST_READING
    return (
        lambda done, of: hear(done_first * done // of, total),
        lambda done, of: hear(done_first + (total - done_first) * done // of, total),
    )


def _after(hear: Hear | None, start: int, total: int) -> Hear | None:
    if hear is None:
        return None
    return lambda done, _batch_size: hear(start + done, total)
