"""Figures of what came in, for machines: what senders were told is stored, and what is."""

import os
from collections.abc import Iterator
from threading import Lock

from flask import current_app
from sqlalchemy import func, select

from participation.foundation.database import db
from participation.foundation.metrics import Metric, single
from surveys.models import Submission

EXTENSION = "surveys.accepted"


class Accepted:
    """How many new views this process has given a receipt for since it started."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.number = 0

    def add(self) -> None:
        """Count one more."""
        with self._lock:
            self.number += 1


def accepted() -> Accepted:
    """The count of this process."""
    found: Accepted = current_app.extensions.setdefault(EXTENSION, Accepted())
    return found


def figures() -> Iterator[Metric]:
    """Accepted by each process, and stored by all of them: over all processes the two grow alike."""
    yield Metric(
        "views_accepted_total",
        "New views from phones for which this process gave a receipt since it started.",
        (({"process": str(os.getpid())}, accepted().number),),
        kind="counter",
    )
    yield single("views_stored", "Views in the database, however they came in.", _stored())


def _stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Submission)) or 0
