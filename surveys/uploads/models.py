"""Tables of files that staff send in, and of the maps they keep for the next one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base
from surveys.domain import Channel
from surveys.models import stored_words
from surveys.uploads.domain import UploadState


class Upload(Base):
    """A file of views. What it holds was read by nobody, so it lies sealed, and only until it is brought in."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), comment="Of the file")
    channel: Mapped[Channel] = mapped_column(stored_words(Channel, 20))
    state: Mapped[UploadState] = mapped_column(stored_words(UploadState, 12), default=UploadState.CHOOSING)
    column_map: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, comment="What each column is and how the file is read, as in a map file"
    )
    sealed_file: Mapped[bytes | None] = mapped_column(
        LargeBinary, deferred=True, comment="The file, encrypted; emptied once it was brought in"
    )
    sealed_refused: Mapped[bytes | None] = mapped_column(
        LargeBinary, deferred=True, comment="Rows that were refused, with the reason, encrypted"
    )
    imported: Mapped[int] = mapped_column(default=0)
    already_there: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(300), default="", comment="Why it stopped; no word of a view")
    job_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    finished_at: Mapped[datetime | None]


class SavedMap(Base):
    """What each column of a kind of file is, kept by name for the next file of that kind."""

    __tablename__ = "saved_map"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON, comment="As in a map file")
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
