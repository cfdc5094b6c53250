"""A thousand made-up campaigns: no hidden count is pinned by all the tables that a class may read together."""

from __future__ import annotations

import pytest

from analysis.disclosure import DEFAULT_RULES, AudienceClass
from tests.unit.analysis.published_together import pinned
from tests.unit.analysis.test_disclosure_adversary import check_every_two_by_two


@pytest.mark.parametrize("audience", [AudienceClass.PUBLIC, AudienceClass.BOARD])
@pytest.mark.parametrize("new", [0, 12], ids=["one date", "two dates"])
def test_no_hidden_count_is_pinned_in_a_thousand_of_a_thousand(new: int, audience: AudienceClass) -> None:
    found = {seed: pinned(seed, audience, DEFAULT_RULES, new=new) for seed in range(1_000)}
    assert not any(found.values()), {seed: names for seed, names in found.items() if names}


@pytest.mark.parametrize("audience", [AudienceClass.PUBLIC, AudienceClass.BOARD])
def test_no_hidden_count_can_be_told_in_any_two_by_two_table_of_up_to_twenty_four(
    audience: AudienceClass,
) -> None:
    check_every_two_by_two(audience, 24)
