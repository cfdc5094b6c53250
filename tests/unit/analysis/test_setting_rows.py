"""Kinds of setting: each counts once, none is ranked, and the nine circumstances are reached through them."""

import yaml

from analysis.reach.setting_rows import HowMany, KindReached, OneSetting, settings_reached
from participation.plan.loading import plan_file
from surveys.setting_kinds import SCHOOLS, Circumstance, SettingKind, WhichSetting, one_setting

CLUB, SCHOOL = SettingKind.YOUTH_CLUB, SettingKind.SCHOOL
HILLTOP, VALLEY = (SCHOOL, "name hilltop"), (SCHOOL, "name valley")


def school_row(
    made: list[OneSetting], came: list[OneSetting] | None, said: HowMany | None = None
) -> KindReached:
    kinds = settings_reached(made, came, {SCHOOL: said} if said else {}).kinds
    assert [each.kind for each in kinds] == list(SettingKind), "in one order, whoever took part"
    return kinds[0]


def test_the_nine_circumstances_are_those_of_the_strategy_word_for_word_and_each_has_a_kind() -> None:
    said = yaml.safe_load(plan_file())["closing_the_gap_circumstances"]["verbatim"]
    assert [each.value for each in Circumstance] == said
    assert {each for kind in SettingKind for each in kind.reaches} == set(Circumstance)


def test_a_setting_counts_once_by_its_name_and_without_a_name_each_stands_for_itself() -> None:
    one = one_setting(WhichSetting(SCHOOL, "Hilltop School"), "session 1")
    assert one == one_setting(WhichSetting(SCHOOL, "hilltop school"), "link 7")
    assert one_setting(WhichSetting(SCHOOL), "session 1") != one_setting(WhichSetting(SCHOOL), "session 2")
    assert one_setting(WhichSetting(None, "Hilltop School"), "session 1") is None


def test_a_kind_nobody_was_asked_through_has_a_next_step_and_one_that_is_planned_waits() -> None:
    nobody = school_row([], [])
    assert (nobody.of_how_many, nobody.progress) == ("0", "Nobody through schools yet")
    assert nobody.step is not None
    assert "head teacher" in nobody.step.words
    planned = school_row([HILLTOP], [])
    assert (planned.planned, planned.step) == (1, None)
    assert planned.progress.startswith("Planned")


def test_how_many_took_part_is_said_of_how_many_there_are() -> None:
    row = school_row([HILLTOP, VALLEY], [HILLTOP], HowMany(150, "census"))
    assert (row.of_how_many, row.planned) == ("1 of 150", 1)


def test_a_target_asks_for_more_only_while_what_is_planned_does_not_reach_it() -> None:
    assert school_row([HILLTOP], [HILLTOP], HowMany(target=3)).step is not None
    waiting = school_row([HILLTOP, VALLEY], [HILLTOP], HowMany(target=2))
    assert (waiting.progress, waiting.step) == ("Below its target", None)
    assert school_row([HILLTOP], [HILLTOP], HowMany(target=1)).progress == "Target reached"


def test_more_than_there_are_is_told_as_a_wrong_number() -> None:
    row = school_row([HILLTOP, VALLEY], [HILLTOP, VALLEY], HowMany(1, "census"))
    assert "check the number" in row.progress


def test_schools_are_added_up_once_every_kind_of_them_has_a_number() -> None:
    said = {kind: HowMany(number) for kind, number in zip(SCHOOLS, (150, 6, 4), strict=True)}
    came = [HILLTOP, (SettingKind.SPECIAL_SCHOOL, "x"), (CLUB, "y")]
    together = settings_reached(came, came, said).schools
    assert together is not None
    assert together.of_how_many == "2 of 160"
    assert settings_reached(came, came, {SCHOOL: HowMany(150)}).schools is None


def test_while_the_number_of_views_is_hidden_nothing_says_where_they_came_from() -> None:
    found = settings_reached([HILLTOP], None, {})
    assert {each.of_how_many for each in found.kinds} == {"Too few views to say"}
    assert {each.planned for each in found.kinds} == {None}
    assert {each.progress for each in found.circumstances} == {"Too few views to say"}


def test_a_circumstance_is_reached_through_its_kinds_alone() -> None:
    found = {
        each.circumstance: each.progress for each in settings_reached([], [(CLUB, "a")], {}).circumstances
    }
    assert found[Circumstance.WHERE_THEY_LIVE] == "Taking part through youth clubs"
    assert found[Circumstance.IN_CARE] == "None of them has taken part yet"
