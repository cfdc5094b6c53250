"""Taking a file of views in, saying what its columns are, having it brought in, and letting go of it."""

import io
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import select

from participation.campaigns.models import Campaign
from participation.foundation import audit, clock, jobs
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, NotFound
from participation.foundation.forgetting import forget_deleted_pages
from participation.foundation.resealing import reseal
from surveys.definition import SurveyDefinition
from surveys.domain import Channel
from surveys.importing import Destination, views_of
from surveys.mapping import given_map, how_to_read
from surveys.queries import current_version
from surveys.tables import Row, Table, TableFile
from surveys.uploads.choosing import fits, guessed_content
from surveys.uploads.domain import UploadState
from surveys.uploads.models import SavedMap, Upload

JOB = "bring_in_upload"
LONGEST_NAME = 200
MOST_LISTED = 50
ROWS_TRIED = 200
ROWS_LOOKED_AT = 20
EXAMPLES = 3


class CannotChange(DomainError):
    """A file is on its way in, or gone."""

    title = "This file cannot be changed now"


@dataclass(frozen=True)
class Trial:
    """What would become of the first rows of a file.

    Attributes:
        refused: number and reason of each row that cannot come in.
        is_whole: whether these are all the rows there are.
    """

    good: int
    refused: tuple[tuple[int, str], ...]
    is_whole: bool


@dataclass(frozen=True)
class ShownColumn:
    """A column by its name, with the first things that stand in it."""

    name: str
    examples: tuple[str, ...]


def take_in(campaign: Campaign, name: str, content: bytes, channel: Channel, actor_id: int) -> Upload:
    """Keep a file, sealed, until somebody has said what its columns are.

    Raises:
        UnreadableTable: when it is not a table that can be read; nothing is kept.
        NotFound: when the campaign never opened.
    """
    current_version(campaign.id)
    Table(TableFile.of(name, content))
    upload = Upload(campaign_id=campaign.id, name=name[-LONGEST_NAME:], channel=channel, made_by_id=actor_id)
    db.session.add(upload)
    db.session.flush()
    upload.sealed_file = deployment().sealer.seal_bytes(content, _place(upload))
    audit.record("uploaded", "upload", upload.id, actor_id=actor_id, detail={"campaign": campaign.slug})
    return upload


def upload_by_id(campaign: Campaign, upload_id: int) -> Upload:
    """One file of a campaign.

    Raises:
        NotFound: when this campaign has none with that number.
    """
    found = db.session.get(Upload, upload_id)
    if found is None or found.campaign_id != campaign.id:
        raise NotFound("There is no such file in this campaign. Go back to the list.")
    return found


def uploads_of(campaign: Campaign) -> list[Upload]:
    """The files of a campaign, the newest first."""
    return list(
        db.session.scalars(
            select(Upload)
            .where(Upload.campaign_id == campaign.id)
            .order_by(Upload.id.desc())
            .limit(MOST_LISTED)
        )
    )


def definition_for(upload: Upload) -> SurveyDefinition:
    """What the campaign of a file asks now."""
    return SurveyDefinition.from_json(current_version(upload.campaign_id).definition)


def table_of(upload: Upload, content: Any = None) -> Table:
    """The file of an upload, read as its map says, or as `content` says.

    Raises:
        CannotChange: when the file is gone.
        UnreadableTable: when it cannot be read so.
    """
    if upload.sealed_file is None:
        raise CannotChange("This file was brought in or erased. Send it again to bring it in again.")
    said = upload.column_map if content is None else content
    held = deployment().sealer.open_bytes(upload.sealed_file, _place(upload))
    known = said.get("columns") or {each.key for each in definition_for(upload).fields} | {"text"}
    return Table(TableFile.of(upload.name, held), how_to_read(said), known)


def suggested(upload: Upload, table: Table) -> dict[str, Any]:
    """What is known of the columns so far: what was said, else a saved map that fits, else their names."""
    if upload.column_map.get("columns"):
        return upload.column_map
    definition = definition_for(upload)
    for saved in saved_maps():
        if fits(saved.content, table.headings, definition):
            return saved.content
    return guessed_content(table.headings, definition)


def saved_maps() -> list[SavedMap]:
    """The maps kept for the next file, the newest first."""
    return list(db.session.scalars(select(SavedMap).order_by(SavedMap.saved_at.desc(), SavedMap.id.desc())))


def choose(upload: Upload, content: dict[str, Any], actor_id: int, keep_as: str = "") -> None:
    """Say what the columns of a file are, and how it is read.

    Args:
        keep_as: a name under which the map is kept for the next file; it takes the place of one of that name.

    Raises:
        CannotChange: when the file is on its way in or gone.
        WrongMap: when it does not fit the file or the questions.
    """
    _refuse_unless_choosing(upload)
    if content.get("columns"):
        given_map(content, table_of(upload, content).headings, definition_for(upload))
    upload.column_map = content
    if keep_as:
        _keep_map(keep_as, content, actor_id)


def trial(upload: Upload) -> Trial:
    """What would become of the first rows; nothing is stored."""
    table, refused = table_of(upload), list[tuple[int, str]]()

    def note(row: Row, reason: str) -> None:
        refused.append((row.number, reason))

    rows = table.rows()
    first = list(islice(rows, ROWS_TRIED))
    columns = given_map(upload.column_map, table.headings, definition_for(upload))
    good = sum(1 for _ in views_of(first, table.headings, columns, destination_of(upload), note))
    return Trial(good, tuple(refused), next(rows, None) is None)


def destination_of(upload: Upload) -> Destination:
    """Where the rows of a file go."""
    version = current_version(upload.campaign_id)
    return Destination(
        upload.campaign_id,
        version.id,
        SurveyDefinition.from_json(version.definition),
        upload.channel,
        actor_id=upload.made_by_id,
    )


def columns_of(table: Table) -> list[ShownColumn]:
    """The columns of a file with what its first rows say, for looking whether it was read right."""
    rows = list(islice(table.rows(), ROWS_LOOKED_AT))
    return [
        ShownColumn(
            name,
            tuple(islice((each.values[place] for each in rows if each.values[place].strip()), EXAMPLES)),
        )
        for place, name in enumerate(table.headings)
    ]


def start(upload: Upload, actor_id: int) -> None:
    """Have a worker bring it in.

    Raises:
        CannotChange: when it is on its way already, or gone, or nobody has said what its columns are.
    """
    _refuse_unless_choosing(upload)
    if not upload.column_map.get("columns"):
        raise CannotChange("Say what the columns are first.")
    upload.state = UploadState.WAITING
    upload.job_id = jobs.ask_for(JOB, created_by_id=actor_id, upload_id=upload.id).id


def drop(upload: Upload, actor_id: int) -> None:
    """Erase a file without bringing it in.

    Raises:
        CannotChange: when it is on its way in or gone.
    """
    _refuse_unless_choosing(upload)
    finish(upload, UploadState.DROPPED)
    audit.record("dropped", "upload", upload.id, actor_id=actor_id)


def finish(upload: Upload, state: UploadState, problem: str = "") -> None:
    """Note what became of a file, and erase it."""
    upload.state, upload.problem, upload.finished_at = state, problem[:300], clock.now()
    upload.sealed_file = None
    forget_deleted_pages()


def keep_refused(upload: Upload, rows: io.StringIO) -> None:
    """Keep the rows that were refused, sealed, so that they can be put right."""
    words = rows.getvalue()
    upload.sealed_refused = deployment().sealer.seal(words, _place(upload, "refused")) if words else None


def refused_rows(upload: Upload) -> str:
    """The rows that were refused, as CSV.

    Raises:
        NotFound: when there are none, or they are gone.
    """
    if upload.sealed_refused is None:
        raise NotFound("There are no refused rows of this file, or they were erased.")
    return deployment().sealer.open(upload.sealed_refused, _place(upload, "refused"))


def reseal_uploads() -> int:
    """Seal every file that is kept anew with the newest key; gives how many."""
    files = reseal(Upload, Upload.sealed_file, _place)
    return files + reseal(Upload, Upload.sealed_refused, lambda upload: _place(upload, "refused"))


def _refuse_unless_choosing(upload: Upload) -> None:
    if upload.state is not UploadState.CHOOSING:
        raise CannotChange("This file is on its way in, or was brought in or erased.")


def _keep_map(name: str, content: dict[str, Any], actor_id: int) -> None:
    saved = db.session.scalars(select(SavedMap).where(SavedMap.name == name)).first()
    if saved is None:
        saved = SavedMap(name=name)
        db.session.add(saved)
    saved.content, saved.saved_by_id, saved.saved_at = content, actor_id, clock.now()
    db.session.flush()
    audit.record("saved", "saved_map", saved.id, actor_id=actor_id)


def _place(upload: Upload, part: str = "file") -> bytes:
    return f"upload\x1f{upload.id}\x1f{part}".encode()
