"""Sealing everything anew with the newest key, after a key was replaced."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from participation.foundation.database import Base, db
from participation.foundation.deployment import deployment
from participation.foundation.registries import Registry

Row = TypeVar("Row", bound=Base)
BATCH = 500

#: Each part of the house seals its own words anew and gives how many there were.
resealers: Registry[[]] = Registry("sealing anew with the newest key")


def reseal(table: type[Row], column: InstrumentedAttribute[Any], place_of: Callable[[Row], bytes]) -> int:
    """Seal one column of a table anew where an older key sealed it. Call inside a transaction.

    Args:
        place_of: gives the place that the sealed value of a row is bound to.
    """
    sealer, done = deployment().sealer, 0
    for row in _rows(table):
        sealed: bytes | None = getattr(row, column.key)
        if sealed is not None and not sealer.is_current(sealed):
            place = place_of(row)
            setattr(row, column.key, sealer.seal_bytes(sealer.open_bytes(sealed, place), place))
            done += 1
    return done


def _rows(table: type[Row]) -> Iterator[Row]:
    """Every row, in batches by key, so that a large table never lies in memory at once."""
    key = table.__mapper__.primary_key
    keys = db.session.execute(select(*key).order_by(*key)).all()
    for start in range(0, len(keys), BATCH):
        for found in keys[start : start + BATCH]:
            yield db.session.get_one(table, tuple(found))
        db.session.flush()
        db.session.expire_all()
