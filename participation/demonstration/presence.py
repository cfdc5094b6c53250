"""Whether the demonstration is here: the banner, the health check and a safe production depend on it."""

import time
from dataclasses import dataclass
from pathlib import Path

from flask import current_app, g
from sqlalchemy import create_engine, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from analysis.models import Publication
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.demonstration.script import MAIN_CAMPAIGN
from participation.foundation.database import db, driver_address
from participation.foundation.deployment import deployment
from participation.foundation.errors import SettingsError
from participation.settings import Settings

EXTENSION = "demonstration.presence"
KNOWN_SECONDS = 2.0


@dataclass(frozen=True)
class Known:
    """What was found a moment ago."""

    is_loaded: bool
    until: float


def is_loaded() -> bool:
    """Whether the whole demonstration is loaded. Kept for a moment: not every page asks the database.

    In production it never is: a site that has its accounts does not start.
    """
    if deployment().settings.environment == "production":
        return False
    known: Known | None = current_app.extensions.get(EXTENSION)
    moment = time.monotonic()
    if known is not None and g.get("is_store_away"):
        return known.is_loaded
    if known is None or known.until < moment:
        known = Known(look(), moment + KNOWN_SECONDS)
        current_app.extensions[EXTENSION] = known
    return known.is_loaded


def look() -> bool:
    """Ask the database. The results of the main campaign are published last, so they mark a whole load."""
    try:
        return db.session.scalar(_LAST_STEP) is not None
    except SQLAlchemyError:  # no tables yet: the page that asks says so better than we can
        db.session.rollback()
        return False


def forget() -> None:
    """Look again next time."""
    current_app.extensions.pop(EXTENSION, None)


def refuse_in_production(settings: Settings) -> None:
    """Stop a production site from starting while accounts with a well-known password are in its database.

    Raises:
        SettingsError: when there are any, or when it cannot be found out.
    """
    if settings.environment != "production" or _is_missing_file(settings):
        return
    engine = create_engine(driver_address(settings.database_address))
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(Person.__tablename__):
                return
            is_here = connection.scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None
    except SQLAlchemyError as error:
        raise SettingsError(
            "DATABASE_URL: the database does not answer, so it cannot be searched for demo accounts"
            f" ({type(error).__name__}). Check that it runs, then start again."
        ) from None
    finally:
        engine.dispose()
    if is_here:
        raise SettingsError(
            "ENVIRONMENT is production, but this database holds the demo accounts, whose password is public."
            " Run `participation demo remove` with ENVIRONMENT=development, or use another database."
        )


def _is_missing_file(settings: Settings) -> bool:
    """Whether SQLite has nothing to look at yet; looking would make an empty file."""
    url = make_url(settings.database_address)
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()


_LAST_STEP = (
    select(Publication.id)
    .join(Campaign, Campaign.id == Publication.campaign_id)
    .where(Campaign.slug == MAIN_CAMPAIGN, Campaign.is_demo)
    .limit(1)
)
