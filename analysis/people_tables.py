"""Who answered the equality questions, and how answers were taken down: tables behind the mask, from a snapshot.

Equality figures are made once, after the answers were counted and erased, so no two releases can be compared. They
always bear the mask of the public, whoever reads them.
"""

from typing import Any

from analysis.disclosure import AudienceClass, MaskedTable, MaskRules, TableKind, mask_counts
from analysis.reports.content import CategoryCount, PeopleTable
from surveys.domain import Captured
from surveys.equality.domain import LEFT_OUT, PREFER_NOT, QUESTIONS, EqualityQuestion

NOT_SAID = "not-said"
NOT_SAID_LABEL = "Preferred not to say, or left it out"
ALONE = "By the sender, or not said"


def people_tables(content: dict[str, Any], rules: MaskRules) -> tuple[PeopleTable, ...]:
    """A table for each equality question that was counted; one that follows another where that answer is shown."""
    counts, masked, found = content.get("people", {}), dict[str, MaskedTable](), []
    for question in QUESTIONS:
        if question.key not in counts or not _may_follow(question, masked):
            continue
        numbers = _numbers(question, counts[question.key])
        table = mask_counts(
            numbers,
            sum(numbers.values()),
            AudienceClass.PUBLIC,
            rules,
            kind=TableKind.PARTITION,
            is_sensitive=True,
        )
        masked[question.key] = table
        labels = {**dict(question.options), NOT_SAID: NOT_SAID_LABEL}
        rows = tuple(CategoryCount(labels[key], cell) for key, cell in table.cells.items())
        found.append(PeopleTable(question.about, question.wording, table.base, rows))
    return tuple(found)


def captured_rows(
    content: dict[str, Any], audience: AudienceClass, rules: MaskRules
) -> tuple[CategoryCount, ...]:
    """How the answers of the responses were taken down; nothing where everybody gave theirs alone."""
    counts = content.get("captured", {})
    if not counts:
        return ()
    table = mask_counts(counts, content["base"], audience, rules, kind=TableKind.PARTITION)
    return tuple(CategoryCount(_taken_down(key), table.cells[key]) for key in sorted(table.cells))


def _numbers(question: EqualityQuestion, counted: dict[str, int]) -> dict[str, int]:
    """Every answer there is, and those who gave none together: apart they would say more than anybody needs."""
    numbers = {option: counted.get(option, 0) for option, _ in question.options}
    return {**numbers, NOT_SAID: counted.get(PREFER_NOT, 0) + counted.get(LEFT_OUT, 0)}


def _may_follow(question: EqualityQuestion, masked: dict[str, MaskedTable]) -> bool:
    """Whether the base of a table stands in the one before it, so that it undoes no hiding there."""
    if question.follows is None:
        return True
    key, option = question.follows
    return key in masked and masked[key].cells[option].value is not None


def _taken_down(captured: str) -> str:
    label = Captured(captured).label if captured in set(Captured) else captured
    return label[:1].upper() + label[1:] if label else ALONE
