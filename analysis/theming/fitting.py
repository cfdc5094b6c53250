"""Fits the model of a code frame: first guess, the shipped coded examples, then people's corrections."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.theming.assignment import Correction
from analysis.theming.code_frame import CodeFrame
from analysis.theming.decision import Decision
from analysis.theming.encoders import Encoder
from analysis.theming.fusion import Floats
from analysis.theming.model import FirstOpinion, Level, Prepared, coded_matrix, fit_stage, prepare
from analysis.theming.similarity import Numbers
from analysis.theming.spelling import Speller
from analysis.theming.text import is_no_answer, tidy, words
from analysis.theming.trained import first_opinion, shipped_examples

MOST_CORRECTIONS = 4000
"""Learning from more costs minutes and gains nothing measurable; the latest are kept."""

_NEAR_ENOUGH = 0.55
"""Cosine from which an example is near enough to be shown as a reason."""


@dataclass(frozen=True)
class Fitted:
    """A model ready to score prepared texts for one code frame."""

    theme_ids: tuple[str, ...]
    speller: Speller
    opinion: FirstOpinion
    levels: tuple[Level, ...]

    @property
    def decision(self) -> Decision:
        """The thresholds of the last stage."""
        return self.levels[-1].stage.decision if self.levels else self.opinion.guess.decision

    def log_odds(self, prepared: Prepared) -> Floats:
        """Log odds of each theme for each text, shape (texts, themes)."""
        evidence = self.opinion.evidence(prepared)
        found = self.opinion.log_odds(prepared, evidence)
        for level in self.levels:
            found = level.stage.log_odds(found, prepared, evidence)
        return found

    def matched_words(self, prepared: Prepared, rows: Numbers, themes: Numbers) -> list[list[str]]:
        """For pairs of a text and a theme the words that speak for it.

        The theme's keywords come first, then what coded texts taught.
        """
        found = [
            self.opinion.prior.matched_keywords(prepared.words[row], theme)
            for row, theme in zip(rows.tolist(), themes.tolist(), strict=True)
        ]
        for level in reversed(self.levels):
            similarity = level.stage.similarity
            told = similarity.telling_words(similarity.features(prepared.words), rows, themes)
            for words_found, words_told in zip(found, told, strict=True):
                words_found += words_told
        return [list(dict.fromkeys(words_found)) for words_found in found]

    def nearest_examples(self, prepared: Prepared, main: np.ndarray) -> list[str | None]:
        """For each text the most similar text coded with its main theme, if any is near."""
        joined = prepared.joined
        nearest: list[str | None] = [None] * len(joined)
        best = np.full(len(joined), _NEAR_ENOUGH)
        for level in reversed(self.levels):
            for theme in np.unique(main):
                rows = np.flatnonzero(main == theme)
                members = np.flatnonzero(level.coded[:, theme] > 0.5)
                if not len(members):
                    continue
                closeness = joined[rows] @ level.vectors[members].T
                for row, member, cosine in zip(
                    rows, closeness.argmax(axis=1), closeness.max(axis=1), strict=True
                ):
                    if cosine > best[row]:
                        best[row], nearest[row] = cosine, level.texts[members[member]]
        return nearest


def fit_model(
    engine: str,
    encoders: tuple[Encoder, ...],
    frame: CodeFrame,
    corrections: Sequence[Correction],
    quick: tuple[Encoder, ...] = (),
) -> Fitted:
    """The model of a code frame after the examples it ships with and the corrections made so far.

    `quick`: encoders of the quick engine, for an engine whose first guess asks it too.
    """
    ready = _uncorrected(engine, encoders, frame, quick)
    coded = _coded_texts(frame, corrections)
    if not coded:
        return ready
    return replace(ready, levels=(*ready.levels, _corrections_level(ready, coded, encoders, quick)))


@functools.lru_cache(maxsize=8)
def _uncorrected(
    engine: str, encoders: tuple[Encoder, ...], frame: CodeFrame, quick: tuple[Encoder, ...]
) -> Fitted:
    """Kept, because reading a frame's definitions closely takes seconds and corrections come one by one."""
    speller = Speller(frame_words(frame))
    opinion = first_opinion(engine, encoders, frame, speller, quick)
    level = shipped_examples(engine, encoders, quick).level_for(frame, opinion)
    return Fitted(frame.theme_ids, speller, opinion, () if level is None else (level,))


def frame_words(frame: CodeFrame) -> frozenset[str]:
    """Words of the frame's own names and keywords, which are never taken for misspellings."""
    return frozenset(
        word for theme in frame.themes for text in (theme.name, *theme.keywords) for word in words(text)
    )


def _coded_texts(frame: CodeFrame, corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Corrections, and the examples written into the frame itself where nobody has coded the same text."""
    coded = {
        tidy(text).casefold(): Correction(text, (theme.id,))
        for theme in frame.themes
        for text in theme.examples
    }
    coded.update((tidy(correction.text).casefold(), correction) for correction in corrections)
    return tuple(correction for correction in coded.values() if not is_no_answer(correction.text))


def _corrections_level(
    so_far: Fitted,
    corrections: Sequence[Correction],
    encoders: Sequence[Encoder],
    quick: Sequence[Encoder],
) -> Level:
    kept = corrections[-MOST_CORRECTIONS:]
    prepared = prepare([correction.text for correction in kept], encoders, so_far.speller, quick)
    evidence = so_far.opinion.evidence(prepared)
    coded = coded_matrix([correction.themes for correction in kept], so_far.theme_ids)
    stage = fit_stage(so_far.log_odds(prepared), prepared, evidence, coded, so_far.decision)
    return Level(stage, tuple(correction.text for correction in kept), prepared.joined, coded)
