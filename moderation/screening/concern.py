"""Joins rules and model into one answer: how soon a person should read this as a possible disclosure.

Words about suicide, self-harm and sexual harm are urgent whatever stands around them: no joke,
negation or topic lowers them. For other families the model weighs the rest of the sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from moderation.domain import Lane
from moderation.screening.concern_model import ConcernModel, packaged_model, score_text
from moderation.screening.concern_rules import RuleHit, find_rules
from moderation.screening.results import Span
from moderation.screening.words import Word

NEVER_LOWERED = frozenset({"suicide", "self_harm", "sexual_harm"})


@dataclass(frozen=True)
class Concern:
    """The lane a possible disclosure asks for (`NORMAL` when none), its signals and its words."""

    lane: Lane
    signals: tuple[str, ...]
    spans: tuple[Span, ...]


NO_CONCERN = Concern(Lane.NORMAL, (), ())


def urgency(score: float, hits: Sequence[RuleHit]) -> tuple[float, float]:
    """How far a text reaches towards the marks (urgent, soon).

    A rule of a family that is never lowered reaches any mark; the others speak through the model's score
    (tried: a bonus for them lost recall at the same share of benign texts flagged).
    """
    never_lowered = [hit for hit in hits if hit.rule.family in NEVER_LOWERED]
    urgent = inf if any(hit.rule.is_urgent for hit in never_lowered) else score
    return urgent, inf if never_lowered else score


def _lane(score: float, hits: Sequence[RuleHit], model: ConcernModel) -> Lane:
    urgent, soon = urgency(score, hits)
    if urgent >= model.urgent_at:
        return Lane.URGENT
    return Lane.SOON if soon >= model.soon_at else Lane.NORMAL


def find_concern(words: Sequence[Word], model: ConcernModel | None = None) -> Concern:
    """Read the words of one text. `model` is the packaged one unless a benchmark gives another.

    The families are those of the rules that match; without any, the model's likeliest.
    """
    if not words:
        return NO_CONCERN
    model = model or packaged_model()
    hits = find_rules(words)
    scored = score_text(words, model)
    lane = _lane(scored.score, hits, model)
    if lane is Lane.NORMAL:
        return NO_CONCERN
    places = {(hit.first, hit.last, f"safeguarding.{hit.rule.family}") for hit in hits}
    signals = sorted({signal for _, _, signal in places}) or [f"safeguarding.{scored.family}"]
    main = f"safeguarding.{scored.family}"
    main = main if main in signals else signals[0]
    places |= {(at, at, main) for at in scored.words}
    return Concern(lane, tuple(signals), _spans(words, places))


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
