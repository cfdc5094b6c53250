"""What a blind-coded sample says of a campaign: how often themes are right, and how many raised what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.quality.agreement import Agreement, Coding, agreement, pooled_f1
from analysis.quality.intervals import Drawn, Estimate, added, f1_of, share_of

COVERS = "covers coding mistakes only; not a sample of all young people"
NOT_ENOUGH = "not enough checked yet"
FEWEST_IN_THEME = 10
"""With fewer checked answers in a theme its accuracy is not told."""
FEWEST_IN_GROUP = 10
REVEALING_SHARE = 0.05
"""The rate of false alarms allowed when many groups are compared (Benjamini and Hochberg 1995)."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One answer of the sample.

    Attributes:
        weight: how many answers of the campaign it stands for.
        assigned: the themes it has now, the main one first.
        codings: what each person said who coded it blind.
        truth: what it is about; None while people differ and nobody has settled it.
        groups: what it is compared by, such as age band to "9 to 11".
    """

    weight: float
    assigned: Coding
    codings: tuple[Coding, ...]
    truth: Coding | None
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """How right one theme is, and the share of responses that raised it once coding mistakes are put right."""

    checked: int
    precision: Estimate | None
    recall: Estimate | None
    f1: Estimate | None
    corrected: Estimate | None

    @property
    def is_enough(self) -> bool:
        """Whether enough answers of the theme were checked to tell its accuracy."""
        return self.checked >= FEWEST_IN_THEME


@dataclass(frozen=True, slots=True)
class GroupError:
    """How often the main theme is wrong in one group, and whether that differs from all others beyond chance."""

    kind: str
    group: str
    wrong: Estimate | None
    checked: int
    differs: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """Everything a sample says."""

    drawn: int
    checked: int
    unsettled: int
    main_right: Estimate | None
    f1: Estimate | None
    themes: dict[str, ThemeQuality]
    agreement: Agreement
    groups: tuple[GroupError, ...]


def measure(sample: Sequence[Checked], theme_counts: Mapping[str, int], base: int) -> Quality:
    """What a sample says of the campaign it was drawn from.

    Args:
        theme_counts: theme to how many responses of the campaign are in it now.
        base: how many responses the campaign has.
    """
    told = [each for each in sample if each.truth is not None]
    keys = tuple(theme_counts)
    pairs = [(each.codings[0], each.codings[1]) for each in sample if len(each.codings) > 1]
    return Quality(
        drawn=len(sample),
        checked=len(told),
        unsettled=sum(each.truth is None and len(each.codings) > 0 for each in sample),
        main_right=share_of([Drawn(is_main_right(each), each.weight) for each in told]),
        f1=_overall_f1(told),
        themes={key: _theme(told, key, theme_counts[key], base) for key in keys},
        agreement=agreement(pairs, keys),
        groups=compared_groups(told),
    )


def is_main_right(answer: Checked) -> bool:
    """Whether the main theme is among those people gave, or neither gave any."""
    truth = answer.truth or ()
    return answer.assigned[0] in truth if answer.assigned else not truth


def corrected_share(told: Sequence[Checked], key: str, in_theme: int, base: int) -> Estimate | None:
    """The share of responses that raised a theme, once coding mistakes are put right.

    Post-stratified by what the coding says, which is known of every response (Cochran 1977, Sampling Techniques,
    section 5A.9; for coded data Tenenbein 1970, JASA 65, 1350-1361): the share coded with the theme times how
    often that is right, plus the share coded without it times how often that is wrong. None where a side holds
    responses and none of them was checked.
    """
    if not base:
        return None
    parts = []
    for said, size in ((True, in_theme), (False, base - in_theme)):
        side = [
            Drawn(key in (each.truth or ()), each.weight) for each in told if (key in each.assigned) == said
        ]
        found = share_of(side)
        if size and found is None:
            return None
        if size and found is not None:
            parts.append(found.scaled(size / base))
    whole = added(parts)
    return Estimate(whole.value, max(0.0, whole.low), min(1.0, whole.high), whole.n)


def compared_groups(told: Sequence[Checked]) -> tuple[GroupError, ...]:
    """How often the main theme is wrong in each group. A group differs when Fisher's exact test against all others
    of its kind says so, with Benjamini and Hochberg's correction over all groups compared.
    """
    found: list[GroupError] = []
    chances: list[float] = []
    for kind in dict.fromkeys(kind for each in told for kind in each.groups):
        members: dict[str, list[Checked]] = {}
        for each in told:
            if kind in each.groups:
                members.setdefault(each.groups[kind], []).append(each)
        everybody = [each for some in members.values() for each in some]
        for group, some in sorted(members.items()):
            enough = len(some) >= FEWEST_IN_GROUP
            wrong = (
                share_of([Drawn(not is_main_right(each), each.weight) for each in some]) if enough else None
            )
            others = [each for each in everybody if each.groups[kind] != group]
            chances.append(_chance(some, others) if enough and others else 1.0)
            found.append(GroupError(kind, group, wrong, len(some), differs=False))
    flags = beyond_chance(chances)
    return tuple(
        GroupError(each.kind, each.group, each.wrong, each.checked, flag)
        for each, flag in zip(found, flags, strict=True)
    )


def beyond_chance(chances: Sequence[float]) -> list[bool]:
    """Which of many comparisons stand out, at most one in twenty of them by chance (Benjamini and Hochberg 1995,
    J. Royal Statistical Society B 57, 289-300)."""
    if not chances:
        return []
    # Imported here: it takes a while, and most pages never need it.
    from scipy.stats import false_discovery_control

    return [bool(each <= REVEALING_SHARE) for each in false_discovery_control(list(chances))]


def _chance(some: Sequence[Checked], others: Sequence[Checked]) -> float:
    from scipy.stats import fisher_exact

    table = [
        [sum(is_main_right(each) for each in group), sum(not is_main_right(each) for each in group)]
        for group in (some, others)
    ]
    return float(fisher_exact(table).pvalue)


def _theme(told: Sequence[Checked], key: str, in_theme: int, base: int) -> ThemeQuality:
    said = [each for each in told if key in each.assigned]
    true = [each for each in told if key in (each.truth or ())]
    either = [each for each in told if key in each.assigned or key in (each.truth or ())]
    return ThemeQuality(
        checked=len(either),
        precision=share_of([Drawn(key in (each.truth or ()), each.weight) for each in said]),
        recall=share_of([Drawn(key in each.assigned, each.weight) for each in true]),
        f1=f1_of([Drawn(key in each.assigned and key in (each.truth or ()), each.weight) for each in either]),
        corrected=corrected_share(told, key, in_theme, base),
    )


def _overall_f1(told: Sequence[Checked]) -> Estimate | None:
    sets = [(set(each.assigned), set(each.truth or ()), each.weight) for each in told]
    spoken = [(len(a & t), len(a | t), weight) for a, t, weight in sets if a | t]
    return pooled_f1([(both, either) for both, either, _ in spoken], [weight for _, _, weight in spoken])
