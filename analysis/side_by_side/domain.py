"""Which questions of two campaigns belong to one series, and their answers beside one another. Pure.

A question is the same when it offers the same answers in the same words; where its own words differ, that is said.
Responses are never added up: somebody may have taken part in both.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure import AudienceClass, MaskedTable, MaskRules, TableKind, mask_counts
from surveys.definition import QuestionDefinition

#: What was chosen to each question, and how many chose exactly that.
Chosen = Mapping[str, Counter[tuple[str, ...]]]
NOT_THE_SAME_WORDS = "The question was not put in the same words, so a difference can come from that."


@dataclass(frozen=True)
class Beside:
    """One question that both asked. `rows`: answer, then count and share in each."""

    wording: str
    other_wording: str
    bases: tuple[str, str]
    rows: tuple[tuple[str, str, str], ...]

    @property
    def note(self) -> str:
        """What to keep in mind; empty when the words were the same."""
        return NOT_THE_SAME_WORDS if self.other_wording else ""


def shared(
    first: Sequence[QuestionDefinition], second: Sequence[QuestionDefinition]
) -> list[tuple[QuestionDefinition, QuestionDefinition]]:
    """The questions of one series, in the order of the first; those of the same words before others alike."""
    left = list(second)
    found: list[tuple[QuestionDefinition, QuestionDefinition]] = []
    for is_strict in (True, False):
        for each in first:
            if any(each is pair[0] for pair in found):
                continue
            other = next((one for one in left if _is_alike(each, one, is_strict=is_strict)), None)
            if other is not None:
                left.remove(other)
                found.append((each, other))
    return sorted(found, key=lambda pair: first.index(pair[0]))


def beside(
    pair: tuple[QuestionDefinition, QuestionDefinition],
    chosen: tuple[Chosen, Chosen],
    rules: MaskRules,
    *,
    may_choose_several: bool,
    is_sensitive: bool = False,
) -> Beside:
    """The answers to one question in both campaigns, each behind the mask of its own table."""
    kind = TableKind.OVERLAPPING if may_choose_several else TableKind.PARTITION
    options = _options(pair, chosen)
    tables = tuple(
        _masked(counter[question.key], options, rules, kind, is_sensitive)
        for question, counter in zip(pair, chosen, strict=True)
    )
    first, second = pair
    labels = {option: first.label_of(option) for option in options}
    return Beside(
        first.wording,
        second.wording if second.wording != first.wording else "",
        (tables[0].base.text, tables[1].base.text),
        tuple((labels[option], _cell(tables[0], option), _cell(tables[1], option)) for option in options),
    )


def _is_alike(one: QuestionDefinition, other: QuestionDefinition, *, is_strict: bool) -> bool:
    same = bool(one.options) and one.kind == other.kind
    offered = [(each.id, each.label) for each in one.options] == [
        (each.id, each.label) for each in other.options
    ]
    return same and offered and (one.wording == other.wording or not is_strict)


def _options(
    pair: tuple[QuestionDefinition, QuestionDefinition], chosen: tuple[Chosen, Chosen]
) -> tuple[str, ...]:
    """Every answer there is, in order; what both offer beside their own list comes last."""
    known = [option.id for option in pair[0].options]
    said = {
        option
        for question, counter in zip(pair, chosen, strict=True)
        for choices in counter.get(question.key, Counter())
        for option in choices
    }
    return (*known, *sorted(said - set(known)))


def _masked(
    counter: Counter[tuple[str, ...]],
    options: Sequence[str],
    rules: MaskRules,
    kind: TableKind,
    is_sensitive: bool,
) -> MaskedTable:
    numbers = {
        option: sum(number for choices, number in counter.items() if option in choices) for option in options
    }
    answered = sum(number for choices, number in counter.items() if choices)
    return mask_counts(numbers, answered, AudienceClass.BOARD, rules, kind=kind, is_sensitive=is_sensitive)


def _cell(table: MaskedTable, option: str) -> str:
    share = table.percent_text(option)
    return f"{table.cells[option].text}{f' ({share})' if share else ''}"
