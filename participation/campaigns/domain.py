"""Rules of a campaign's life, free of storage."""

from datetime import date
from enum import StrEnum


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state as the screen names it."""
        return {"draft": "Being made", "scheduled": "Opens soon", "open": "Open", "closed": "Closed"}[self.value]


def campaign_state(
    was_opened: bool, was_closed: bool, opens_on: date | None, closes_on: date | None, today: date
) -> CampaignState:
    """The state that follows from what was done and from the dates (the closing day still counts as open)."""
    if not was_opened:
        return CampaignState.DRAFT
    if was_closed or (closes_on is not None and today > closes_on):
        return CampaignState.CLOSED
    if opens_on is not None and today < opens_on:
        return CampaignState.SCHEDULED
    return CampaignState.OPEN
