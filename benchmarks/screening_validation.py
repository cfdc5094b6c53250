"""Measures the concern reading on texts by hands that were held out of training.

Every figure comes with its n and a Wilson interval. The marks used on a group of hands are set on the
benign texts of the other groups, so that nothing about the measured hands is known beforehand.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from math import sqrt

import numpy as np
from screening_training import Labelled, as_model, fit, pack, plain_words, training_pieces, with_typos

from moderation.screening.concern import urgency
from moderation.screening.concern_model import ConcernModel, score_text
from moderation.screening.concern_rules import find_rules

FOLDS = 5
SOON_SHARE = 0.15
URGENT_SHARE = 0.03
HIGHEST = 99.0
TYPO_SHARE = 0.10
"""Share of words mistyped for the figure "under typos"."""

Reached = tuple[float, float]
"""How far a text reaches towards (urgent, soon)."""
Figure = dict[str, float | int | list[float]]


def share(hits: int, n: int) -> Figure:
    """A share with its n and 95 % Wilson interval."""
    if n == 0:
        return {"n": 0}
    z, p = 1.96, hits / n
    middle, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)
    return {"share": round(p, 4), "n": n, "interval": [round(max(low, 0.0), 4), round(min(high, 1.0), 4)]}


def fitted(texts: Iterable[Labelled], outside: Sequence[Labelled]) -> ConcernModel:
    """A model in the product's form."""
    return as_model(pack(*fit(training_pieces([*texts, *outside]))))


def reach(text: str, model: ConcernModel) -> Reached:
    """How far one text reaches, rules and all."""
    words = plain_words(text)
    if not words:
        return (-HIGHEST, -HIGHEST)
    urgent, soon = urgency(score_text(words, model).score, find_rules(words))
    return min(urgent, HIGHEST), min(soon, HIGHEST)


def fold_of(texts: Sequence[Labelled]) -> dict[str, str]:
    """Each hand's fold: all texts of one hand are on the same side of every split."""
    return {hand: str(at % FOLDS) for at, hand in enumerate(sorted({item.hand for item in texts}))}


def marks(benign: Sequence[Reached]) -> Reached:
    """(urgent_at, soon_at): what the allowed shares of these benign texts reach."""
    urgent, soon = zip(*benign, strict=True)
    return float(np.quantile(urgent, 1 - URGENT_SHARE)), float(np.quantile(soon, 1 - SOON_SHARE))


class Readings:
    """Readings of every text by a model that saw nothing of its group, as typed and with typos."""

    def __init__(
        self,
        texts: Sequence[Labelled],
        outside: Sequence[Labelled],
        group_of: Callable[[Labelled], str],
        *,
        with_mistyped: bool = True,
    ) -> None:
        self.texts = texts
        self.groups = [group_of(item) for item in texts]
        self.reached: list[Reached] = [(0.0, 0.0)] * len(texts)
        self.mistyped: list[Reached] = [(0.0, 0.0)] * len(texts)
        names = sorted(set(self.groups))
        for number, name in enumerate(names):
            inside = zip(texts, self.groups, strict=True)
            model = fitted([item for item, group in inside if group != name], outside)
            for at in self._of(name):
                self.reached[at] = reach(texts[at].text, model)
                if with_mistyped:
                    self.mistyped[at] = reach(with_typos(texts[at].text, TYPO_SHARE, at), model)
            print(f"group {number + 1} of {len(names)} read", file=sys.stderr)

    def _of(self, name: str) -> list[int]:
        return [at for at, group in enumerate(self.groups) if group == name]

    def benign(self, without: str | None = None) -> list[Reached]:
        """How far the benign texts reach, those of one group left out if asked."""
        read = zip(self.texts, self.groups, self.reached, strict=True)
        return [reached for item, group, reached in read if group != without and not item.is_concern]

    def marks(self) -> dict[str, Reached]:
        """The marks for each group, set on the benign texts of the others."""
        return {name: marks(self.benign(without=name)) for name in set(self.groups)}

    def figures(self) -> dict[str, object]:
        """All figures of this split."""
        group_marks = self.marks()
        lanes = [self._lane(at, self.reached, group_marks) for at in range(len(self.texts))]
        typed = [self._lane(at, self.mistyped, group_marks) for at in range(len(self.texts))]
        concerns = [at for at, item in enumerate(self.texts) if item.is_concern]
        benign = [at for at, item in enumerate(self.texts) if not item.is_concern]
        return {
            "concerns_urgent_or_soon": _share_of(concerns, lanes, 1),
            "concerns_urgent": _share_of(concerns, lanes, 2),
            "concerns_labelled_urgent_read_urgent": _share_of(
                [at for at in concerns if self.texts[at].severity == "urgent"], lanes, 2
            ),
            "concerns_urgent_or_soon_with_typos": _share_of(concerns, typed, 1),
            "benign_urgent_or_soon": _share_of(benign, lanes, 1),
            "benign_urgent": _share_of(benign, lanes, 2),
            "by_family": self._by(concerns, lanes, lambda item: item.family),
            "by_age_band": self._by(concerns, lanes, lambda item: item.age_band),
            "by_group": self._by(concerns, lanes, lambda item: item.hand),
            "benign_by_topic": self._by(benign, lanes, lambda item: item.family),
        }

    def _lane(self, at: int, reached: Sequence[Reached], group_marks: dict[str, Reached]) -> int:
        urgent_at, soon_at = group_marks[self.groups[at]]
        urgent, soon = reached[at]
        return 2 if urgent >= urgent_at else int(soon >= soon_at)

    def _by(
        self, chosen: Sequence[int], lanes: Sequence[int], key: Callable[[Labelled], str]
    ) -> dict[str, Figure]:
        names = sorted({key(self.texts[at]) for at in chosen})
        return {
            name: _share_of([at for at in chosen if key(self.texts[at]) == name], lanes, 1) for name in names
        }


def _share_of(chosen: Sequence[int], lanes: Sequence[int], least: int) -> Figure:
    return share(sum(lanes[at] >= least for at in chosen), len(chosen))
