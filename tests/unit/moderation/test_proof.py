"""The arithmetic of proof in use, against published or worked values, and honest while little is known."""

import pytest

from moderation.proof.domain import is_drawn, kappa, recall, share_for, wilson


def test_wilsons_interval_holds_for_no_hit_and_for_all() -> None:
    none, all_of_them = wilson(0, 60), wilson(60, 60)
    assert (none.value, round(none.high, 3)) == (0, 0.06)
    assert (all_of_them.value, round(all_of_them.low, 2)) == (1, 0.94)


def test_wilsons_interval_is_the_published_one_for_39_of_41() -> None:
    share = wilson(39, 41)
    assert (round(share.low, 2), round(share.high, 2)) == (0.84, 0.99)


def test_a_day_is_drawn_the_same_again_and_about_as_often_as_it_should() -> None:
    drawn = [number for number in range(10_000) if is_drawn("seed", number, 0.05)]
    assert drawn == [number for number in range(10_000) if is_drawn("seed", number, 0.05)]
    assert 420 < len(drawn) < 580
    assert drawn != [number for number in range(10_000) if is_drawn("other", number, 0.05)]
    assert not any(is_drawn("seed", number, 0.0) for number in range(1000))
    assert all(is_drawn("seed", number, 1.0) for number in range(1000))


@pytest.mark.parametrize(("decided", "share"), [(0, 0.0), (10, 1.0), (100, 0.2), (1000, 0.05)])
def test_a_small_day_is_drawn_more_often_so_that_about_twenty_are_read(decided: int, share: float) -> None:
    assert share_for(decided, 5, 20) == share


def test_recall_claims_nothing_while_little_is_known() -> None:
    assert recall(found=40, passed_by=1000, checked=49, missed=0) is None
    assert recall(found=4, passed_by=1000, checked=100, missed=0) is None


def test_recall_and_its_interval_follow_from_what_was_missed() -> None:
    share = recall(found=90, passed_by=1000, checked=100, missed=1)
    assert share is not None
    assert share.value == pytest.approx(0.9)
    assert share.low < 0.65
    assert share.high > 0.97
    perfect = recall(found=90, passed_by=1000, checked=100, missed=0)
    assert perfect is not None
    assert perfect.value == 1.0
    assert perfect.low < 0.75


def test_kappa_is_the_textbook_value() -> None:
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    share = kappa(pairs)
    assert share is not None
    assert share.value == pytest.approx(0.4)
    assert share.low < 0.4 < share.high
    assert kappa(pairs[:49]) is None
    assert kappa([(False, False)] * 60) is None
