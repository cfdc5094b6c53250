"""Bringing in views collected elsewhere: each once, and what is refused kept apart with its reason."""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from participation.foundation import audit, registries
from participation.foundation.errors import DomainError
from participation.foundation.transactions import transaction
from surveys import intake
from surveys.definition import SurveyDefinition
from surveys.domain import Channel
from surveys.mapping import ColumnMap, RefusedRow, RowAnswers, given_map, plain_map, read_row
from surveys.new_views import NewView
from surveys.tables import Row, Table

STEP = 500
IMPORT_CHANNELS = (Channel.PAPER, Channel.WORKSHOP, Channel.SOCIAL, Channel.IMPORT)
REASON = "reason"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Destination:
    """Where the rows of a file go, and on whose word.

    Attributes:
        moderator_id: the person who answers for text that was moderated elsewhere; None when it was not.
    """

    campaign_id: int
    version_id: int
    definition: SurveyDefinition
    channel: Channel = Channel.IMPORT
    moderator_id: int | None = None
    is_dry_run: bool = False


@dataclass
class ImportCounts:
    """What became of the rows."""

    imported: int = 0
    already_there: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        """How many rows were looked at."""
        return self.imported + self.already_there + self.refused


def refused_path(path: Path) -> Path:
    """Where rows that are refused are written: beside the file, with a reason each."""
    return path.with_name(f"{path.name}.refused.csv")


def map_columns(table: Table, definition: SurveyDefinition, content: Any = None) -> ColumnMap:
    """Which column answers what: as `content` (a map file's) says, else by their names.

    Raises:
        WrongMap: when table, map and survey do not fit together.
    """
    if content is None:
        return plain_map(table.headings, definition)
    return given_map(content, table.headings, definition)


def import_table(
    table: Table, columns: ColumnMap, destination: Destination, progress: Progress = lambda done, total: None
) -> ImportCounts:
    """Bring in every row that can come in, some hundreds in one transaction; running it again adds nothing.

    Raises:
        UnreadableTable: when a row cannot be read; what came before it is stored.
        DomainError: when text is said to be moderated but nothing here can record the decision.
    """
    if destination.moderator_id is not None and not registries.moderated_elsewhere.is_filled:
        raise DomainError("Nothing here can record a decision made elsewhere.")
    counts = ImportCounts()
    with _RefusedRows(table) as refused:
        views = _views(table, columns, destination, refused)
        while step := list(islice(views, STEP)):
            _store(step, destination, counts)
            counts.refused = refused.count
            progress(counts.total, max(table.row_count, counts.total))
        counts.refused = refused.count
    return counts


def _views(
    table: Table, columns: ColumnMap, destination: Destination, refused: "_RefusedRows"
) -> Iterator[NewView]:
    seen: Counter[object] = Counter()
    for row in table.rows():
        try:
            said = read_row(row, table.headings, columns, destination.definition)
            if said.given_id and seen[said.given_id]:
                raise RefusedRow("Another row of this file has the same id.")
        except RefusedRow as reason:
            refused.add(row, str(reason))
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


def _store(views: Sequence[NewView], destination: Destination, counts: ImportCounts) -> None:
    if destination.is_dry_run:
        known = sum(intake.already_stored(views))
        counts.already_there, counts.imported = (
            counts.already_there + known,
            counts.imported + len(views) - known,
        )
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
                actor_id=destination.moderator_id,
                detail={"views": len(new), "channel": destination.channel.value},
            )
    counts.imported += len(new)
    counts.already_there += len(views) - len(new)


class _RefusedRows:
    """Writes refused rows with their reason, and only makes the file when there is one."""

    def __init__(self, table: Table) -> None:
        self.count = 0
        self._table = table
        self._path = refused_path(table.path)
        self._stack = ExitStack()
        self._writer: Any = None

    def __enter__(self) -> "_RefusedRows":
        self._path.unlink(missing_ok=True)  # of an earlier run
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, row: Row, reason: str) -> None:
        """Keep a row that was refused."""
        self.count += 1
        if self._writer is None:
            file = self._stack.enter_context(self._path.open("w", encoding="utf-8-sig", newline=""))
            self._writer = csv.writer(file)
            self._writer.writerow(_harmless([*self._table.headings, REASON]))
        self._writer.writerow(_harmless([*row.values, reason, *row.surplus]))


def _harmless(cells: Iterable[str]) -> list[str]:
    """Cells that no spreadsheet takes for a formula."""
    return [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells]
