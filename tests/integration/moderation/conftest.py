"""What tests of moderation share."""

import pytest
from flask import Flask

from tests.integration.moderation.factories import make_campaign


@pytest.fixture
def campaign_id(app: Flask) -> int:
    """An open campaign to send views to."""
    return make_campaign()
