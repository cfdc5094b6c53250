"""How long files are kept that nobody brought in, and rows that were refused."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, select, update

from participation.foundation import clock, retention
from participation.foundation.database import db
from surveys.uploads.domain import REFUSED_KEPT_DAYS, UPLOADS_KEPT_DAYS, UploadState
from surveys.uploads.models import Upload


def rules() -> list[retention.Rule]:
    """The rules of this package."""
    return [
        retention.Rule(
            "files_not_brought_in",
            "Files of views that were sent in by a page and never brought in",
            lambda: f"{UPLOADS_KEPT_DAYS} days",
            lambda: _count(_left()),
            lambda: _erase(_left(), sealed_file=None, state=UploadState.DROPPED, finished_at=clock.now()),
        ),
        retention.Rule(
            "refused_rows",
            "Rows of such files that were refused",
            lambda: f"{REFUSED_KEPT_DAYS} days",
            lambda: _count(_refused()),
            lambda: _erase(_refused(), sealed_refused=None),
        ),
    ]


def _left() -> ColumnElement[bool]:
    until = clock.now() - timedelta(days=UPLOADS_KEPT_DAYS)
    return and_(Upload.state == UploadState.CHOOSING, Upload.made_at < until)


def _refused() -> ColumnElement[bool]:
    until = clock.now() - timedelta(days=REFUSED_KEPT_DAYS)
    return and_(Upload.sealed_refused.is_not(None), Upload.finished_at < until)


def _count(due: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Upload).where(due)) or 0


def _erase(due: ColumnElement[bool], **emptied: object) -> int:
    gone = db.session.execute(
        update(Upload).where(due).values(**emptied).execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
