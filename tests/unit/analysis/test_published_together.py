"""Whoever holds every public table of a campaign, of two dates too, works out no hidden count.

The same, a thousand times, is in the soak tests.
"""

from __future__ import annotations

import pytest

from analysis.disclosure import DEFAULT_RULES, AudienceClass
from tests.unit.analysis.published_together import pinned


@pytest.mark.parametrize("audience", [AudienceClass.PUBLIC, AudienceClass.BOARD])
def test_two_overlapping_filters_and_two_dates_pin_no_hidden_count(audience: AudienceClass) -> None:
    found = {seed: pinned(seed, audience, DEFAULT_RULES, new=12) for seed in range(6)}
    assert not any(found.values()), found
