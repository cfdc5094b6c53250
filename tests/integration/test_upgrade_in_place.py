"""A deployment of an earlier version, with its data, is upgraded by one command and goes on where it was."""

from collections.abc import Callable, Iterator

import pytest
from alembic import command
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from participation.accounts.services import add_person
from participation.commands.serving import migrate
from participation.factory import create_app
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.migrating import alembic_config
from participation.foundation.transactions import transaction
from participation.settings import Settings
from surveys.domain import SubmissionState
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.conftest import PASSWORD
from tests.form_walk import soup_of
from tests.integration.pages import made_up

#: SQLite cannot read back an index over an expression.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")

WORDS = "the swings squeak like a sad heron"
READER, ANALYST = "reader@example.org", "analyst@example.org"
#: The first that could be used; the last before tallies and the search index; one of late.
EARLIER = ("0002", "0033", "0047")


@pytest.fixture(params=EARLIER)
def from_earlier(request: pytest.FixtureRequest, app: Flask, settings: Settings) -> dict[str, str]:
    """A deployment at an earlier revision in which much has happened; gives receipt words by what they are of."""
    receipts = made_up.published_campaign()
    made_up.publish_replies()
    [waiting] = made_up.send(made_up.open_campaign("second", "Second"), WORDS)
    with transaction():
        add_person(READER, "Reader", PASSWORD, [Role.MODERATOR])
        add_person(ANALYST, "Analyst", PASSWORD, [Role.ANALYST])
    db.session.remove()
    db.engine.dispose()
    command.downgrade(alembic_config(settings.database_address), request.param)
    return {**receipts, "waiting": waiting.words}


@pytest.fixture
def visit(app: Flask, settings: Settings) -> Iterator[Callable[..., AuditingClient]]:
    """`visit("reader@example.org")` comes to the site as it starts after the upgrade, signed in if named."""
    upgraded = create_app(settings)
    upgraded.test_client_class = AuditingClient

    def come(email: str = "") -> AuditingClient:
        client: AuditingClient = upgraded.test_client()  # type: ignore[assignment]
        if email:
            client.sign_in(email, PASSWORD)
        return client

    yield come
    with upgraded.app_context():
        db.engine.dispose()


def upgrade(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("participation.factory.create_app", lambda _settings: app)
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    done = CliRunner().invoke(migrate, catch_exceptions=False)
    assert "up to date" in done.output
    assert (settings.keys_dir / "backup.key").exists(), "a copy of the keys must have them all from the start"


@pytest.mark.both_stores
def test_the_site_goes_on_with_every_view_receipt_and_result(
    from_earlier: dict[str, str],
    app: Flask,
    settings: Settings,
    visit: Callable[..., AuditingClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    young = visit()
    assert young.get("/healthz").json == {"status": "migrations are missing"}
    upgrade(app, settings, monkeypatch)
    assert young.get("/healthz").json == {"status": "ok"}

    the_view_that_waited_is_read_and_decided(visit(READER))
    the_receipts_tell(young, from_earlier)
    the_results_stand(young, visit(ANALYST))
    a_new_view_is_taken(young)
    assert audit.verify().broken_at is None


def the_view_that_waited_is_read_and_decided(reader: AuditingClient) -> None:
    assert len(reader.page("/staff/queue").select("ol.queue > li")) == 1
    page = reader.submit("/staff/queue/next", from_page="/staff/queue").location
    assert WORDS in text_of(reader.page(page))
    number = page.rsplit("/", 1)[1]
    assert (
        reader.submit(f"/staff/queue/{number}/decide", {"kind": "approve"}, from_page=page).status_code == 302
    )
    db.session.rollback()
    assert db.session.get_one(Submission, int(number)).state is SubmissionState.APPROVED


def the_receipts_tell(young: AuditingClient, receipts: dict[str, str]) -> None:
    steps = {}
    for what, words in receipts.items():
        step = soup_of(young.post("/my-answer", data={"receipt": words})).select_one(
            "[aria-current=step] strong"
        )
        steps[what] = text_of(step) if step else ""
    assert steps["waiting"] == "We put it with other views like it"  # it was read a moment ago
    assert steps[made_up.BUSES] == "We replied"


def the_results_stand(young: AuditingClient, analyst: AuditingClient) -> None:
    results = text_of(young.page(f"/results/{made_up.SLUG}"))
    assert made_up.THEMES[made_up.BUSES][0] in results
    assert "Our reply about getting around" in text_of(young.page("/replies"))
    found = analyst.page(f"/staff/themes/{made_up.SLUG}/answers?q=swings")
    assert "the swings have been broken since last summer" in text_of(found)


def a_new_view_is_taken(young: AuditingClient) -> None:
    address = "/c/second/take-part"
    key = young.page(address).select("[name=submission_key]")[0]["value"]
    assert young.post(address, data={"submission_key": key, "q1": "and a bench"}).status_code == 200
    db.session.rollback()
    assert (
        len(db.session.scalars(select(Submission).where(Submission.state == SubmissionState.PENDING)).all())
        == 1
    )
