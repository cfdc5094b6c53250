"""A new plan from the site alone: priorities renamed and mapped, and every reply follows; the old one is history."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from analysis.models import Reply
from analysis.snapshots import take_snapshot
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.plan import queries, services
from participation.plan.models import DeliveryAction, PopulationBase, PriorityMapping
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up
from tests.integration.pages.made_up import BUSES, SLUG

Staff = Callable[..., AuditingClient]
OLD = "cypf-plan-2020-2023"
RENAMED = (
    "Best start in life",
    "Young and thriving lives",
    "Good care",
    "Education for all",
    "Best places to live",
    "Local family help",
)


@pytest.fixture
def analyst(app: Flask, staff: Staff) -> AuditingClient:
    with transaction():
        services.ensure_plans()
    return staff(Role.ANALYST)


def enter(analyst: AuditingClient, **changes: str) -> str:
    """Fill in the form of a new plan; gives where it leads, or the page that came back."""
    form = {
        "title": "Plan for children, young people and families",
        "starts_on": (clock.today() - timedelta(days=30)).isoformat(),
        "ends_on": (clock.today() + timedelta(days=3000)).isoformat(),
        "vision": "The best place to be a child.",
        "priorities": "\n".join(RENAMED),
        "outcomes": "\n".join(each.text for each in queries.outcomes()),
        **changes,
    }
    answer = analyst.submit("/staff/plan/new", form)
    return answer.headers.get("Location", "") or answer.get_data(as_text=True)


def documents(analyst: AuditingClient) -> dict[str, str]:
    """What the documents say that set every promise against the plan."""
    made = {}
    for kind in ("board", "annual"):
        answer = analyst.submit(
            f"/staff/reports/{SLUG}/{kind}.html",
            {"audience": "board", "draft": "yes"},
            from_page="/staff/reports",
        )
        assert answer.status_code == 200
        made[kind] = text_of(BeautifulSoup(answer.get_data(as_text=True), "lxml"))
    return made


@pytest.mark.both_stores
def test_a_new_plan_is_entered_mapped_and_followed_and_the_old_one_reads_as_history(
    analyst: AuditingClient, client: AuditingClient
) -> None:
    made_up.published_campaign()
    old = {each.key: each for each in queries.plan_by_key(OLD).priorities}
    home, safe = old["best-place-to-live"].id, queries.outcomes()[1]
    with transaction():
        for reply in db.session.scalars(select(Reply).where(Reply.theme_key == BUSES)):
            reply.priority_id, reply.outcome_id = home, safe.id
    indicator = {"name": "Safe at night", "definition": "Those who say so.", "outcome_id": str(safe.id)}
    assert analyst.submit("/staff/scorecard/new", indicator).status_code == 302
    told = documents(analyst)
    assert all("Best place to live" in words for words in told.values())
    before = text_of(analyst.page(f"/staff/plan/{OLD}"))
    leads_to = enter(analyst)
    assert leads_to.endswith("/mapping")
    page = analyst.page(leads_to)
    assert text_of(page).count("Suggestion, from the letters") == 5
    assert db.session.query(PriorityMapping).count() == 0, "a suggestion counts for nothing"
    assert "Best place to live" in text_of(client.page("/replies/1"))
    chosen = {
        str(field["name"]): str(option["value"])
        for field in page.select("select")
        if (option := field.select_one("option[selected]"))
    }
    last = next(each for each in queries.all_plans() if each.is_entered_here).priorities[-1]
    chosen[f"priority-{old['delivering-locally'].id}"] = str(last.id)  # nothing in its letters suggests it
    assert analyst.submit(leads_to, chosen).status_code == 302
    assert db.session.query(PriorityMapping).count() == 6
    plan = queries.current_or_latest_plan()
    assert plan is not None
    assert [each.heading for each in plan.priorities] == list(RENAMED)
    address = f"/staff/plan/{plan.key}/priorities/best-places-to-live"
    form = {
        "heading": "Best places to live",
        "friendly_name": "Good places to be",
        "why": "You told us that there is nowhere to go.",
        "where_now": "Two clubs are open.",
        "focus_points": "Places to go\nThings to do",
    }
    assert analyst.submit(address, form).status_code == 302
    assert "Good places to be" in text_of(client.page("/replies/1"))
    with transaction():
        held = take_snapshot(1, None).content["replies"]
    new_id = next(each.id for each in plan.priorities if each.heading == "Best places to live")
    assert {reply["priority_id"] for reply in held if reply["theme"] == BUSES} == {new_id}
    assert {reply["outcome_id"] for reply in held if reply["theme"] == BUSES} == {plan.outcomes[1].id}
    shown = text_of(analyst.page(f"/staff/plan/{plan.key}"))
    assert "Why is this important? You told us that there is nowhere to go." in shown
    assert "Where are we now? Two clubs are open." in shown
    after = text_of(analyst.page(f"/staff/plan/{OLD}"))
    assert after == before
    assert "This plan ended in 2023" in after
    reply_form = analyst.page(f"/staff/replies/{SLUG}/1")
    option = reply_form.select_one("select[name=priority_id] option[selected]")
    assert option is not None
    assert text_of(option) == "Good places to be"
    population, _ = text_of(analyst.page("/staff/scorecard")).split("How we do, apart from that")
    assert f"{plan.outcomes[1].text} Safe at night" in population
    assert population.count(plan.outcomes[1].text) == 1, "the indicator moved with its outcome"
    for kind, words in documents(analyst).items():
        assert all(heading in words for heading in RENAMED), kind
        assert "Best place to live" not in words, kind
        assert "Delivering locally" not in words, kind
        assert "This plan ended in 2023" not in words, kind


def test_a_mapping_into_a_plan_that_has_not_begun_waits_for_its_first_day(analyst: AuditingClient) -> None:
    old = queries.priorities()[0]
    starts = (clock.today() + timedelta(days=5)).isoformat()
    leads_to = enter(analyst, starts_on=starts)
    new = next(plan for plan in queries.all_plans() if plan.is_entered_here).priorities[0]
    analyst.submit(leads_to, {f"priority-{old.id}": str(new.id)})
    assert queries.priorities_today([old.id])[old.id].id == old.id


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"ends_on": "2000-01-01"}, "The last day must come after the first day."),
        ({"priorities": " "}, "Write the priorities, each on a line of its own"),
        ({"priorities": "One\none"}, "One priority stands there twice."),
        ({"title": ""}, "Give the plan its title"),
    ],
)
def test_a_plan_that_cannot_be_says_why(analyst: AuditingClient, changes: dict[str, str], named: str) -> None:
    assert named in enter(analyst, **changes)
    assert not any(plan.is_entered_here for plan in queries.all_plans())


def test_a_plan_that_ended_or_shows_its_source_is_never_changed(analyst: AuditingClient) -> None:
    shipped = f"/staff/plan/{OLD}/priorities/best-place-to-live"
    form = {"heading": "Altered", "friendly_name": "", "why": "", "where_now": "", "focus_points": ""}
    refused = analyst.submit(shipped, form)
    assert refused.status_code == 409
    assert "shows its source as published" in refused.get_data(as_text=True)
    leads_to = enter(analyst, starts_on="2024-01-01", ends_on="2025-01-01")
    refused = analyst.submit(leads_to, {})
    assert refused.status_code == 409
    assert "kept as history" in refused.get_data(as_text=True)


def test_an_action_of_the_delivery_plan_has_an_owner_and_a_date(analyst: AuditingClient) -> None:
    plan_key = enter(analyst).split("/")[-2]
    address = f"/staff/plan/{plan_key}/priorities/good-care"
    bare = analyst.submit(f"{address}/actions", {"text": "Open a club"}, from_page=address)
    for named in ("Say which role does it", "Choose the day by which it is done"):
        assert named in bare.get_data(as_text=True)
    assert db.session.query(DeliveryAction).count() == 0
    whole = {"text": "Open a club", "owner": "Head of youth work", "due_on": "2030-01-01"}
    assert analyst.submit(f"{address}/actions", whole, from_page=address).status_code == 302
    analyst.submit(f"/staff/plan/{plan_key}/actions/1", {"done": "yes"}, from_page=address)
    assert db.session.get_one(DeliveryAction, 1).done_on == clock.today()
    assert analyst.submit(f"/staff/plan/{OLD}/actions/1", {}, from_page=address).status_code == 404
    areas = f"/staff/plan/{plan_key}/areas"
    for lead in ("Head of one school", "Head of another school"):
        area = {"name": "North", "group_name": "Group of the north", "lead": lead, "local_plan": "A bus."}
        assert analyst.submit(areas, area).status_code == 302
    shown = text_of(analyst.page(f"/staff/plan/{plan_key}"))
    assert shown.count("Group of the north") == 1
    assert "led by Head of another school" in shown


@pytest.mark.parametrize(
    ("figure", "ages", "named"),
    [
        ("strategy-2017-2020/cyp-county-2017", (0, 19), "85,690 cannot be the base for ages 0 to 19"),
        (f"{OLD}/aged-0-24", (0, 19), "89,573 counts ages 0 to 24, and not ages 0 to 19"),
        (f"{OLD}/bme-school-age", (0, 19), "is a share and not a number"),
        (f"{OLD}/aged-0-19", (19, 0), "The oldest age must be the youngest age or more"),
    ],
)
def test_a_figure_that_counts_somebody_else_is_refused_as_a_base(
    analyst: AuditingClient, figure: str, ages: tuple[int, int], named: str
) -> None:
    form = {"youngest": str(ages[0]), "oldest": str(ages[1]), "figure": figure}
    answer = analyst.submit("/staff/plan/bases", form)
    assert named in text_of(BeautifulSoup(answer.get_data(as_text=True), "lxml"))
    assert db.session.query(PopulationBase).count() == 0


def test_a_figure_that_fits_is_the_base(analyst: AuditingClient) -> None:
    form = {"youngest": "0", "oldest": "19", "figure": f"{OLD}/aged-0-19"}
    assert analyst.submit("/staff/plan/bases", form).status_code == 302
    [(youngest, oldest, base)] = queries.chosen_bases()
    assert (youngest, oldest, base.value) == (0, 19, 74765)


def test_only_an_analyst_edits_plans(app: Flask, staff: Staff) -> None:
    moderator = staff(Role.MODERATOR)
    assert moderator.get("/staff/plan/new").status_code == 403
    assert "Enter a new plan" not in text_of(moderator.page("/staff/plan"))
