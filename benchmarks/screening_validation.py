"""Measures the concern reading on hands that were held out of training.

Every figure comes with its n and a Wilson interval. The marks used on a fold of hands are set on the benign
texts of the other folds, so that nothing about the measured hands is known beforehand.
"""

import csv
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from math import sqrt
from pathlib import Path

import numpy as np
from screening_training import Labelled, plain_words, with_typos

from moderation.screening.concern import urgency, weigh
from moderation.screening.concern_model import ConcernModel
from moderation.screening.concern_network import ConcernNetwork
from moderation.screening.concern_rules import find_rules

HELD_OUT = {
    "writer_h": (24, 35),
    "writer_i": (20, 35),
    "writer_j": (1, 15),
    **{f"writer_{letter}": (1, 12) for letter in "klmnop"},
}
"""Hands never trained on: of these files, from the first number on, so many in a hundred, chosen by `hand_number`.

The models that ship are the ones measured.
"""
FOLDS = 5
SOON_SHARE = 0.18
URGENT_SHARE = 0.035
"""Shares of the benign texts of hands held out that the marks let through. These are hard on purpose; of a mixture
with ordinary ones far fewer are flagged. Chosen on writers 1 to 12 of `measuring/`, tried on writers 13 to 18."""
HIGHEST = 99.0
TYPO_SHARE = 0.10
"""Share of words mistyped for the figure "under typos"."""
_COLUMNS = ("text_sha256", "urgent", "soon", "mistyped_urgent", "mistyped_soon")

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


def is_held_out(item: Labelled) -> bool:
    """Whether the models never saw this text's hand."""
    if item.source not in HELD_OUT:
        return False
    first, in_a_hundred = HELD_OUT[item.source]
    number = int(re.sub(r"\D", "", item.hand.partition(":")[2]) or 0)
    return number >= first and hand_number(item.hand) < in_a_hundred


def hand_number(hand: str) -> int:
    """A number from 0 to 99 made from a hand's name alone, so that nobody picks which hands are held out."""
    return int(sha256(hand.encode()).hexdigest()[:8], 16) % 100


def reach(text: str, model: ConcernModel, network: ConcernNetwork) -> Reached:
    """How far both models take one text, without rules."""
    words = plain_words(text)
    if not words:
        return (-HIGHEST, -HIGHEST)
    weighed = weigh(words, find_rules(words), model, network)
    return weighed.urgent, weighed.soon


def with_rules(text: str, reached: Reached) -> Reached:
    """The same with the rules of today."""
    urgent, soon = urgency(*reached, find_rules(plain_words(text)))
    return min(urgent, HIGHEST), min(soon, HIGHEST)


def fold_of(texts: Sequence[Labelled]) -> dict[str, str]:
    """Each hand's fold: all texts of one hand are on the same side of every split."""
    return {hand: str(at % FOLDS) for at, hand in enumerate(sorted({item.hand for item in texts}))}


def marks(benign: Sequence[Reached]) -> Reached:
    """(urgent_at, soon_at): what the allowed shares of these benign texts reach."""
    urgent, soon = zip(*benign, strict=True)
    return float(np.quantile(urgent, 1 - URGENT_SHARE)), float(np.quantile(soon, 1 - SOON_SHARE))


def text_key(item: Labelled) -> str:
    """What a text is known by in the file of readings."""
    return sha256(item.text.encode()).hexdigest()[:16]


def write_unseen(path: Path, texts: Sequence[Labelled], model: ConcernModel, network: ConcernNetwork) -> None:
    """Read every text, concerns with typos too, by models that never saw its hand, and keep how far it reached."""
    with path.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target, lineterminator="\n")
        rows.writerow(_COLUMNS)
        for at, item in enumerate(texts):
            typed = reach(item.text, model, network)
            again = with_typos(item.text, TYPO_SHARE, at) if item.is_concern else item.text
            mistyped = typed if again == item.text else reach(again, model, network)
            rows.writerow([text_key(item), *(f"{value:.3f}" for value in (*typed, *mistyped))])


class Readings:
    """Readings of the texts held out, as typed and with typos."""

    def __init__(self, texts: Sequence[Labelled], unseen: Path) -> None:
        with unseen.open(encoding="utf-8", newline="") as source:
            rows = {
                row[_COLUMNS[0]]: [float(row[name]) for name in _COLUMNS[1:]]
                for row in csv.DictReader(source)
            }
        self.texts = [item for item in texts if is_held_out(item)]
        lost = sum(text_key(item) not in rows for item in self.texts)
        if lost:
            raise SystemExit(f"{lost} texts have no reading in {unseen.name}: run train_screening.py again")
        kept = [rows[text_key(item)] for item in self.texts]
        self.reached = [
            with_rules(item.text, (row[0], row[1])) for item, row in zip(self.texts, kept, strict=True)
        ]
        self.mistyped = [
            with_rules(with_typos(item.text, TYPO_SHARE, at), (row[2], row[3]))
            for at, (item, row) in enumerate(zip(self.texts, kept, strict=True))
        ]
        folds = fold_of(self.texts)
        self.groups = [folds[item.hand] for item in self.texts]

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
            "by_file": self._by(concerns, lanes, lambda item: item.source),
            "benign_by_file": self._by(benign, lanes, lambda item: item.source),
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


def blind_figures(texts: Sequence[Labelled], blind: Path) -> dict[str, dict[str, Figure]]:
    """What two blind readings (no label, no model) found in the same texts: how far the labels can be trusted."""
    with blind.open(encoding="utf-8", newline="") as source:
        read = {row["text_sha256"]: row for row in csv.DictReader(source)}
    pairs = [(item, read[text_key(item)]) for item in texts if is_held_out(item)]
    return {name: _blind_shares([(item, row[name]) for item, row in pairs]) for name in ("first", "second")}


def _blind_shares(read: Sequence[tuple[Labelled, str]]) -> dict[str, Figure]:
    """One reader's answers in the terms of `Readings.figures`."""
    concerns = [answer for item, answer in read if item.is_concern]
    urgent = [answer for item, answer in read if item.severity == "urgent"]
    benign = [answer for item, answer in read if not item.is_concern]
    return {
        "concerns_urgent_or_soon": share(sum(answer != "none" for answer in concerns), len(concerns)),
        "concerns_labelled_urgent_read_urgent": share(urgent.count("urgent"), len(urgent)),
        "benign_urgent_or_soon": share(sum(answer != "none" for answer in benign), len(benign)),
        "benign_urgent": share(benign.count("urgent"), len(benign)),
    }
