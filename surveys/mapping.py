"""Which column of a table answers which question, and how a row becomes a view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation.foundation.errors import DomainError
from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.domain import MayQuote
from surveys.question_types import AnswerProblem, Cleaned, question_type
from surveys.routing import hidden_keys, without_hidden
from surveys.table_files import ENCODINGS
from surveys.tables import ReadAs, Row

TEXT_COLUMN = "text"
QUOTE_COLUMN = "may_quote"
HOW_TO_READ = ("sheet", "encoding", "heading_row")
LAST_HEADING_ROW = 1000
PARTS = ("columns", "id", "may_quote", *HOW_TO_READ)
YES = frozenset({"yes", "y", "true", "1"})


class WrongMap(DomainError):
    """A table and a survey do not fit together. The message says what to change."""

    title = "The columns do not fit"


class RefusedRow(Exception):
    """A row cannot become a view; its message is the reason."""


@dataclass(frozen=True)
class ColumnMap:
    """What each column is.

    Attributes:
        answers: column to the key of the question it answers.
        id_column: the column that names each row for good; empty when none does.
        quote_column: the column that says whether words may be quoted; empty means never.
    """

    answers: Mapping[str, str]
    id_column: str = ""
    quote_column: str = ""


@dataclass(frozen=True)
class RowAnswers:
    """What a row says: answers for every question in order, its id, and whether it may be quoted."""

    answers: tuple[tuple[str, Cleaned], ...]
    given_id: str
    may_quote: MayQuote

    @property
    def content(self) -> tuple[tuple[str, str], ...]:
        """What was said, for telling rows that say the same."""
        return tuple((key, answer.canonical) for key, answer in self.answers if not answer.is_blank)


def known_names(content: Any, definition: SurveyDefinition) -> frozenset[str]:
    """Names of columns by which the row that has them is known: a map's own, else those of a plain map."""
    columns = content.get("columns") if isinstance(content, dict) else None
    if isinstance(columns, dict):
        return frozenset(str(column) for column in columns)
    return frozenset({TEXT_COLUMN, *(field.key for field in definition.fields)})


def how_to_read(content: Any) -> ReadAs:
    """What a map says of the file itself; nothing is known where it says nothing.

    Raises:
        WrongMap: naming what cannot be.
    """
    said = content if isinstance(content, dict) else {}
    row, encoding = said.get("heading_row") or 0, str(said.get("encoding") or "")
    if not isinstance(row, int) or not 0 <= row <= LAST_HEADING_ROW:
        raise WrongMap(f"“heading_row:” must be a number from 1 to {LAST_HEADING_ROW}.")
    if encoding and encoding not in ENCODINGS:
        raise WrongMap(f"“encoding:” must be one of {', '.join(ENCODINGS)}.")
    return ReadAs(encoding, str(said.get("sheet") or ""), row)


def plain_map(headings: Sequence[str], definition: SurveyDefinition) -> ColumnMap:
    """The map when nobody gave one: `text` answers the first long question, columns named as keys their own.

    Raises:
        WrongMap: when there is no such column, or no such question.
    """
    answers = {heading: heading for heading in headings if definition.question(heading)}
    if TEXT_COLUMN in headings:
        question = definition.first_long_text
        if question is None:
            raise WrongMap(
                "This survey has no long question for the column “text”. Say in a map where it goes."
            )
        answers[TEXT_COLUMN] = question.key
    if not answers:
        raise WrongMap(
            f"There is no column called “{TEXT_COLUMN}”. {_listed('The columns are', headings)}"
            " Say in a map which of them holds the words."
        )
    return ColumnMap(answers, quote_column=QUOTE_COLUMN if QUOTE_COLUMN in headings else "")


def given_map(content: Any, headings: Sequence[str], definition: SurveyDefinition) -> ColumnMap:
    """The map somebody wrote: `columns` (column to question key), and perhaps `id` and `may_quote` (columns).

    Raises:
        WrongMap: naming what does not fit.
    """
    columns = content.get("columns") if isinstance(content, dict) else None
    if not isinstance(columns, dict) or not columns:
        raise WrongMap("The map must have “columns:” with lines such as “comment: q1” (column: question).")
    unknown = sorted(str(part) for part in content if part not in PARTS)
    if unknown:
        raise WrongMap(f"The map may have {', '.join(PARTS)}, but not “{unknown[0]}”.")
    answers = {str(column): str(key) for column, key in columns.items()}
    id_column, quote_column = (str(content.get(part) or "") for part in ("id", "may_quote"))
    for column in (*answers, *filter(None, (id_column, quote_column))):
        if column not in headings:
            raise WrongMap(f"There is no column called “{column}”. {_listed('The columns are', headings)}")
    for key in answers.values():
        if definition.question(key) is None:
            keys = [field.key for field in definition.fields]
            raise WrongMap(f"There is no question called “{key}”. {_listed('The questions are', keys)}")
    return ColumnMap(answers, id_column, quote_column)


def read_row(
    row: Row, headings: Sequence[str], columns: ColumnMap, definition: SurveyDefinition
) -> RowAnswers:
    """What a row says.

    Raises:
        RefusedRow: with the reason, when it cannot become a view.
    """
    if row.surplus:
        raise RefusedRow("The row has more cells than there are column names.")
    cells = dict(zip(headings, row.values, strict=True))
    typed: dict[str, list[str]] = {}
    for column, key in columns.answers.items():
        _take_cell(cells[column], definition.question(key), typed)
    answers = tuple((each.key, _answer(typed.get(each.key, []), each)) for each in definition.fields)
    answers = without_hidden(answers, hidden_keys(definition, dict(answers)))
    if all(answer.is_blank for _, answer in answers):
        raise RefusedRow("The row answers no question.")
    given_id = cells.get(columns.id_column, "").strip()
    if columns.id_column and not given_id:
        raise RefusedRow(f"The row has nothing in the column “{columns.id_column}”.")
    may_quote = cells.get(columns.quote_column, "").strip().lower() in YES
    return RowAnswers(answers, given_id, MayQuote.YES if may_quote else MayQuote.NO)


def _take_cell(cell: str, question: QuestionDefinition | None, typed: dict[str, list[str]]) -> None:
    """Add what a cell says to what was typed; what is on no list goes to "something else" where there is one."""
    if question is None or not cell.strip():
        return
    kind = question_type(question.kind)
    values = kind.from_cell(cell, question)
    if question.has_other:
        known = {option.id for option in kind.offered(question)}
        typed.setdefault(question.other_key, []).extend(each for each in values if each not in known)
        values = [each for each in values if each in known]
    typed.setdefault(question.key, []).extend(values)


def _answer(values: list[str], question: QuestionDefinition) -> Cleaned:
    cleaned = question_type(question.kind).clean(values, question)
    if isinstance(cleaned, AnswerProblem):
        raise RefusedRow(cleaned.message)
    return cleaned


def _listed(opening: str, names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name[:40]}”" for name in names[:20] if name)
    return f"{opening} {shown}."
