"""Looking for words among approved answers: every word, or its beginning, in any order.

The two stores keep words otherwise, so they are asked otherwise, but never for more than a page needs. SQLite gives
the answers that hold whole words in the order they came and stops when told to, so a beginning is first made into
the words that begin so. PostgreSQL knows no order, so it is asked whether there are only a few, and gives those.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, Integer, Select, column, func, literal_column, select, table, text

from moderation.models import ApprovedText
from moderation.search_index import EXPRESSION, NAME, QUESTIONS
from participation.foundation.database import db

#: Words with one beginning that are looked for on SQLite, in the order of the alphabet.
MOST_ENDINGS = 200
_LETTERS = re.compile(r"[^\W_]+")
#: Behind every letter, before every word that goes on.
_NEXT_WORD, _AFTER_ALL = "\x01", "\U0010ffff"
#: Letters with two marks, of which SQLite takes neither off.
_LEFT_AS_THEY_ARE = "Ǡǡ"
#: The same words, but not the index's expression: through the index PostgreSQL would go to every answer with them.
_AS_READ = EXPRESSION.replace("approved_text.text", "approved_text.text || ''")
#: Where few rows are asked for, PostgreSQL hopes to meet them on the way through the table; a word may be nowhere.
_BY_THE_INDEX = text("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
_AS_EVER = text("RESET enable_seqscan; RESET enable_indexscan")
_INDEX = table(NAME, column("rowid", Integer), column(NAME))
_QUESTION = table(f"{NAME}_question", column("id", Integer), column("question_key"))
#: Each word is found behind the one before it: asked for a range, FTS5 goes through every answer that holds a word.
_WORDS_FROM = text(
    """
    WITH RECURSIVE found (term) AS (
        SELECT (SELECT term FROM approved_search_word WHERE term >= :first AND term < :last LIMIT 1)
        UNION ALL
        SELECT (SELECT term FROM approved_search_word WHERE term >= found.term || :next AND term < :last LIMIT 1)
        FROM found WHERE found.term IS NOT NULL
    )
    SELECT term FROM found WHERE term IS NOT NULL LIMIT :most
    """
)


@dataclass(frozen=True)
class Search:
    """Words that must all stand in an answer.

    Attributes:
        indexed: beginnings of words that the index knows.
        lettered: words that it does not, such as a drawing or writing without spaces: looked for letter by letter.
    """

    indexed: tuple[str, ...]
    lettered: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> "Search":
        """The search for these words."""
        indexed, lettered = list[str](), list[str]()
        for word in (unicodedata.normalize("NFC", each) for each in words):
            if is_indexed(word):
                indexed += _LETTERS.findall(word)
            else:
                lettered.append(word)
        return cls(tuple(indexed), tuple(lettered))

    @cached_property
    def spelt_out(self) -> dict[str, list[str]]:
        """On SQLite, the words that begin with each beginning, one more at most than are looked for."""
        return {} if _is_on_postgresql() else {each: _words_that_begin(each) for each in self.indexed}

    @property
    def too_short(self) -> tuple[str, ...]:
        """Beginnings that more words share than are looked for."""
        return tuple(word for word, found in self.spelt_out.items() if len(found) > MOST_ENDINGS)

    def conditions(self) -> list[ColumnElement[bool]]:
        """What an `ApprovedText` must fulfil, which is known only by reading it: for no more than a few of them."""
        found = [_holds(word) for word in self.lettered]
        if self.indexed and _is_on_postgresql():
            found.append(_says(self.indexed, _AS_READ))
        return found


def in_order(search: Search, question_key: str, last: int) -> Callable[[int], Select[int]] | None:
    """From a place, the views behind it and up to `last` whose answer to this question holds the words, in order.

    None where the store gives them in no order.
    """
    if _is_on_postgresql():
        return None
    wanted = " AND ".join(f"({_any_of(found, word)})" for word, found in search.spelt_out.items())
    question = select(_QUESTION.c.id).where(_QUESTION.c.question_key == question_key).scalar_subquery()
    found = select(_INDEX.c.rowid // QUESTIONS).where(
        _INDEX.c[NAME].op("MATCH")(wanted),
        _INDEX.c.rowid < (last + 1) * QUESTIONS,
        _INDEX.c.rowid % QUESTIONS == question,
    )
    return lambda place: found.where(_INDEX.c.rowid >= (place + 1) * QUESTIONS).order_by(_INDEX.c.rowid)


def all_when_few(search: Search, question_key: str, most: int) -> list[int] | None:
    """Every view that holds the words, unless answers that hold them, to whatever question, are more than `most`."""
    db.session.execute(_BY_THE_INDEX)
    rows = db.session.execute(
        select(ApprovedText.submission_id, ApprovedText.question_key)
        .where(_says(search.indexed))
        .limit(most + 1)
    ).all()
    db.session.execute(_AS_EVER)
    if len(rows) > most:
        return None
    return sorted(row.submission_id for row in rows if row.question_key == question_key)


def is_indexed(word: str) -> bool:
    """Whether the index cuts this word as we do: letters that FTS5 knows, in a script with spaces."""
    letters = "".join(_LETTERS.findall(word))
    return bool(letters) and all(_is_known(each) for each in letters)


def as_indexed(word: str) -> str:
    """A word as SQLite's index spells it: small letters, and Latin ones without their marks."""
    return "".join(map(_letter_as_indexed, word))


def _is_known(letter: str) -> bool:
    is_letter = (
        unicodedata.ucd_3_2_0.category(letter)[0] in "LN"
    )  # later ones SQLite's tokenizer may not know
    return is_letter and unicodedata.east_asian_width(letter) not in "WF" and letter not in _LEFT_AS_THEY_ARE


def _letter_as_indexed(letter: str) -> str:
    folded = letter.casefold()
    small = folded if len(folded) == 1 else letter.lower()
    bare = unicodedata.normalize("NFD", small)[0]
    return bare if bare.isascii() else small


def _is_on_postgresql() -> bool:
    return db.engine.dialect.name != "sqlite"


def _holds(word: str) -> ColumnElement[bool]:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return ApprovedText.text.ilike(f"%{escaped}%", escape="\\")


def _says(words: Sequence[str], expression: str = EXPRESSION) -> ColumnElement[bool]:
    wanted = " & ".join(f"'{word}':*" for word in words)
    return literal_column(expression).op("@@")(func.to_tsquery(literal_column("'simple'"), wanted))


def _any_of(words: Sequence[str], beginning: str) -> str:
    # Where nothing begins so: asked as it is, the index finds the same.
    return " OR ".join(f'"{word}"' for word in words[:MOST_ENDINGS]) if words else f'"{beginning}"*'


def _words_that_begin(beginning: str) -> list[str]:
    """Words of SQLite's index that begin so, in order; one more at most than are looked for."""
    spelt = as_indexed(beginning)
    given = {"first": spelt, "last": spelt + _AFTER_ALL, "next": _NEXT_WORD, "most": MOST_ENDINGS + 1}
    return list(db.session.scalars(_WORDS_FROM, given))
