"""What each column of a file is: as a form says it, as a map keeps it, and as can be guessed from the names."""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.definition import SurveyDefinition
from surveys.mapping import HOW_TO_READ, QUOTE_COLUMN, TEXT_COLUMN, WrongMap, given_map
from surveys.question_types import question_type
from surveys.tables import ReadAs

#: How a form says that a column answers a question, names each row, or says whether words may be quoted.
ANSWERS, ROW_ID, QUOTE = "answers:", "id", "may_quote"
Choices = list[tuple[str, str]]


def uses_offered(definition: SurveyDefinition) -> Choices:
    """What a column can be, for a list to choose from."""
    asked = [each for each in definition.fields if question_type(each.kind).asks]
    return [
        ("", "Leave it out"),
        *((f"{ANSWERS}{each.key}", f"Answers “{each.wording}”") for each in asked),
        (QUOTE, "Says whether words may be shown (yes or no)"),
        (ROW_ID, "Names each row for good, such as a number"),
    ]


def content_of(uses: Sequence[str], headings: Sequence[str], read_as: ReadAs) -> dict[str, Any]:
    """What a form says of each column, as a map keeps it.

    Raises:
        WrongMap: when it says of two columns that they are one and the same thing, or of none what it answers.
    """
    pairs = list(zip(headings, uses, strict=False))
    content: dict[str, Any] = {
        "columns": {
            heading: use.removeprefix(ANSWERS)
            for heading, use in pairs
            if use.startswith(ANSWERS) and heading
        }
    }
    if not content["columns"]:
        raise WrongMap("Choose at least one column that answers a question.")
    for part in (ROW_ID, QUOTE):
        columns = [heading for heading, use in pairs if use == part]
        if len(columns) > 1:
            raise WrongMap(f"“{columns[0]}” and “{columns[1]}” cannot both be that. Choose one of them.")
        content |= {part: columns[0]} if columns else {}
    return content | content_of_reading(read_as)


def content_of_reading(read_as: ReadAs) -> dict[str, Any]:
    """How a file is read, as a map keeps it: only what somebody said."""
    return {part: said for part in HOW_TO_READ if (said := getattr(read_as, part))}


def uses_of(content: Mapping[str, Any], headings: Sequence[str]) -> list[str]:
    """What a map says of each column, as a form says it."""
    named = {content.get(part): part for part in (ROW_ID, QUOTE) if content.get(part)}
    answers = content.get("columns", {})
    return [
        f"{ANSWERS}{answers[heading]}" if heading in answers else named.get(heading, "")
        for heading in headings
    ]


def guessed_content(headings: Sequence[str], definition: SurveyDefinition) -> dict[str, Any]:
    """A map from the names alone: a column named as a question, its key or as we name columns ourselves."""
    by_name = {_plain(each.wording): each.key for each in definition.fields}
    by_name |= {each.key: each.key for each in definition.fields}
    first = definition.first_long_text
    if first is not None:
        by_name[TEXT_COLUMN] = first.key
    columns = {heading: by_name[_plain(heading)] for heading in headings if _plain(heading) in by_name}
    quote = next((heading for heading in headings if _plain(heading) == QUOTE_COLUMN), "")
    return {"columns": columns, **({QUOTE: quote} if quote else {})}


def fits(content: Mapping[str, Any], headings: Sequence[str], definition: SurveyDefinition) -> bool:
    """Whether every column and question of a map is there."""
    try:
        given_map(content, headings, definition)
    except WrongMap:
        return False
    return True


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("?", " ").split())
