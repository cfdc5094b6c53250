"""Figures for machines: behind their token, true to the tables, and about nobody."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select

from moderation.checking import screen_unchecked
from moderation.models import Screening
from moderation.screening.results import NOT_CHECKED_SIGNAL
from participation.foundation import clock, jobs
from participation.foundation.database import db
from participation.foundation.jobs import Job, JobState
from participation.foundation.metrics import Metric, as_text
from participation.foundation.transactions import transaction
from participation.settings import Settings, load_settings
from surveys.models import Submission
from tests.auditing_client import AuditingClient
from tests.integration.pages import made_up

TOKEN = "a token for machines"
SECRET = "a secret wish about heron lane"
LINE = re.compile(r'participation_\w+(?:\{\w+="[\w.]*"\})? [\d.e+]+')


@pytest.fixture
def settings(store: str, tmp_path: Path) -> Settings:
    """With the token that switches the figures on."""
    return load_settings(
        data_dir=tmp_path, database_url=store, log_level="error", redis_url="", metrics_token=TOKEN
    )


def figures(client: AuditingClient) -> dict[str, float]:
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    lines = [line for line in response.get_data(as_text=True).splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines), lines
    return {
        name.removeprefix("participation_"): float(value)
        for name, value in (each.rsplit(" ", 1) for each in lines)
    }


@pytest.mark.both_stores
def test_machines_see_the_queue_the_check_the_jobs_and_the_store(app: Flask, client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    made_up.send(campaign_id, SECRET, "more benches by the sea", "longer opening hours")
    screen_unchecked()
    made_up.send(campaign_id, "nobody has read this one yet")
    with transaction():
        first = db.session.scalars(select(Submission).order_by(Submission.id)).first()
        assert first is not None
        first.lane, first.lane_rank = "urgent", 0
        first.arrived_at = clock.now() - timedelta(hours=2)
        screening = db.session.get_one(Screening, first.id)
        screening.signals = [*screening.signals, NOT_CHECKED_SIGNAL]
        given = {"kind": "tell_staff", "arguments": {}, "run_after": clock.now() - timedelta(minutes=5)}
        states = (JobState.WAITING, JobState.DEAD, JobState.DONE)
        db.session.execute(
            insert(Job), [{**given, "state": each, "created_at": clock.now()} for each in states]
        )
    found = figures(client)
    assert found['queue_views{lane="urgent"}'] == 1
    assert 7200 <= found['queue_oldest_seconds{lane="urgent"}'] < 7300
    assert found['queue_views{lane="spam"}'] == 0
    assert sum(value for name, value in found.items() if name.startswith("queue_views")) == 4
    assert found["views_not_checked"] == 1
    assert found["screening_failures"] == 1
    assert found["views_stored"] == 4
    assert found["jobs_open"] == found['jobs_open_by_kind{kind="tell_staff"}'] == 1
    assert found["jobs_dead"] == 1
    assert 300 <= found["jobs_oldest_due_seconds"] < 400
    assert found["alerts_unsent"] == found["alerts_given_up"] == 0
    assert found["database_bytes"] > 100_000


def test_what_senders_were_told_is_stored_grows_with_what_is(app: Flask, client: AuditingClient) -> None:
    made_up.open_campaign()
    before = figures(client)
    for words in ("more buses", "more buses on sundays", "more buses on sundays"):
        key = str(client.page(f"/c/{made_up.SLUG}/take-part").select("[name=submission_key]")[0]["value"])
        for _ in range(2):  # pressing twice adds nothing
            client.post(f"/c/{made_up.SLUG}/take-part", data={"submission_key": key, "q1": words})
    after = figures(client)
    [accepted] = [name for name in after if name.startswith("views_accepted_total")]
    assert after[accepted] - before[accepted] == after["views_stored"] - before["views_stored"] == 3


def test_nothing_anybody_wrote_and_nobody_is_in_the_figures(app: Flask, client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    [receipt] = made_up.send(campaign_id, SECRET)
    made_up.somebody()
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).get_data(as_text=True)
    for private in ("heron", receipt.words, "somebody", made_up.SLUG, made_up.TITLE, "127.0.0.1"):
        assert private not in text


def test_whoever_lacks_the_token_finds_no_figures(app: Flask, client: AuditingClient) -> None:
    for header in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer é"},
        {"Authorization": "Bearer "},
    ):
        assert client.get("/metrics", headers=header).status_code == 404


def test_labels_cannot_break_out_of_their_line() -> None:
    odd = Metric("odd", "two\nlines", (({"name": 'a"b\\c\nd'}, 1.5),))
    assert as_text([odd]) == (
        "# HELP participation_odd two\\nlines\n# TYPE participation_odd gauge\n"
        'participation_odd{name="a\\"b\\\\c\\nd"} 1.5\n'
    )


def test_jobs_of_every_kind_are_listed_though_none_waits(app: Flask) -> None:
    by_kind = next(each for each in jobs.figures() if each.name == "jobs_open_by_kind")
    assert {"tell_staff", "remind_owner"} <= {labels["kind"] for labels, _ in by_kind.samples}
