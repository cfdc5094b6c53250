"""The full-text index over approved words, which are redacted, and over nothing else.

On SQLite it is an FTS5 table without a copy of the words: it knows which words stand in which answer, not in what
order. Triggers keep it in step with `approved_text`, whatever writes there. The row number of an answer in it is made
of the number of its view and a small number for its question, so that it stands when rows move. What words it knows
can be looked up in it too, in their order. On PostgreSQL it is an index over an expression.

Everything here can be made anew from the approved words, so it is in no backup, and its names all begin alike.
"""

from sqlalchemy import text
from sqlalchemy.engine import Connection

from participation.foundation.database import db
from participation.foundation.logs import log_failure
from participation.foundation.transactions import transaction

#: What the index and everything that belongs to it is called, or begins with.
NAME = "approved_search"
#: So many questions with keys of their own can be told apart.
QUESTIONS = 2**20
#: Pages of the index (about 4 KB each) that are rewritten while somebody waits; a larger one is left to a worker.
PAGES_AT_ONCE = 2000

_PLACE = """
{row}.submission_id * 1048576
+ (SELECT id FROM approved_search_question WHERE question_key = {row}.question_key)
"""
_ADD = """
INSERT INTO approved_search_question (question_key) SELECT new.question_key
WHERE NOT EXISTS (SELECT 1 FROM approved_search_question WHERE question_key = new.question_key);
INSERT INTO approved_search (rowid, text) VALUES ({place}, new.text);
""".replace("{place}", _PLACE.replace("{row}", "new"))
_TAKE_AWAY = """
INSERT INTO approved_search (approved_search, rowid, text) VALUES ('delete', {place}, old.text);
INSERT INTO approved_search_leftover (id)
SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM approved_search_leftover);
""".replace("{place}", _PLACE.replace("{row}", "old"))
_TABLE = """
CREATE VIRTUAL TABLE approved_search USING fts5(
    text, content='', columnsize=0, detail=none, tokenize='unicode61 remove_diacritics 2'
)
"""
#: Stores nothing: the words that the index knows, each with the rows that hold it, as FTS5 keeps them.
_WORDS = "CREATE VIRTUAL TABLE approved_search_word USING fts5vocab('approved_search', 'instance')"
_FILL = """
INSERT INTO approved_search (rowid, text) SELECT {place}, text FROM approved_text
""".replace("{place}", _PLACE.replace("{row}", "approved_text"))
_ON_SQLITE = (
    "CREATE TABLE approved_search_question (id INTEGER PRIMARY KEY, question_key VARCHAR(40) NOT NULL UNIQUE)",
    "CREATE TABLE approved_search_leftover (id INTEGER PRIMARY KEY CHECK (id = 1))",
    _TABLE,
    _WORDS,
    "INSERT INTO approved_search_question (question_key) SELECT DISTINCT question_key FROM approved_text",
    _FILL,
    f"CREATE TRIGGER approved_search_add AFTER INSERT ON approved_text BEGIN {_ADD} END",
    f"CREATE TRIGGER approved_search_take_away AFTER DELETE ON approved_text BEGIN {_TAKE_AWAY} END",
    f"CREATE TRIGGER approved_search_change AFTER UPDATE ON approved_text BEGIN {_TAKE_AWAY} {_ADD} END",
)
_OFF_SQLITE = (
    "DROP TRIGGER IF EXISTS approved_search_add",
    "DROP TRIGGER IF EXISTS approved_search_take_away",
    "DROP TRIGGER IF EXISTS approved_search_change",
    "DROP TABLE IF EXISTS approved_search_word",
    "DROP TABLE IF EXISTS approved_search",
    "DROP TABLE IF EXISTS approved_search_leftover",
    "DROP TABLE IF EXISTS approved_search_question",
)
#: How PostgreSQL reads words: runs of letters and digits, as FTS5 does. The index serves only this very expression.
EXPRESSION = r"to_tsvector('simple', regexp_replace(approved_text.text, '\W+', ' ', 'g'))"


def build(connection: Connection) -> None:
    """Make the index anew from the approved words; call after a migration that rebuilt their table."""
    take_down(connection)
    if connection.dialect.name == "sqlite":
        for statement in _ON_SQLITE:
            connection.exec_driver_sql(statement)
    else:
        expression = EXPRESSION.replace("approved_text.", "")
        connection.exec_driver_sql(f"CREATE INDEX approved_search ON approved_text USING gin ({expression})")


def add_words(connection: Connection) -> None:
    """Let the words that the index knows be looked up, in an index that was built before that was so."""
    take_away_words(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_WORDS)


def take_away_words(connection: Connection) -> None:
    """Undo that."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE IF EXISTS approved_search_word")


def take_down(connection: Connection) -> None:
    """Take the index away."""
    statements = (
        _OFF_SQLITE if connection.dialect.name == "sqlite" else ("DROP INDEX IF EXISTS approved_search",)
    )
    for statement in statements:
        connection.exec_driver_sql(statement)


def forget_leftovers(most_pages: int | None = None) -> None:
    """Take words that were deleted out of the index's older parts, where FTS5 leaves them until parts are merged.

    Never raises: what was asked for is stored already, and a worker looks again every minute.

    Args:
        most_pages: leave a larger index to the worker, because somebody waits.
    """
    if db.engine.dialect.name != "sqlite":
        return  # the server cleans up behind itself
    try:
        with transaction():
            if _has_leftovers() and not _is_larger_than(most_pages):
                db.session.execute(text("INSERT INTO approved_search (approved_search) VALUES ('optimize')"))
                db.session.execute(text("DELETE FROM approved_search_leftover"))
    except Exception as error:
        log_failure(error)


def forget_now() -> None:
    """The same for whoever waits: at once where that is quick."""
    forget_leftovers(PAGES_AT_ONCE)


def _has_leftovers() -> bool:
    return db.session.execute(text("SELECT 1 FROM approved_search_leftover")).first() is not None


def _is_larger_than(most_pages: int | None) -> bool:
    if most_pages is None:
        return False
    beyond = text("SELECT 1 FROM approved_search_data LIMIT 1 OFFSET :most")
    return db.session.execute(beyond, {"most": most_pages}).first() is not None
