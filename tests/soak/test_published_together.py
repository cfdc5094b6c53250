"""A thousand made-up campaigns: no hidden count is pinned by all their public tables together."""

from __future__ import annotations

import pytest

from analysis.disclosure import DEFAULT_RULES, AudienceClass
from tests.unit.analysis.published_together import pinned


@pytest.mark.parametrize("new", [0, 12], ids=["one date", "two dates"])
def test_no_hidden_count_is_pinned_in_a_thousand_of_a_thousand(new: int) -> None:
    found = {seed: pinned(seed, AudienceClass.PUBLIC, DEFAULT_RULES, new=new) for seed in range(1_000)}
    assert not any(found.values()), {seed: names for seed, names in found.items() if names}
