"""The plan data: every value is what the checked file says, and nothing is made up."""

import hashlib
from typing import Any

import pytest
import yaml

from participation.plan.domain import Population, may_compare, not_comparable_with
from participation.plan.loading import PlanData, plan_file, read_plans
from participation.plan.presenting import KINDS, sections

#: The file as it was compared with both sources, word for word. A change must be compared again.
CHECKED_FILE = "07cb97343db1fb57d2069767408daf9ed417eb8eb6a0028c8ffb1f432e10e50e"

Source = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Source:
    loaded: Source = yaml.safe_load(plan_file())
    return loaded


@pytest.fixture(scope="module")
def strategy() -> PlanData:
    return read_plans()[0]


@pytest.fixture(scope="module")
def plan() -> PlanData:
    return read_plans()[1]


def entries(plan: PlanData, kind: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Text and details of a plan's entries of one kind, by key."""
    return {each.key: (each.text, each.details) for each in plan.entries if each.kind == kind}


def texts(plan: PlanData, kind: str) -> list[str]:
    return [each.text for each in plan.entries if each.kind == kind]


def test_the_file_is_the_one_that_was_compared_with_the_sources() -> None:
    assert hashlib.sha256(plan_file()).hexdigest() == CHECKED_FILE


def test_both_plans_carry_title_period_vision_and_source(
    strategy: PlanData, plan: PlanData, document: Source
) -> None:
    for loaded, header in zip((strategy, plan), document["plans"], strict=True):
        assert (loaded.key, loaded.title, loaded.note) == (header["id"], header["title"], header["our_note"])
        assert loaded.source_url == document["meta"]["sources"][header["source"]]["public_url"]
    assert (strategy.starts_on.year, strategy.ends_on.year) == (2017, 2020)
    assert (plan.starts_on.year, plan.ends_on.year) == (2020, 2023)
    assert plan.vision == document["plans"][1]["vision"]["text"]
    assert strategy.vision == ""


def test_six_priorities_keep_their_order_heading_focus_points_and_line(
    plan: PlanData, document: Source
) -> None:
    said = document["priorities"]["items"]
    assert len(plan.priorities) == document["priorities"]["count_stated"] == 6
    for loaded, item in zip(plan.priorities, said, strict=True):
        assert (loaded.key, loaded.position, loaded.heading) == (item["id"], item["order"], item["heading"])
        assert (list(loaded.focus_points), loaded.source_line) == (item["focus"]["verbatim"], item["line"])


def test_seven_outcomes_keep_their_order_text_and_line(plan: PlanData, document: Source) -> None:
    said = document["outcomes"]["items"]
    assert len(plan.outcomes) == document["outcomes"]["count_stated"] == 7
    loaded = [(each.key, each.position, each.text, each.source_line) for each in plan.outcomes]
    assert loaded == [(item["id"], item["order"], item["text"], item["line"]) for item in said]


def test_the_strategy_has_neither_priorities_nor_outcomes(strategy: PlanData) -> None:
    assert strategy.priorities == ()
    assert strategy.outcomes == ()


@pytest.mark.parametrize(
    ("kind", "section", "count", "text_field"),
    [
        ("pillar", "pillars", 5, "heading"),
        ("principle", "principles", 10, "text"),
        ("ambition", "ambitions", 9, "text"),
        ("aim", "strategic_aims", 4, "text"),
    ],
)
def test_the_strategys_lists_are_whole(
    strategy: PlanData, document: Source, kind: str, section: str, count: int, text_field: str
) -> None:
    loaded = entries(strategy, kind)
    assert len(loaded) == count
    for item in document[section]["items"]:
        text, details = loaded[item["id"]]
        assert text == item[text_field]
        assert details == {name: value for name, value in item.items() if name not in ("id", text_field)}


def test_the_foundation_and_the_circumstances_of_closing_the_gap_are_word_for_word(
    strategy: PlanData, document: Source
) -> None:
    assert texts(strategy, "foundation") == [document["pillars"]["foundation"]["text"]]
    assert texts(strategy, "closing_the_gap") == document["closing_the_gap_circumstances"]["verbatim"]


def test_success_criteria_of_both_groups_and_accountability_are_whole(
    strategy: PlanData, document: Source
) -> None:
    success = document["success_criteria"]
    groups = (success["children_and_young_people"], success["parents_and_carers"])
    said = [(item["text"], item["line"], group["heading"]) for group in groups for item in group["items"]]
    loaded = entries(strategy, "success_criterion").values()
    assert [(text, details["line"], details["group"]) for text, details in loaded] == said
    accountability = document["accountability"]
    assert texts(strategy, "accountability_question") == [
        each["quote"] for each in accountability["questions"]
    ]
    assert texts(strategy, "accountability")[:3] == [
        success["how_assessed"]["text"],
        accountability["outcomes_statement"]["text"],
        accountability["oba_statement"]["text"],
    ]
    assert entries(strategy, "accountability")["performance-measures"][1]["performance_measures"] is None


@pytest.mark.parametrize(
    ("kind", "path", "text_field"),
    [
        ("audience", ("audiences",), "quote"),
        ("engagement_method", ("engagement_methods",), "quote"),
        ("commitment", ("commitments",), "quote"),
        ("locality_scheme", ("localities", "schemes"), "quote"),
        ("population", ("populations", "items"), "label_quote"),
    ],
)
def test_lists_of_both_sources_go_to_the_plan_they_come_from(
    strategy: PlanData, plan: PlanData, document: Source, kind: str, path: tuple[str, ...], text_field: str
) -> None:
    items: Any = document
    for name in path:
        items = items[name]
    by_source = {"S": entries(strategy, kind), "E": entries(plan, kind)}
    assert sum(map(len, by_source.values())) == len(items)
    for item in items:
        text, details = by_source[item["source"]][item["id"]]
        assert text == item[text_field]
        expected = {name: value for name, value in item.items() if name not in ("id", "source", text_field)}
        assert details == expected


def test_the_ten_campaign_themes_and_the_one_stated_effect_of_the_feedback(
    plan: PlanData, document: Source
) -> None:
    campaign = document["campaign_i_live_in_dorset"]
    themes = entries(plan, "campaign_theme")
    assert len(themes) == campaign["themes_count"] == 10
    for theme in campaign["themes"]:
        assert themes[theme["id"]] == (theme["text"], {"order": theme["order"], "line": theme["line"]})
    effects = entries(plan, "feedback_effect")
    assert list(effects) == ["best-place-to-live"]
    text, details = effects["best-place-to-live"]
    assert text == document["priorities"]["items"][4]["added_quote"]["quote"]
    assert details == {"priority": "best-place-to-live", "line": 95}
    facts = entries(plan, "campaign")["i-live-in-dorset"][1]
    assert facts["responses_received"] is facts["ages"] is facts["theme_to_priority_mapping"] is None


def test_schools_languages_and_place_context_are_as_the_source_says(plan: PlanData, document: Source) -> None:
    schools = entries(plan, "schools")["schools"][1]
    assert schools["by_type"] == document["schools"]["by_type"]
    assert sum(each["count"] for each in schools["by_type"]) == schools["total_stated"] == 160
    assert schools["names"] is None
    text, languages = entries(plan, "language")["languages"]
    assert (text, languages["count"], languages["names"]) == (document["languages"]["quote"], 33, None)
    assert texts(plan, "place_context") == [each["quote"] for each in document["place_context"]]


def test_every_effect_of_the_equality_table_stays_unknown(plan: PlanData, document: Source) -> None:
    loaded = entries(plan, "characteristic")
    said = document["equality"]["characteristics"]
    assert len(loaded) == len(said) == 12
    for item in said:
        text, details = loaded[item["id"]]
        assert details["effect_in_source"] is None
        assert text == item.get("label_quote", "")
        for name in ("line", "wording_supports", "protected_under_equality_act"):
            assert details[name] == item[name]


def test_the_rest_of_the_equality_assessment_is_word_for_word(plan: PlanData, document: Source) -> None:
    equality = document["equality"]
    assert texts(plan, "effect") == [each["text"] for each in equality["effect_key"]["items"]]
    assert [details["label_quote"] for _, details in entries(plan, "effect").values()] == [
        each["label_quote"] for each in equality["effect_key"]["items"]
    ]
    assert texts(plan, "equality_statement") == [each["quote"] for each in equality["overall_statements"]]
    assert texts(plan, "equality_action") == [each["quote"] for each in equality["action_plan"]["statements"]]
    assert all(details["date"] is None for _, details in entries(plan, "equality_action").values())
    assert texts(plan, "sign_off_role") == [each["role_quote"] for each in equality["sign_off_roles"]]


def test_what_the_sources_do_not_say_is_kept_as_said_by_nobody(
    strategy: PlanData, plan: PlanData, document: Source
) -> None:
    assert texts(plan, "unknown") == document["unknowns"]
    for loaded, source in ((strategy, "S"), (plan, "E")):
        assert texts(loaded, "extraction_gap") == document["meta"]["sources"][source]["extraction_gaps"]
    body = entries(strategy, "safeguarding_body")["safeguarding-body-2017"][1]
    assert body["contact_numbers"] is body["current_arrangements"] is None


def test_the_partnership_and_what_the_plans_say_about_themselves(
    strategy: PlanData, plan: PlanData, document: Source
) -> None:
    partnership = document["partnership"]
    loaded = entries(plan, "partnership")
    for name in ("name_2020", "description", "legal_basis"):
        assert loaded[name.replace("_", "-")][0] == partnership[name]["text"]
    assert loaded["member-types-named"][0].split("; ") == partnership["member_types_named"]["verbatim"]
    assert texts(strategy, "partnership") == partnership["prevention_partners_named"]["verbatim"]
    assert texts(strategy, "statement") == [document["plans"][0]["period_in_body"]["text"]]
    assert texts(plan, "statement") == [
        document["plans"][1][name]["text"] for name in ("ambition_note", "deliver_by")
    ]
    ages = [each["quote"] for each in document["age_range"]]
    assert texts(strategy, "age_range") + texts(plan, "age_range") == ages


def test_every_kind_of_entry_has_its_place_on_the_page(strategy: PlanData, plan: PlanData) -> None:
    shown = {kind.kind for kind in KINDS} | {"population", "schools"}
    assert {each.kind for each in (*strategy.entries, *plan.entries)} <= shown


def test_an_unknown_fact_reads_as_unknown_and_not_as_empty(plan: PlanData) -> None:
    rows = [each for each in plan.entries if each.kind == "characteristic"]
    (section,) = sections({"characteristic": rows})
    assert {dict(statement.facts)["Effect"] for statement in section.statements} == {None}


def figure(key: str, source: str, as_at: str | None, value: int | None = 1) -> Population:
    return Population(key, source, key, value, True, None if value else 9, None, as_at, None)


def test_figures_the_file_warns_about_are_never_comparable(document: Source) -> None:
    items = document["populations"]["items"]
    everyone = [figure(each["id"], each["source"], each["as_at"], each.get("value")) for each in items]
    old = next(each for each in everyone if each.key == "cyp-county-2017")
    assert {each.key for each in not_comparable_with(old, everyone)} >= {"aged-0-19", "aged-0-24"}
    young = next(each for each in everyone if each.key == "aged-0-19")
    comparable = {each.key for each in everyone if may_compare(young, each)} - {"aged-0-19"}
    assert comparable == {"total-2019", "aged-0-24"}


def test_a_figure_without_a_date_is_comparable_with_nothing() -> None:
    assert not may_compare(figure("a", "E", None), figure("b", "E", None))
    assert not may_compare(figure("a", "E", "2020"), figure("b", "S", "2020"))
    assert not may_compare(figure("a", "E", "2020"), figure("b", "E", "2020", value=None))
    assert may_compare(figure("a", "E", "2020"), figure("b", "E", "2020"))
