"""Joins rules, linear model and network into one answer: how soon a person should read this.

Words about suicide, self-harm and sexual harm are urgent whatever stands around them: no joke,
negation or topic lowers them. For other families the models weigh the rest of the sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from moderation.domain import Lane
from moderation.screening.concern_model import ConcernModel, packaged_model, score_text
from moderation.screening.concern_network import ConcernNetwork, packaged_network, read_windows
from moderation.screening.concern_rules import RuleHit, find_rules
from moderation.screening.concern_windows import choose_windows
from moderation.screening.context_words import context_words
from moderation.screening.pleas import PLEA_SIGNAL, is_bare_plea
from moderation.screening.results import Span
from moderation.screening.words import Word

NEVER_LOWERED = frozenset({"suicide", "self_harm", "sexual_harm"})
LINEAR_SHARE = 0.35
"""How much the linear model's score counts beside the network's (tried on hands held out: 0.25 to 0.5 best)."""
SHOWN_WORDS = 6
"""At most this many of the weightiest words are highlighted."""
LEAST_SHOWN = 0.2
"""A word that raised the reading by less than this part of what the weightiest did is not highlighted."""


@dataclass(frozen=True)
class Concern:
    """The lane a possible disclosure asks for (`NORMAL` when none), its signals and its words."""

    lane: Lane
    signals: tuple[str, ...]
    spans: tuple[Span, ...]


NO_CONCERN = Concern(Lane.NORMAL, (), ())


@dataclass(frozen=True)
class Weighed:
    """What both models make of a text: how far it reaches towards each mark, and why."""

    urgent: float
    soon: float
    family: str
    shares: dict[int, float]


def weigh(
    words: Sequence[Word], hits: Sequence[RuleHit], model: ConcernModel, network: ConcernNetwork
) -> Weighed:
    """Read a text with both models; the window that most needs a person speaks for the whole."""
    scored = score_text(words, hits, model)
    linear = LINEAR_SHARE * scored.score
    shares = {at: LINEAR_SHARE * share for at, share in scored.shares.items()}
    urgent, soon, family = -inf, -inf, ""
    seen: dict[int, float] = {}
    windows = choose_windows(words, scored.pieces)
    answers = read_windows([words[first:end] for first, end in windows], network)
    for (first, _), read in zip(windows, answers, strict=True):
        urgent = max(urgent, read.concern + read.urgent + linear)
        if read.concern + linear > soon:
            soon, family = read.concern + linear, read.family
            seen = {first + at: share for at, share in read.shares.items()}
    return Weighed(urgent, soon, family, {at: shares.get(at, 0.0) + share for at, share in seen.items()})


def urgency(urgent: float, soon: float, hits: Sequence[RuleHit]) -> tuple[float, float]:
    """How far a text reaches towards the marks (urgent, soon), rules and all.

    A rule of a family that is never lowered reaches any mark; the others speak through the linear model
    (tried: a bonus for them lost recall at the same share of benign texts flagged).
    """
    never_lowered = [hit for hit in hits if hit.rule.family in NEVER_LOWERED]
    if any(hit.rule.is_urgent for hit in never_lowered):
        return inf, inf
    return urgent, inf if never_lowered else soon


def _lane(reached: tuple[float, float], model: ConcernModel) -> Lane:
    urgent, soon = reached
    if urgent >= model.urgent_at:
        return Lane.URGENT
    return Lane.SOON if soon >= model.soon_at else Lane.NORMAL


def find_concern(words: Sequence[Word]) -> Concern:
    """Read the words of one text. The families are those of the rules that match, else the network's likeliest."""
    if not words:
        return NO_CONCERN
    model = packaged_model()
    hits = find_rules(words)
    weighed = weigh(words, hits, model, packaged_network())
    lane = _lane(urgency(weighed.urgent, weighed.soon, hits), model)
    if lane is Lane.NORMAL:
        return _plea(words) if is_bare_plea(words) else NO_CONCERN
    places = {(hit.first, hit.last, f"safeguarding.{hit.rule.family}") for hit in hits}
    main = f"safeguarding.{weighed.family}"
    signals = sorted({signal for _, _, signal in places}) or [main]
    main = main if main in signals else signals[0]
    places |= {(at, at, main) for at in _weightiest(words, weighed.shares)}
    return Concern(lane, tuple(signals), _spans(words, places))


def _plea(words: Sequence[Word]) -> Concern:
    return Concern(Lane.SOON, (PLEA_SIGNAL,), (Span(words[0].start, words[-1].end, PLEA_SIGNAL),))


def _weightiest(words: Sequence[Word], shares: dict[int, float]) -> list[int]:
    """The words that raised the reading most: words that mean something, unless there are no others."""
    raising = sorted((at for at in shares if shares[at] > 0), key=lambda at: -shares[at])
    little = context_words("function_words")
    telling = [at for at in raising if words[at].text not in little]
    if not telling:
        return raising[:1]
    least = LEAST_SHOWN * shares[telling[0]]
    return [at for at in telling[:SHOWN_WORDS] if shares[at] >= least]


def _spans(words: Sequence[Word], places: set[tuple[int, int, str]]) -> tuple[Span, ...]:
    """Runs of words as spans of the original text; words side by side with one signal become one span."""
    runs: dict[str, list[tuple[int, int]]] = {}
    for first, last, signal in sorted(places):
        found = runs.setdefault(signal, [])
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(
        sorted(
            Span(words[first].start, words[last].end, signal)
            for signal in runs
            for first, last in runs[signal]
        )
    )
