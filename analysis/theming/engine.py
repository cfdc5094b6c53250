"""The two theming engines: `core` answers at once, `refined` reads more closely in the background."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from analysis.theming.assignment import Assignment, Correction, Reason, Status
from analysis.theming.code_frame import CodeFrame
from analysis.theming.encoders import Encoder, EngineName, engine_encoders
from analysis.theming.fitting import Fitted, fit_model
from analysis.theming.fusion import Floats, sigmoid
from analysis.theming.model import Prepared, prepare
from analysis.theming.text import is_no_answer, tidy
from analysis.theming.trained import trained_fingerprint

_METHOD_VERSION = "1"
_BATCH = 2048
_CONFIDENCE_DIGITS = 4
_MOST_MATCHED_WORDS = 5


class Engine:
    """Assigns themes. The same texts, code frame and corrections always give the same assignments."""

    def __init__(self, name: EngineName, encoders: Sequence[Encoder]) -> None:
        self.name = name
        self._encoders = tuple(encoders)
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
        keys = [tidy(text).casefold() for text in texts]
        open_texts = {
            key: text
            for key, text in zip(keys, texts, strict=True)
            if key not in settled and not is_no_answer(text)
        }
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
            prepared = prepare([open_texts[key] for key in batch], self._encoders, model.speller, hear)
            yield from zip(batch, _assignments(model, prepared), strict=True)


_NO_ANSWER = Assignment(themes=(), confidence=1.0, status=Status.NO_ANSWER, reason=Reason())


@functools.cache
def build_engine(name: EngineName) -> Engine:
    """The one engine of that name in this process; loads its encoders (about a second)."""
    return Engine(name, engine_encoders(name))


def _assignments(model: Fitted, prepared: Prepared) -> list[Assignment]:
    log_odds = model.log_odds(prepared)
    probabilities = sigmoid(log_odds)
    chosen = model.decision.chosen(probabilities)
    confidence = model.decision.confidence(probabilities)
    main = probabilities.argmax(axis=1)
    nearest = model.nearest_examples(prepared, main)
    assignments = []
    for row, shadow in enumerate(prepared.shadows):
        themes = _themes_of(model, probabilities[row], chosen[row])
        sure = confidence[row] >= model.decision.sure_from
        reason = Reason()
        if themes:
            words = model.matched_words(shadow, int(main[row]))[:_MOST_MATCHED_WORDS]
            reason = Reason(tuple(words), nearest[row])
        assignments.append(
            Assignment(
                themes=themes,
                confidence=round(float(confidence[row]), _CONFIDENCE_DIGITS),
                status=Status.SURE if sure else Status.UNSURE,
                reason=reason,
            )
        )
    return assignments


def _themes_of(model: Fitted, probabilities: Floats, chosen: np.ndarray) -> tuple[str, ...]:
    """Ids of the chosen themes, the likeliest first."""
    order = np.argsort(-probabilities, kind="stable")
    return tuple(model.theme_ids[theme] for theme in order if chosen[theme])


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
        settled[key] = Assignment(
            correction.themes, 1.0, Status.SURE, Reason(nearest_example=correction.text)
        )
    return settled


def _after(
    progress: Callable[[int, int], None] | None, start: int, total: int
) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, _batch_size: progress(start + done, total)
