"""Who works at the desk, and a campaign with themes to work on."""

from collections.abc import Callable

import pytest
from flask import Flask

from participation.foundation.access import Role
from tests.auditing_client import AuditingClient
from tests.integration.analysis.coded_campaign import code_by_hand
from tests.integration.analysis.factories import make_campaign


@pytest.fixture
def analyst(staff: Callable[..., AuditingClient]) -> AuditingClient:
    """A strategy officer who has signed in."""
    return staff(Role.ANALYST)


@pytest.fixture
def coded(app: Flask) -> int:
    """A campaign of ninety approved answers with ages, themed by hand; gives its id."""
    campaign_id = make_campaign()
    code_by_hand(campaign_id)
    return campaign_id
