"""Bringing a file in, as a worker does it. Safe to run twice: what is there already is told from what is new."""

import io

from participation.foundation import jobs
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.foundation.transactions import transaction
from surveys.importing import ImportCounts, import_table
from surveys.mapping import given_map
from surveys.refused_rows import RefusedRows
from surveys.uploads import services
from surveys.uploads.domain import UploadState
from surveys.uploads.models import Upload


class _Kept(io.StringIO):
    """Text that can still be read after whoever wrote it has closed it."""

    def close(self) -> None:
        """Keep it."""


def bring_in(job: jobs.Job) -> None:
    """Do the job: store every row that can come in, and keep the others with their reasons."""
    upload = db.session.get_one(Upload, int(str(job.arguments["upload_id"])))
    if upload.state is not UploadState.WAITING:
        return
    upload_id, job_id, before = upload.id, job.id, upload.imported
    kept = _Kept()
    try:
        counts = _import(upload, job_id, before, kept)
    except DomainError as refused:
        db.session.rollback()
        with transaction():
            services.finish(db.session.get_one(Upload, upload_id), UploadState.FAILED, refused.message)
        return
    with transaction():
        upload = db.session.get_one(Upload, upload_id)
        _note(upload, counts, before)
        services.keep_refused(upload, kept)
        services.finish(upload, UploadState.DONE)


def _import(upload: Upload, job_id: int, before: int, kept: io.StringIO) -> ImportCounts:
    table, destination = services.table_of(upload), services.destination_of(upload)
    columns = given_map(upload.column_map, table.headings, destination.definition)
    upload_id = upload.id

    def note(counts: ImportCounts) -> None:
        _note(db.session.get_one(Upload, upload_id), counts, before)

    def progress(done: int, total: int) -> None:
        with transaction():
            jobs.report_progress(job_id, done, total)

    with RefusedRows(table.headings, lambda: kept) as refused:
        return import_table(table, columns, destination, refused, progress, note)


def _note(upload: Upload, counts: ImportCounts, before: int) -> None:
    """Store the counts. What a run that was cut short had brought in (`before`) is not "already there"."""
    recovered = min(before, counts.already_there)
    upload.imported = before + counts.imported
    upload.already_there = counts.already_there - recovered
    upload.refused = counts.refused
