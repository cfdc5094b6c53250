"""Who we have not heard from, told from masked counts, in the order asked, with a step that can be taken."""

import pytest

from analysis.disclosure import MaskRules
from analysis.reach.domain import ReachedGroup, reached, step_for_age, step_for_place

AGES = (("5-8", "5 to 8"), ("9-11", "9 to 11"), ("12-14", "12 to 14"))
STEPS = {id_: step_for_age(id_) for id_, _ in AGES}


def of(counts: dict[str, int], targets: dict[str, int] | None = None) -> dict[str, ReachedGroup]:
    found = reached(AGES, counts, MaskRules(), STEPS, targets or {}, {"5-8": "about 3,000 (2020)"})
    assert [each.id for each in found] == [id_ for id_, _ in AGES], "as asked, never ranked"
    return {each.id: each for each in found}


def test_a_group_nobody_answered_from_has_a_step_and_one_that_is_reached_has_none() -> None:
    groups = of({"5-8": 0, "9-11": 40, "12-14": 60})
    assert groups["5-8"].progress == "None yet"
    assert groups["5-8"].step == STEPS["5-8"]
    assert groups["9-11"].step is None


def test_a_few_are_masked_and_the_others_rounded_so_that_nobody_can_work_them_out() -> None:
    groups = of({"5-8": 2, "9-11": 41, "12-14": 63})
    assert [each.count.text for each in groups.values()] == ["[c]", "40", "65"]


def test_a_target_that_is_not_met_asks_for_the_next_step() -> None:
    groups = of({"5-8": 30, "9-11": 40, "12-14": 60}, {"5-8": 50, "9-11": 40})
    assert (groups["5-8"].progress, groups["5-8"].step) == ("Below its target", STEPS["5-8"])
    assert (groups["9-11"].progress, groups["9-11"].step) == ("Target reached", None)
    assert groups["12-14"].progress == ""


@pytest.mark.parametrize(
    ("band", "page"), [("5-8", "sharing.share"), ("12-14", "staff_sessions.new"), ("18-25", "sources.links")]
)
def test_each_age_is_reached_where_it_is(band: str, page: str) -> None:
    assert step_for_age(band).page == page


def test_a_place_is_reached_by_its_own_link() -> None:
    assert "North Dorset" in step_for_place("North Dorset").words
