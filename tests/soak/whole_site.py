"""A site as a small installation runs it, `participation run` with its worker, on either store."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from participation.accounts.services import add_person
from participation.factory import create_app
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.migrating import migrate
from participation.foundation.transactions import transaction
from participation.settings import load_settings
from tests.conftest import PASSWORD
from tests.integration.campaigns.making import a_campaign
from tests.live_site import LiveSite, free_port

READERS = ("ann@example.org", "ben@example.org")
KEYER = "kim@example.org"


@contextmanager
def whole_site(folder: Path, database_url: str = "", redis_url: str = "") -> Iterator[LiveSite]:
    """An open campaign, two who moderate and one who brings in files. Nothing runs yet: start it with `run`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = load_settings(
        data_dir=folder, database_url=database_url, redis_url="", site_url=address, log_level="error"
    )
    migrate(settings.database_address)
    given = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SITE_URL": address,
        "LOG_LEVEL": "warning",
        "OMP_NUM_THREADS": "1",
    }
    app = create_app(settings)
    with app.app_context():
        a_campaign()
        with transaction():
            for email in READERS:
                add_person(email, email.split("@")[0].title(), PASSWORD, [Role.MODERATOR])
            add_person(KEYER, "Kim", PASSWORD, [Role.CAMPAIGN_MANAGER])
        db.session.remove()
    site = LiveSite(address, folder, {**os.environ, **given}, app, folder / "said.txt")
    try:
        yield site
    finally:
        site.stop()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
