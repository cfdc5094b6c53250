"""Bringing in views collected elsewhere: each once, and what is refused kept apart with its reason."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from participation.foundation import audit, registries
from participation.foundation.errors import DomainError
from participation.foundation.transactions import transaction
from surveys import intake
from surveys.definition import SurveyDefinition
from surveys.domain import Channel
from surveys.mapping import ColumnMap, RefusedRow, RowAnswers, given_map, plain_map, read_row
from surveys.new_views import NewView
from surveys.refused_rows import RefusedRows
from surveys.tables import Row, Table

STEP = 500
IMPORT_CHANNELS = (Channel.PAPER, Channel.WORKSHOP, Channel.SOCIAL, Channel.IMPORT)
Progress = Callable[[int, int], None]


def _nobody_watches(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True)
class Destination:
    """Where the rows of a file go, and on whose word.

    Attributes:
        moderator_id: the person who answers for text that was moderated elsewhere; None when it was not.
        actor_id: who brings the rows in, where that is somebody else.
    """

    campaign_id: int
    version_id: int
    definition: SurveyDefinition
    channel: Channel = Channel.IMPORT
    moderator_id: int | None = None
    is_dry_run: bool = False
    actor_id: int | None = None


@dataclass
class ImportCounts:
    """What became of the rows."""

    imported: int = 0
    already_there: int = 0
    refused: int = 0

    def add(self, imported: int, already_there: int) -> None:
        """Count what became of some more rows."""
        self.imported += imported
        self.already_there += already_there

    @property
    def total(self) -> int:
        """How many rows were looked at."""
        return self.imported + self.already_there + self.refused


def map_columns(table: Table, definition: SurveyDefinition, content: Any = None) -> ColumnMap:
    """Which column answers what: as `content` (a map file's) says, else by their names.

    Raises:
        WrongMap: when table, map and survey do not fit together.
    """
    if content is None:
        return plain_map(table.headings, definition)
    return given_map(content, table.headings, definition)


def import_table(
    table: Table,
    columns: ColumnMap,
    destination: Destination,
    refused: RefusedRows,
    progress: Progress = _nobody_watches,
    noted: Callable[[ImportCounts], None] | None = None,
) -> ImportCounts:
    """Bring in every row that can come in, some hundreds in one transaction; running it again adds nothing.

    Args:
        refused: keeps the rows that cannot.
        progress: hears (rows done, of how many) after each step.
        noted: is given the counts so far in the transaction of each step, to be stored with it.

    Raises:
        UnreadableTable: when a row cannot be read; what came before it is stored.
        DomainError: when text is said to be moderated but nothing here can record the decision.
    """
    if destination.moderator_id is not None and not registries.moderated_elsewhere.is_filled:
        raise DomainError("Nothing here can record a decision made elsewhere.")
    counts = ImportCounts()
    views = views_of(table.rows(), table.headings, columns, destination, refused.add)
    while step := list(islice(views, STEP)):
        counts.refused = refused.count
        _store(step, destination, counts, noted)
        progress(counts.total, max(table.row_count, counts.total))
    counts.refused = refused.count
    return counts


def views_of(
    rows: Iterable[Row],
    headings: Sequence[str],
    columns: ColumnMap,
    destination: Destination,
    refuse: Callable[[Row, str], None],
) -> Iterator[NewView]:
    """The rows that can come in, as views; `refuse` is given each of the others with the reason."""
    seen: Counter[object] = Counter()
    for row in rows:
        try:
            said = read_row(row, headings, columns, destination.definition)
            if said.given_id and seen[said.given_id]:
                raise RefusedRow("Another row of this file has the same id.")
        except RefusedRow as reason:
            refuse(row, str(reason))
            continue
        mark = said.given_id or hashlib.sha256(repr(said.content).encode("utf-8")).digest()
        seen[mark] += 1
        yield _view(said, seen[mark], destination)


def _view(said: RowAnswers, occurrence: int, destination: Destination) -> NewView:
    """A row as a view: known by its id, else by what it says and how often that was said before it."""
    key = f"import:{destination.campaign_id}" + ("" if said.given_id else f":{occurrence}")
    return NewView(
        destination.campaign_id,
        destination.version_id,
        key,
        said.answers,
        said.may_quote,
        destination.channel,
        said.given_id,
    )


def _store(
    views: Sequence[NewView],
    destination: Destination,
    counts: ImportCounts,
    noted: Callable[[ImportCounts], None] | None,
) -> None:
    if destination.is_dry_run:
        known = sum(intake.already_stored(views))
        counts.add(len(views) - known, known)
        return
    with transaction():
        receipts = intake.store_all(views)
        new = [receipt.submission_id for receipt in receipts if not receipt.is_repeat]
        if new and destination.moderator_id is not None:
            registries.moderated_elsewhere.call(new, destination.moderator_id)
        if new:
            audit.record(
                "imported",
                "campaign",
                destination.campaign_id,
                actor_id=destination.actor_id or destination.moderator_id,
                detail={"views": len(new), "channel": destination.channel.value},
            )
        counts.add(len(new), len(views) - len(new))
        if noted is not None:
            noted(counts)
