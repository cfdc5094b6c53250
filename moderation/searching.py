"""Looking for words among approved answers: every word, or its beginning, in any order."""

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Integer, column, func, literal_column, select, table

from moderation.models import ApprovedText
from moderation.search_index import EXPRESSION, NAME, QUESTIONS
from participation.foundation.database import db

_LETTERS = re.compile(r"[^\W_]+")
_INDEX = table(NAME, column("rowid", Integer), column(NAME))
_QUESTION = table(f"{NAME}_question", column("id", Integer), column("question_key"))


def says(question_key: str, words: Sequence[str]) -> list[ColumnElement[bool]]:
    """What an `ApprovedText` of this question must fulfil so that it holds all of these words.

    A word that the index does not know as one, such as a drawing or writing without spaces, is looked for letter by
    letter.
    """
    found, known = [], []
    for word in (unicodedata.normalize("NFC", each) for each in words):
        if is_indexed(word):
            known += _LETTERS.findall(word)
        else:
            found.append(_holds(word))
    return [_matches(question_key, known), *found] if known else found


def is_indexed(word: str) -> bool:
    """Whether the index cuts this word as we do: letters that FTS5 knows, in a script with spaces."""
    letters = "".join(_LETTERS.findall(word))
    return bool(letters) and all(_is_known(each) for each in letters)


def _is_known(letter: str) -> bool:
    is_letter = (
        unicodedata.ucd_3_2_0.category(letter)[0] in "LN"
    )  # later ones SQLite's tokenizer may not know
    return is_letter and unicodedata.east_asian_width(letter) not in "WF"


def _holds(word: str) -> ColumnElement[bool]:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return ApprovedText.text.ilike(f"%{escaped}%", escape="\\")


def _matches(question_key: str, words: Sequence[str]) -> ColumnElement[bool]:
    if db.engine.dialect.name != "sqlite":
        wanted = " & ".join(f"'{word}':*" for word in words)
        return literal_column(EXPRESSION).op("@@")(func.to_tsquery(literal_column("'simple'"), wanted))
    wanted = " AND ".join(f'"{word}"*' for word in words)
    question = select(_QUESTION.c.id).where(_QUESTION.c.question_key == question_key).scalar_subquery()
    found = select(_INDEX.c.rowid // QUESTIONS).where(
        _INDEX.c[NAME].op("MATCH")(wanted), _INDEX.c.rowid % QUESTIONS == question
    )
    return ApprovedText.submission_id.in_(found)
