"""Ties drawings to the app."""

from participation.foundation import retention
from participation.foundation.resealing import resealers
from surveys.drawings.retention import rule
from surveys.drawings.services import reseal_drawings


def install() -> None:
    """Add what erases them and what seals them anew."""
    retention.add_rule(rule())
    resealers.add(reseal_drawings)
