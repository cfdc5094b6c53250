"""Tables whose rows are never changed: the database itself refuses, whoever asks."""

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

#: Table to what is refused. A correction goes when its view is withdrawn, so only changing it is refused.
APPEND_ONLY = {
    "audit_event": ("UPDATE", "DELETE"),
    "decision": ("UPDATE", "DELETE"),
    "redaction_mark": ("UPDATE", "DELETE"),
    "risk_answer": ("UPDATE", "DELETE"),
    "house_rule_version": ("UPDATE", "DELETE"),
    "case_event": ("UPDATE", "DELETE"),
    "second_reading": ("UPDATE", "DELETE"),
    "reply_event": ("UPDATE", "DELETE"),
    "reply_signature": ("UPDATE", "DELETE"),
    "late_notice": ("UPDATE", "DELETE"),
    "equality_entry": ("UPDATE", "DELETE"),
    "equality_signature": ("UPDATE", "DELETE"),
    "sign_off": ("UPDATE", "DELETE"),
    "best_interests_sign_off": ("UPDATE", "DELETE"),
    "wording_proposal": ("UPDATE", "DELETE"),
    "wording_verdict": ("UPDATE", "DELETE"),
    "correction": ("UPDATE",),
}
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME; END;
$$ LANGUAGE plpgsql
"""


def refuse_changes(connection: Connection) -> None:
    """Create the triggers of the tables that are there; call after any migration that added or rebuilt one."""
    allow_changes(connection)
    present = set(inspect(connection).get_table_names())
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.execute(text(FUNCTION))
    for table, operations in APPEND_ONLY.items():
        for operation in operations if table in present else ():
            name = _trigger(table, operation)
            body = (
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are append-only'); END"
                if is_sqlite
                else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            connection.execute(text(f"CREATE TRIGGER {name} BEFORE {operation} ON {table} {body}"))


def allow_changes(connection: Connection) -> None:
    """Drop the triggers, for a migration or for taking made-up data away. Pair with `refuse_changes`."""
    for table, operations in APPEND_ONLY.items():
        for operation in operations:
            on_table = "" if connection.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {_trigger(table, operation)}{on_table}"))


def _trigger(table: str, operation: str) -> str:
    return f"refuse_{operation.lower()}_{table}"
