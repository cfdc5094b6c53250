"""Every column is declared: what it holds about a person, why, and for how long. A new one fails here first."""

from flask import Flask

from participation.foundation import retention
from participation.foundation.database import Base
from participation.pages.records.register import (
    NOTHING_PERSONAL,
    read_register,
    record_of_processing,
    register,
)
from participation.settings import Settings

SETTINGS = Settings.model_construct().model_dump()


def columns() -> dict[str, set[str]]:
    return {table.name: {column.name for column in table.columns} for table in Base.metadata.sorted_tables}


def test_every_column_of_every_table_is_declared_once(app: Flask) -> None:
    held = register()
    undeclared = [
        f"{table}.{column}"
        for table, names in columns().items()
        for column in sorted(names)
        if held.kind_of(table, column) is None
    ]
    assert undeclared == [], "say in participation/pages/records/register.yaml what these hold"


def test_nothing_is_declared_that_is_not_there(app: Flask) -> None:
    there = columns()
    declared = {
        (table, column)
        for table, kinds in register().tables.items()
        for names in kinds.values()
        for column in names
    }
    assert [each for each in declared if each[1] not in there.get(each[0], set())] == []


def test_every_kind_is_described_and_used() -> None:
    held = register()
    used = {kind for kinds in held.tables.values() for kind in kinds}
    assert used - {NOTHING_PERSONAL} == set(held.kinds)
    for line in record_of_processing(SETTINGS):
        assert all(
            (line.kind.people, line.kind.purpose, line.basis, line.kept, line.kind.seen_by, line.where)
        )


def test_each_retention_rule_stands_in_the_register_and_the_other_way_round(app: Flask) -> None:
    named = {rule for kind in register().kinds.values() for rule in kind.rules}
    assert named == {rule.key for rule in retention.rules()}


def test_what_points_at_a_person_is_never_declared_as_nothing_personal(app: Flask) -> None:
    """Columns that refer to a member of staff, or that a comment calls personal."""
    held = register()
    wrong = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
        or (column.comment or "").startswith("Personal")
        if held.kind_of(table.name, column.name) == NOTHING_PERSONAL
    ]
    assert wrong == []


def test_a_column_declared_twice_counts_as_not_declared() -> None:
    twice = read_register({"kinds": {}, "tables": {"a": {"x": ["one"], "other": ["one", "two"]}}})
    assert twice.kind_of("a", "one") is None
    assert twice.kind_of("a", "two") == "other"
