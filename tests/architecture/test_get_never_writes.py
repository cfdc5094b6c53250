"""Asking for a page changes nothing: not by design, and not when every page is asked for in a filled site."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction, writes
from participation.plan.services import ensure_plans
from tests.architecture.addresses import address_of, asks, rules, sends
from tests.auditing_client import AuditingClient
from tests.integration.campaigns.making import a_campaign

Staff = Callable[..., AuditingClient]
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement the database is given meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def filled(app: Flask, client: AuditingClient) -> None:
    """A site with plans, a campaign and a view that waits."""
    with transaction():
        ensure_plans()
    a_campaign()
    page = client.page("/c/safer-buses/take-part")
    key = str(page.select("[name=submission_key]")[0]["value"])
    sent = client.post("/c/safer-buses/take-part", data={"submission_key": key, "q1": "More buses"})
    assert sent.status_code == 200


def test_only_what_can_be_sent_to_declares_that_it_writes(app: Flask) -> None:
    for endpoint in {rule.endpoint for rule in rules(app)}:
        if writes(endpoint):
            assert any(sends(rule) for rule in rules(app) if rule.endpoint == endpoint), endpoint


@pytest.mark.usefixtures("filled")
def test_asking_for_every_page_gives_the_database_nothing_to_write(
    app: Flask, staff: Staff, client: AuditingClient
) -> None:
    everybody = staff(*Role)
    answered = 0
    for rule in rules(app):
        if not asks(rule):
            continue
        for who in (client, everybody):
            with statements() as seen:
                response = who.get(address_of(app, rule))
            response.close()
            written = [each for each in seen if each.lstrip().upper().startswith(WRITING)]
            assert written == [], f"GET {rule.rule}"
            assert response.status_code < 500, f"GET {rule.rule}"
            answered += response.status_code == 200
    assert answered > 40  # the walk really reaches pages


@pytest.mark.usefixtures("filled")
def test_the_watch_on_statements_sees_a_write(app: Flask) -> None:
    with statements() as seen, transaction():
        a_campaign(slug="another", is_open=False)
    assert any(each.startswith("INSERT INTO campaign") for each in seen)
