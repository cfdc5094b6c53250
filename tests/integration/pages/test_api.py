"""The API: the figures of the public pages and no others, and answers that keep to their own description."""

import csv
import io
import json
import re
from contextlib import suppress
from contextvars import Context
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from analysis import publications
from analysis.disclosure import AudienceClass
from analysis.models import Publication, Snapshot
from analysis.replies.domain import ReplyStatus
from analysis.reports.files import file_kind
from analysis.reports.making import make_file
from participation.campaigns.models import Campaign
from participation.foundation.database import db
from participation.foundation.rates import Limit
from participation.foundation.transactions import transaction
from participation.pages.api import reading, views
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up
from tests.integration.pages.made_up import BUSES, LIGHTS, PARKS, SHOPS, SLUG, TITLE

ROOT = "/api/v1"
RESULTS = f"{ROOT}/results/{SLUG}"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 6


def data(client: AuditingClient, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, f"{address} answered {response.status_code}"
    assert response.mimetype == ("application/json" if status == 200 else "application/problem+json")
    return json.loads(response.get_data())


def test_every_figure_is_that_of_the_results_page_and_of_the_open_data(client: AuditingClient) -> None:
    made_up.published_campaign()
    found, page = data(client, RESULTS), client.page(f"/results/{SLUG}")
    rows = {
        text_of(row.select("th")[0]): [text_of(cell) for cell in row.select("td")]
        for row in page.select("section[aria-labelledby=numbers] tbody tr")
    }
    assert [theme["name"] for theme in found["themes"]] == list(rows), "in the order of the page"
    for theme in found["themes"]:
        percent = "–" if theme["percent"] is None else f"{theme['percent']}%"
        assert [theme["responses"]["words"], percent] == rows[theme["name"]]
    words = [
        [text_of(cell) for cell in row.select("th, td")]
        for row in page.select("[aria-labelledby=words] tbody tr")
    ]
    assert [[each["word"], str(each["responses"])] for each in found["words"]] == words
    assert sum(each["replies"] for each in found["statuses"]) == 4
    assert found["responses"]["words"] in text_of(page)

    snapshot = db.session.get_one(Snapshot, db.session.query(Publication).one().snapshot_id)
    made = make_file(file_kind("open-data", "csv"), snapshot, AudienceClass.PUBLIC, is_draft=True)
    opened = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))
    counted = {row["Theme id"]: row["Responses"] for row in opened if row["Table"] == "themes"}
    shown = {theme["key"]: theme["responses"]["value"] for theme in found["themes"]}
    assert counted == {key: "" if value is None else str(value) for key, value in shown.items()}
    assert [str(found["responses"]["value"])] == [
        row["Responses"] for row in opened if row["Table"] == "base"
    ]
    assert found["version"] == opened[0]["Snapshot"]


def test_hidden_counts_and_words_of_young_people_are_nowhere_in_it(client: AuditingClient) -> None:
    made_up.published_campaign()
    found = {theme["key"]: theme for theme in data(client, RESULTS)["themes"]}
    for key in (LIGHTS, SHOPS):
        assert found[key]["responses"] == {
            "value": None,
            "words": "too few to show",
            "is_hidden": True,
            "is_rounded": False,
        }
        assert found[key]["percent"] is None
    assert found[BUSES]["responses"]["value"] == 40, "42 said so"
    for address in (RESULTS, f"{ROOT}/results", f"{ROOT}/replies", f"{ROOT}/campaigns", f"{ROOT}/replies/1"):
        text = client.get(address).get_data(as_text=True)
        numbers = re.findall(r"(?<![\w./-])(?:4|12|21|42|79)(?![\w.-])", re.sub(r'"id":\d+', "", text))
        assert numbers == [], f"a true count in {address}"
        for sayings, _ in made_up.SAYINGS.values():
            assert not any(saying in text for saying in sayings)


def test_replies_say_what_their_pages_say(client: AuditingClient) -> None:
    made_up.published_campaign()
    for reply in data(client, f"{ROOT}/replies")["items"]:
        page = text_of(client.page(reply["page"].removeprefix("http://127.0.0.1:8000")))
        said = (
            "theme_name",
            "status_words",
            "you_said",
            "our_reply",
            "reason",
            "owner",
            "partner",
            "first_step",
        )
        assert all(reply[name] in page for name in said)
        assert reply["is_late"] == ("This is late, and we are sorry." in page)
        assert reply == data(client, f"{ROOT}/replies/{reply['id']}")
    found = data(client, f"{ROOT}/replies?status=no&campaign={SLUG}&theme={BUSES}&unknown=1")["items"]
    assert [(reply["status"], reply["is_promise"]) for reply in found] == [("no", False)]
    assert data(client, f"{ROOT}/replies?campaign=another")["items"] == []


def test_nothing_is_given_out_that_is_not_public(client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    made_up.open_campaign(slug="being-made", title="Being made", opened_at=None)
    made_up.write_reply(campaign_id, BUSES, ReplyStatus.YES)
    assert [each["slug"] for each in data(client, f"{ROOT}/campaigns")["items"]] == [SLUG]
    assert data(client, f"{ROOT}/replies") == {"items": [], "next": None}
    assert data(client, f"{ROOT}/results") == {"items": [], "next": None}
    for address in ("campaigns/being-made", f"results/{SLUG}", "replies/1", "campaigns?before=being-made"):
        problem = data(client, f"{ROOT}/{address}", 404)
        assert problem["status"] == 404
        assert problem["detail"]


def test_results_taken_back_are_gone_and_results_published_again_are_listed_once(
    client: AuditingClient,
) -> None:
    made_up.published_campaign()
    campaign = db.session.query(Campaign).one()
    with transaction():
        publications.publish(campaign, "Once more.", made_up.somebody().id)
    assert [each["title"] for each in data(client, f"{ROOT}/results")["items"]] == [TITLE]
    assert data(client, RESULTS)["introduction"] == "Once more."
    with transaction():
        publications.unpublish(campaign, made_up.somebody().id)
    data(client, RESULTS, 404)
    assert data(client, f"{ROOT}/results")["items"] == []


def test_lists_go_on_from_the_last_thing_seen(
    client: AuditingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    for number in range(5):
        campaign_id = made_up.open_campaign(slug=f"number-{number}")
    for _ in range(31):
        made_up.write_reply(campaign_id, PARKS, ReplyStatus.HEARD)
    made_up.publish_replies()
    seen, address = [], f"{ROOT}/campaigns"
    while address:
        part = data(client, address)
        seen += [each["slug"] for each in part["items"]]
        address = part["next"]
    assert seen == [f"number-{number}" for number in (4, 3, 2, 1, 0)]
    first = data(client, f"{ROOT}/replies?status=heard")
    assert "status=heard" in first["next"]
    second = data(client, first["next"])
    assert len({reply["id"] for part in (first, second) for reply in part["items"]}) == 31
    assert second["next"] is None


def test_answers_are_kept_for_a_while_and_not_sent_twice(client: AuditingClient) -> None:
    made_up.published_campaign()
    for address in (RESULTS, f"{ROOT}/openapi.json"):
        first = client.get(address)
        assert first.headers["Cache-Control"] == "public, max-age=300"
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert "Set-Cookie" not in first.headers
    with transaction():
        publications.publish(db.session.query(Campaign).one(), "Once more.", made_up.somebody().id)
    assert (
        client.get(RESULTS, headers={"If-None-Match": client.get(RESULTS).headers["ETag"]}).status_code == 304
    )
    assert client.get(f"{ROOT}/replies").headers["ETag"] != client.get(f"{ROOT}/campaigns").headers["ETag"]


def test_any_site_may_ask_but_only_to_read(app: Flask) -> None:
    client = FlaskClient(app, app.response_class)  # an answer to OPTIONS is no page to audit
    for method, address, status in (
        ("GET", f"{ROOT}/replies", 200),
        ("OPTIONS", f"{ROOT}/replies", 200),
        ("GET", f"{ROOT}/nothing", 404),
        ("GET", f"{ROOT}/replies?status=maybe", 422),
        ("POST", f"{ROOT}/replies", 405),
    ):
        response = client.open(address, method=method)
        assert response.status_code == status, (method, address)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        if status >= 400:
            assert response.mimetype == "application/problem+json"
    foreign = client.post(f"{ROOT}/replies", headers={"Origin": "https://elsewhere.example"})
    assert (foreign.status_code, foreign.mimetype) == (403, "application/problem+json")
    assert "Access-Control-Allow-Origin" not in client.get("/results").headers, "pages are for this site only"


def test_a_wrong_field_is_named_and_what_it_held_is_not_repeated(client: AuditingClient) -> None:
    problem = data(client, f"{ROOT}/replies?status=<script>&before=minus&campaign=No%20Such", 422)
    for name in ("status", "before", "campaign"):
        assert f"{name}: " in problem["detail"]
    assert "script" not in json.dumps(problem)


def test_whoever_asks_without_end_is_told_when_to_come_back_and_a_school_is_not(
    client: AuditingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert views.ASKS.most / views.ASKS.seconds >= 50, "a school is one address"
    monkeypatch.setattr(views, "ASKS", Limit("api", 2, 60))
    answers = [client.get(f"{ROOT}/replies") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"
    assert answers[2].mimetype == "application/problem+json"
    assert client.get("/api").status_code == 200, "the page for people stays"


def test_the_page_for_people_names_every_address_of_the_description(client: AuditingClient) -> None:
    described = data(client, f"{ROOT}/openapi.json")
    assert described["openapi"].startswith("3.1")
    addresses = {text_of(cell) for cell in client.page("/api").select("tbody th")}
    assert addresses == set(described["paths"])
    assert len(addresses) == 6


@pytest.mark.both_stores
def test_whatever_is_asked_the_answer_is_as_described_and_never_a_failure(
    app: Flask, client: AuditingClient
) -> None:
    made_up.published_campaign()
    described = Context().run(schemathesis.openapi.from_wsgi, f"{ROOT}/openapi.json", app)
    statuses: set[int] = set()
    for found in described.get_all_operations():
        _fuzz(found.ok(), GenerationMode.POSITIVE, statuses)
        with suppress(Unsatisfiable):  # a part of an address that may be any word cannot be wrong
            _fuzz(found.ok(), GenerationMode.NEGATIVE, statuses)
    for address in (RESULTS, f"{ROOT}/campaigns/{SLUG}", f"{ROOT}/replies/1"):  # what chance would not hit on
        path = (
            re.sub(r"/(out-and-about|1)$", r"/{\1}", address)
            .replace(SLUG, "slug")
            .replace("{1}", "{reply_id}")
        )
        described[path]["GET"].validate_response(client.get(address))
    assert {200, 404, 422} <= statuses


def _fuzz(operation: Any, mode: GenerationMode, statuses: set[int]) -> None:
    @seeded(9)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asks(case: Any) -> None:
        response = Context().run(case.call, headers={"Accept-Encoding": "identity"})  # it cannot unpack
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    asks()
