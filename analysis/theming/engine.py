"""The two theming engines: `core` answers at once, `refined` reads more closely in the background."""

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
from analysis.theming.spelling import as_typed
from analysis.theming.stance import answer_stance, theme_stances
from analysis.theming.text import says_nothing, tidy
from analysis.theming.trained import trained_fingerprint
from moderation.screening.reading import ENGLISH, UNKNOWN

_METHOD_VERSION = "3"
_BATCH = 2048
_CONFIDENCE_DIGITS = 4
_MOST_MATCHED_WORDS = 5
_UNREAD_CONFIDENCE = 0.25
"""No more is claimed about an answer in a language that no encoder of the engine reads."""


class Engine:
    """Assigns themes. The same texts, code frame and corrections always give the same assignments."""

    def __init__(self, name: EngineName, encoders: Sequence[Encoder]) -> None:
        self.name = name
        self._encoders = tuple(encoders)
        self._languages = frozenset().union(*(encoder.languages for encoder in self._encoders))
        parts = (_METHOD_VERSION, *(encoder.version for encoder in self._encoders), trained_fingerprint(name))
        self.version = f"{name}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"

    def assign(
        self,
        texts: Sequence[str],
        frame: CodeFrame,
        corrections: Sequence[Correction] = (),
        progress: Callable[[int, int], None] | None = None,
    ) -> list[Assignment]:
        """One assignment a text, in order.

        A text that a person has corrected gets that person's themes. Equal texts get equal assignments.
        `progress` hears (texts done, of how many different ones). ValueError when a correction names a theme
        that the frame does not have.
        """
        settled = _settled(corrections, frame)
        keys: list[str] = []
        open_texts: dict[str, str] = {}
        for text in texts:
            tidied = tidy(text)
            key = tidied.casefold()
            keys.append(key)
            if key not in open_texts and key not in settled and not says_nothing(tidied):
                open_texts[key] = tidied
        found: dict[str, Assignment] = dict(settled)
        if open_texts:
            model = fit_model(self.name, self._encoders, frame, corrections)
            found.update(self._assign_open(open_texts, model, progress))
        return [found.get(key, _NO_ANSWER) for key in keys]

    def _assign_open(
        self,
        open_texts: dict[str, str],
        model: Fitted,
        progress: Callable[[int, int], None] | None,
    ) -> Iterator[tuple[str, Assignment]]:
        keys = list(open_texts)
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            hear = _after(progress, start, len(keys))
            tidied = [open_texts[key] for key in batch]
            spelled = [model.speller.read(text) for text in tidied]
            languages = [
                answer_language(text, one.known_share) for text, one in zip(tidied, spelled, strict=True)
            ]
            spelled = [
                as_typed(text) if language not in (ENGLISH, UNKNOWN) else one
                for text, one, language in zip(tidied, spelled, languages, strict=True)
            ]
            prepared = prepare_spelled(spelled, self._encoders, languages, hear)
            yield from zip(batch, _assignments(model, prepared, languages, self._languages), strict=True)


_NONE = Reason()
_NO_ANSWER = Assignment(themes=(), confidence=1.0, status=Status.NO_ANSWER, reason=_NONE)


@functools.cache
def build_engine(name: EngineName) -> Engine:
    """The one engine of that name in this process; loads its encoders (about a second)."""
    return Engine(name, engine_encoders(name))


def _assignments(
    model: Fitted, prepared: Prepared, languages: Sequence[str], readable: frozenset[str]
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


def _after(
    progress: Callable[[int, int], None] | None, start: int, total: int
) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, _batch_size: progress(start + done, total)
