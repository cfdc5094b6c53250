"""How far two people agree who coded the same answers without seeing each other's coding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.quality.intervals import Drawn, Estimate, effective_size, f1_of, wilson

CHI_SQUARE = 3.841458820694124
"""The 95 % point of a chi-square with one degree of freedom."""
_HALVINGS = 60

#: The themes one person gave one answer.
Coding = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Of the decisions two people took: how many both said yes to, only the first, only the second, neither."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def size(self) -> int:
        """How many decisions."""
        return self.both + self.first + self.second + self.neither


@dataclass(frozen=True, slots=True)
class Agreement:
    """Kappa and F1 of two coders over all themes together and for each theme; None where it has no meaning."""

    answers: int
    identical: int
    kappa: Estimate | None
    f1: Estimate | None
    themes: dict[str, tuple[Estimate | None, Estimate | None]]


def agreement(pairs: Sequence[tuple[Coding, Coding]], theme_keys: Sequence[str]) -> Agreement:
    """How far two people agree on the answers both coded. Each theme of each answer is one decision.

    The interval over all themes counts answers, not decisions: those on one answer hang together.
    """
    counts = {key: _counted(pairs, key) for key in theme_keys}
    pooled = PairCounts(
        *(
            sum(getattr(each, name) for each in counts.values())
            for name in ("both", "first", "second", "neither")
        )
    )
    return Agreement(
        answers=len(pairs),
        identical=sum(set(first) == set(second) for first, second in pairs),
        kappa=kappa(pooled, len(pairs)),
        f1=_pooled_f1(pairs, theme_keys),
        themes={key: (kappa(each, each.size), _theme_f1(each)) for key, each in counts.items()},
    )


def kappa(counts: PairCounts, independent: int) -> Estimate | None:
    """Cohen's kappa (1960, Educational and Psychological Measurement 20, 37-46) with its interval.

    The interval is that of Donner and Eliasziw (1992, Statistics in Medicine 11, 1511-1519): all values of kappa
    that a goodness-of-fit test does not refuse. It keeps a width when two people never differ.

    Args:
        independent: how many independent decisions the counts are worth.
    """
    if not counts.size or not independent:
        return None
    total = counts.size
    first, second = (counts.both + counts.first) / total, (counts.both + counts.second) / total
    by_chance = first * second + (1 - first) * (1 - second)
    if by_chance >= 1:
        return None
    value = ((counts.both + counts.neither) / total - by_chance) / (1 - by_chance)
    shares = (counts.both / total, (counts.first + counts.second) / total, counts.neither / total)
    low, high = _kappa_interval(shares, independent)
    return Estimate(value, min(low, value), max(high, value), counts.size)


def _kappa_interval(shares: tuple[float, float, float], size: int) -> tuple[float, float]:
    both, differing, _ = shares
    yes = both + differing / 2
    middle = 1 - differing / (2 * yes * (1 - yes))
    lowest = max(-yes / (1 - yes), -(1 - yes) / yes)

    def misfit(value: float) -> float:
        spread = yes * (1 - yes)
        expected = (yes * yes + spread * value, 2 * spread * (1 - value), (1 - yes) ** 2 + spread * value)
        return size * sum(
            _square_over(seen - wanted, wanted) for seen, wanted in zip(shares, expected, strict=True)
        )

    return _where_refused(misfit, middle, lowest), _where_refused(misfit, middle, 1.0)


def _square_over(difference: float, expected: float) -> float:
    if expected <= 1e-12:
        return 0.0 if abs(difference) <= 1e-12 else float("inf")
    return difference * difference / expected


def _where_refused(misfit: Callable[[float], float], inside: float, outside: float) -> float:
    """The value between two at which the misfit reaches the limit; the outer one if it never does."""
    if misfit(outside) <= CHI_SQUARE:
        return outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if misfit(middle) <= CHI_SQUARE:
            inside = middle
        else:
            outside = middle
    return inside


def _counted(pairs: Sequence[tuple[Coding, Coding]], key: str) -> PairCounts:
    said = [(key in first, key in second) for first, second in pairs]
    return PairCounts(
        said.count((True, True)),
        said.count((True, False)),
        said.count((False, True)),
        said.count((False, False)),
    )


def _theme_f1(counts: PairCounts) -> Estimate | None:
    return f1_of([Drawn(True)] * counts.both + [Drawn(False)] * (counts.first + counts.second))


def _pooled_f1(pairs: Sequence[tuple[Coding, Coding]], theme_keys: Sequence[str]) -> Estimate | None:
    """F1 over all themes together; answers that both left without a theme say nothing about it."""
    known = set(theme_keys)
    sets = [(set(first) & known, set(second) & known) for first, second in pairs]
    told = [(len(first & second), len(first | second)) for first, second in sets if first | second]
    return pooled_f1(told, [1.0] * len(told))


def pooled_f1(told: Sequence[tuple[int, int]], weights: Sequence[float]) -> Estimate | None:
    """F1 over all themes from (themes in both codings, themes in either) of each answer.

    The interval counts answers, not themes.
    """
    if not told:
        return None
    both = sum(weight * agreed for weight, (agreed, _) in zip(weights, told, strict=True))
    either = sum(weight * named for weight, (_, named) in zip(weights, told, strict=True))
    share = both / either
    value, low, high = (2 * each / (1 + each) for each in (share, *wilson(share, effective_size(weights))))
    return Estimate(value, low, high, len(told))
