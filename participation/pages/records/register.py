"""The register of personal data: what each column holds, why, and for how long, from a file people can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

NOTHING_PERSONAL = "other"


@dataclass(frozen=True)
class Kind:
    """One kind of personal data.

    Attributes:
        basis: name of the setting that says why the law allows it.
        kept: how long, with the names of settings in braces.
        rules: keys of the retention rules that take it away.
        special: what makes it more sensitive than most, empty when nothing does.
    """

    key: str
    what: str
    people: str
    purpose: str
    basis: str
    kept: str
    rules: tuple[str, ...]
    seen_by: str
    protection: str
    special: str


@dataclass(frozen=True)
class Register:
    """Everything that is declared: the kinds, and for each table the kind of each column."""

    kinds: Mapping[str, Kind]
    tables: Mapping[str, Mapping[str, tuple[str, ...]]]

    def kind_of(self, table: str, column: str) -> str | None:
        """The kind a column is declared as; None when nobody declared it."""
        found = [kind for kind, columns in self.tables.get(table, {}).items() if column in columns]
        return found[0] if len(found) == 1 else None

    def columns(self, kind: str) -> Iterator[str]:
        """Where data of a kind lie, as `table.column`."""
        for table, kinds in self.tables.items():
            for column in kinds.get(kind, ()):
                yield f"{table}.{column}"


@dataclass(frozen=True)
class Processing:
    """One line of the record of processing, as it is true in this deployment."""

    kind: Kind
    basis: str
    kept: str
    where: tuple[str, ...]


@lru_cache(maxsize=1)
def register() -> Register:
    """The register as it is written."""
    text = files("participation.pages.records").joinpath("register.yaml").read_text(encoding="utf-8")
    return read_register(yaml.safe_load(text))


def read_register(document: Mapping[str, Any]) -> Register:
    """A register from its parsed file."""
    kinds = {
        key: Kind(key=key, **{**fields, "rules": tuple(fields["rules"])})
        for key, fields in document["kinds"].items()
    }
    tables = {
        table: {kind: tuple(columns) for kind, columns in given.items()}
        for table, given in document["tables"].items()
    }
    return Register(kinds, tables)


def record_of_processing(settings: Mapping[str, Any]) -> list[Processing]:
    """The record of processing (UK GDPR Article 30) with the terms and the bases of this deployment."""
    held = register()
    return [
        Processing(
            kind,
            str(settings[kind.basis]) or "Not set yet",
            kind.kept.format_map(settings),
            tuple(held.columns(kind.key)),
        )
        for kind in held.kinds.values()
    ]
