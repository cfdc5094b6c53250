"""Plans in the database and on the screen."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.plan import loading, queries, services
from participation.plan.models import Outcome, PlanEntry, PlanVersion, Priority
from tests.auditing_client import AuditingClient, text_of

Staff = Callable[..., AuditingClient]


@pytest.fixture
def plans(app: Flask) -> None:
    with transaction():
        assert services.ensure_plans() == 2


def counts() -> tuple[int, ...]:
    tables = (PlanVersion, Priority, Outcome, PlanEntry)
    return tuple(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


@pytest.mark.both_stores
@pytest.mark.usefixtures("plans")
def test_loading_twice_changes_nothing() -> None:
    before = counts()
    with transaction():
        assert services.ensure_plans() == 0
    assert counts() == before == (2, 6, 7, sum(len(plan.entries) for plan in loading.read_plans()))
    assert audit.verify().events == 2


@pytest.mark.usefixtures("plans")
def test_every_stored_value_is_the_one_that_was_read() -> None:
    for data in loading.read_plans():
        stored = queries.plan_by_key(data.key)
        assert [(row.key, tuple(row.focus_points)) for row in stored.priorities] == [
            (each.key, each.focus_points) for each in data.priorities
        ]
        assert [(row.key, row.text) for row in stored.outcomes] == [
            (each.key, each.text) for each in data.outcomes
        ]
        rows = [row for rows in queries.entries_of(stored).values() for row in rows]
        rows.sort(key=lambda row: row.position)
        assert [(row.kind, row.key, row.text, row.details) for row in rows] == [
            (each.kind, each.key, each.text, each.details) for each in data.entries
        ]
        assert all(row.friendly_name is None for row in (*stored.priorities, *stored.outcomes))


@pytest.mark.usefixtures("plans")
def test_changed_data_are_loaded_again_and_a_priority_keeps_its_id() -> None:
    plan = queries.plan_by_key("cypf-plan-2020-2023")
    ids = {row.key: row.id for row in plan.priorities}
    with transaction():
        plan.content_hash = "another"
        plan.priorities[0].heading = "Altered"
        db.session.add(
            PlanEntry(
                plan_version_id=plan.id, kind="commitment", key="gone", position=999, text="", details={}
            )
        )
    with transaction():
        assert services.ensure_plans() == 1
    assert {row.key: row.id for row in plan.priorities} == ids
    assert plan.priorities[0].heading == "Best start in life"
    assert "gone" not in {row.key for row in queries.entries_of(plan)["commitment"]}


@pytest.mark.usefixtures("plans")
def test_the_latest_plan_answers_when_none_is_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    for today, expected in (
        (date(2018, 5, 1), "strategy-2017-2020"),
        (date(2020, 5, 1), "cypf-plan-2020-2023"),
        (date(2030, 1, 1), "cypf-plan-2020-2023"),
    ):
        monkeypatch.setattr("participation.foundation.clock.today", lambda today=today: today)
        found = queries.current_or_latest_plan()
        assert found is not None
        assert found.key == expected
    assert len(queries.priorities()) == 6
    assert len(queries.outcomes()) == 7


def test_without_plans_the_lists_are_empty_and_the_page_says_so(staff: Staff) -> None:
    assert queries.current_or_latest_plan() is None
    assert list(queries.priorities()) == list(queries.outcomes()) == []
    assert "No plan is loaded yet" in text_of(staff(Role.ANALYST).page("/staff/plan"))


@pytest.mark.usefixtures("plans")
def test_any_member_of_staff_sees_that_both_plans_have_ended(staff: Staff) -> None:
    page = text_of(staff(Role.MODERATOR).page("/staff/plan"))
    assert "This plan ended in 2023" in page
    assert "This plan ended in 2020" in page


@pytest.mark.both_stores
@pytest.mark.usefixtures("plans")
def test_a_plans_page_shows_everything_and_leaves_the_unknown_unknown(staff: Staff) -> None:
    soup = staff(Role.ANALYST).page("/staff/plan/cypf-plan-2020-2023")
    page = text_of(soup)
    data = loading.read_plans()[1]
    for words in (data.vision, *(each.text for each in data.outcomes), *(each.text for each in data.entries)):
        assert " ".join(words.split()) in page
    for priority in data.priorities:
        assert all(point in page for point in priority.focus_points)
    effects = soup.select("#characteristic ~ .scroll tbody td:nth-of-type(1)")
    assert [text_of(cell) for cell in effects] == ["not set"] * 12
    assert "74,765" in page
    assert "about 2,800" in page


@pytest.mark.usefixtures("plans")
def test_a_population_names_the_figures_it_must_not_stand_beside(staff: Staff) -> None:
    soup = staff(Role.ANALYST).page("/staff/plan/strategy-2017-2020")
    row = soup.select_one("#populations ~ .scroll tbody tr")
    assert row is not None
    assert "not set" in text_of(row)
    assert "74,765 children and young people aged 0-19" in text_of(row.select("td")[-1])


@pytest.mark.parametrize("key", ["no-such-plan", "cypf'--"])
def test_an_unknown_plan_says_where_to_go(staff: Staff, key: str) -> None:
    response = staff(Role.ANALYST).get(f"/staff/plan/{key}")
    assert response.status_code == 404
    assert "There is no such plan" in response.get_data(as_text=True)


def test_the_public_is_asked_to_sign_in(client: AuditingClient) -> None:
    assert client.get("/staff/plan").status_code == 302
