"""The look in force, kept for a moment: not every page asks the database."""

import time
from dataclasses import dataclass

from flask import current_app, g
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import defer

from participation.foundation.database import db
from participation.foundation.looks import OURS, Look
from participation.look.models import SiteLook

EXTENSION = "look.in_force"
KNOWN_SECONDS = 2.0


@dataclass(frozen=True)
class _Known:
    look: Look
    until: float


def last_look() -> SiteLook | None:
    """What was set last; None while nobody has set anything."""
    return db.session.scalars(
        select(SiteLook).options(defer(SiteLook.logo)).order_by(SiteLook.id.desc()).limit(1)
    ).first()


def logo_content(mark: str) -> bytes | None:
    """The logo with this content."""
    return db.session.scalars(
        select(SiteLook.logo).where(SiteLook.logo_mark == mark, SiteLook.logo.is_not(None)).limit(1)
    ).first()


def in_force() -> Look:
    """The look every page has; while the store is away, the one known before."""
    known: _Known | None = current_app.extensions.get(EXTENSION)
    moment = time.monotonic()
    if known is not None and (known.until >= moment or g.get("is_store_away")):
        return known.look
    try:
        look = _read(last_look())
    except SQLAlchemyError:  # no tables yet, or the store is away: whatever the page is about says so better
        db.session.rollback()
        return known.look if known else OURS
    current_app.extensions[EXTENSION] = _Known(look, moment + KNOWN_SECONDS)
    return look


def forget() -> None:
    """Look again next time."""
    current_app.extensions.pop(EXTENSION, None)


def _read(kept: SiteLook | None) -> Look:
    if kept is None:
        return OURS
    return Look(
        kept.name,
        kept.partnership,
        kept.welcome,
        kept.accent,
        kept.action,
        kept.logo_mark,
        kept.logo_width,
        kept.logo_height,
    )
