"""Counts that are kept as rows change, so that no page counts a whole campaign: the database does it itself.

Whatever writes, triggers note each change in the same transaction as a row `+1` or `-1` beside the key it counts
for. Nobody waits for anybody else's count. A worker now and then gathers these rows into one for each key
(`gather`); the sum of a key's rows is right before, during and after.
"""

from sqlalchemy import text
from sqlalchemy.engine import Connection

#: Table to the columns that it counts by.
TALLIES = {
    "approved_tally": ("campaign_id", "question_key", "channel"),
    "coding_tally": ("campaign_id", "question_key", "status", "is_by_person"),
    "theme_tally": ("campaign_id", "question_key", "theme_key", "stance", "status"),
}
MOST_ROWS = 500

_APPROVED = (
    "INSERT INTO approved_tally (campaign_id, question_key, channel, number)"
    " SELECT campaign_id, {row}.question_key, channel, {sign}1 FROM submission WHERE id = {row}.submission_id;"
)
_CODED = (
    "INSERT INTO coding_tally (campaign_id, question_key, status, is_by_person, number) VALUES"
    " ({row}.campaign_id, {row}.question_key, {row}.status, {row}.corrected_by_id IS NOT NULL, {sign}1);"
)
_THEMED = (
    "INSERT INTO theme_tally (campaign_id, question_key, theme_key, stance, status, number) VALUES"
    " ({row}.campaign_id, {row}.question_key, {row}.theme_key, {row}.stance, COALESCE((SELECT status FROM"
    " answer_coding WHERE submission_id = {row}.submission_id AND question_key = {row}.question_key), ''), {sign}1);"
)
#: A coding that comes, changes or goes takes the themes of its answer along.
_THEMES_MOVED = (
    "INSERT INTO theme_tally (campaign_id, question_key, theme_key, stance, status, number)"
    " SELECT campaign_id, question_key, theme_key, stance, {status}, {sign}1 FROM assignment"
    " WHERE submission_id = {row}.submission_id AND question_key = {row}.question_key;"
)


def _both(statement: str) -> str:
    return statement.format(row="OLD", sign="-") + statement.format(row="NEW", sign="")


def _moved(row: str, before: str, after: str) -> str:
    gone = _THEMES_MOVED.format(row=row, status=before, sign="-")
    return gone + _THEMES_MOVED.format(row=row, status=after, sign="")


#: Name to when it acts, on which table, and what it does.
TRIGGERS = {
    "tally_approved_new": ("AFTER INSERT", "approved_text", _APPROVED.format(row="NEW", sign="")),
    "tally_approved_gone": ("AFTER DELETE", "approved_text", _APPROVED.format(row="OLD", sign="-")),
    "tally_coding_new": (
        "AFTER INSERT",
        "answer_coding",
        _CODED.format(row="NEW", sign="") + _moved("NEW", "''", "NEW.status"),
    ),
    # Before, not after: a view that goes takes both along, and each of the two must still find the other.
    "tally_coding_gone": (
        "BEFORE DELETE",
        "answer_coding",
        _CODED.format(row="OLD", sign="-") + _moved("OLD", "OLD.status", "''"),
    ),
    "tally_coding_changed": (
        "AFTER UPDATE OF status, corrected_by_id",
        "answer_coding",
        _both(_CODED) + _moved("NEW", "OLD.status", "NEW.status"),
    ),
    "tally_theme_new": ("AFTER INSERT", "assignment", _THEMED.format(row="NEW", sign="")),
    "tally_theme_gone": ("BEFORE DELETE", "assignment", _THEMED.format(row="OLD", sign="-")),
    "tally_theme_changed": ("AFTER UPDATE OF theme_key, stance", "assignment", _both(_THEMED)),
}

_COUNTED = {
    "approved_tally": "INSERT INTO approved_tally (campaign_id, question_key, channel, number)"
    " SELECT s.campaign_id, a.question_key, s.channel, count(*) FROM approved_text a"
    " JOIN submission s ON s.id = a.submission_id GROUP BY s.campaign_id, a.question_key, s.channel",
    "coding_tally": "INSERT INTO coding_tally (campaign_id, question_key, status, is_by_person, number)"
    " SELECT campaign_id, question_key, status, corrected_by_id IS NOT NULL, count(*) FROM answer_coding"
    " GROUP BY campaign_id, question_key, status, corrected_by_id IS NOT NULL",
    "theme_tally": "INSERT INTO theme_tally (campaign_id, question_key, theme_key, stance, status, number)"
    " SELECT a.campaign_id, a.question_key, a.theme_key, a.stance, COALESCE(c.status, ''), count(*)"
    " FROM assignment a LEFT JOIN answer_coding c"
    " ON c.submission_id = a.submission_id AND c.question_key = a.question_key"
    " GROUP BY a.campaign_id, a.question_key, a.theme_key, a.stance, COALESCE(c.status, '')",
}


def keep_tallies(connection: Connection) -> None:
    """Create the triggers; call after any migration that rebuilt a table they stand on."""
    stop_tallies(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    for name, (when, table, body) in TRIGGERS.items():
        if is_sqlite:
            connection.execute(text(f"CREATE TRIGGER {name} {when} ON {table} BEGIN {body} END"))
            continue
        given_back = "OLD" if when == "BEFORE DELETE" else "NULL"
        connection.execute(
            text(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {body} RETURN {given_back}; END; $$"
                " LANGUAGE plpgsql"
            )
        )
        connection.execute(
            text(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        )


def stop_tallies(connection: Connection) -> None:
    """Drop the triggers."""
    for name, (_, table, _) in TRIGGERS.items():
        if connection.dialect.name == "sqlite":
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        else:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name} ON {table}"))
            connection.execute(text(f"DROP FUNCTION IF EXISTS {name}()"))


def count_anew(connection: Connection) -> None:
    """Count everything from the rows there are, in place of what the tallies say."""
    for table, statement in _COUNTED.items():
        connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a constant
        connection.execute(text(statement))


def gather(connection: Connection, most_rows: int = MOST_ROWS) -> int:
    """Put one row in the place of all rows of each key, in tallies that have grown; gives how many had.

    Within a transaction of its own. On PostgreSQL two may do it at once: what one takes, the other passes over.
    """
    grown = [table for table in TALLIES if _rows(connection, table, most_rows + 1) > most_rows]
    for table in grown:
        _gather_one(connection, table, ", ".join(TALLIES[table]))
    return len(grown)


# All names below are constants of this module.
def _rows(connection: Connection, table: str, most: int) -> int:
    counted = text(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {most}) AS a_few")  # noqa: S608
    return int(connection.execute(counted).scalar_one())


def _gather_one(connection: Connection, table: str, keys: str) -> None:
    summed = f"SELECT {keys}, sum(number) FROM {{rows}} GROUP BY {keys} HAVING sum(number) <> 0"  # noqa: S608
    put = f"INSERT INTO {table} ({keys}, number) "
    if connection.dialect.name != "sqlite":
        taken = f"WITH gone AS (DELETE FROM {table} RETURNING {keys}, number) "  # noqa: S608
        connection.execute(text(taken + put + summed.format(rows="gone")))
        return
    last = connection.execute(text(f"SELECT max(id) FROM {table}")).scalar_one()  # noqa: S608
    connection.execute(text(put + summed.format(rows=table)))
    connection.execute(text(f"DELETE FROM {table} WHERE id <= :last"), {"last": last})  # noqa: S608
