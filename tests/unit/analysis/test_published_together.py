"""Whoever holds every public table of a campaign, of two dates too, works out no hidden count.

The same, a thousand times, is in the soak tests.
"""

from __future__ import annotations

from analysis.disclosure import DEFAULT_RULES, AudienceClass
from tests.unit.analysis.published_together import pinned


def test_two_overlapping_filters_and_two_dates_pin_no_hidden_count() -> None:
    found = {seed: pinned(seed, AudienceClass.PUBLIC, DEFAULT_RULES, new=12) for seed in range(3)}
    assert not any(found.values()), found
