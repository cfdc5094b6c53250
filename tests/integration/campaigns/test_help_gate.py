"""When the help on every page is out of date, the refusal leads a manager to it and says who can put it right."""

from collections.abc import Callable
from datetime import date

from bs4 import BeautifulSoup
from flask import Flask

from participation.foundation.access import Role
from participation.foundation.deployment import deployment
from tests.auditing_client import AuditingClient
from tests.integration.campaigns.making import a_campaign


def test_the_refusal_links_to_a_page_that_a_manager_may_open_and_names_who_sets_it(
    app: Flask, staff: Callable[..., AuditingClient]
) -> None:
    a_campaign(is_open=False)
    settings = deployment().settings
    old = settings.help_lines[0].model_copy(update={"last_checked": date(2001, 1, 1)})
    object.__setattr__(settings, "help_lines", [old, *settings.help_lines[1:]])
    manager = staff(Role.CAMPAIGN_MANAGER)
    refused = manager.submit("/staff/campaigns/safer-buses/open", from_page="/staff/campaigns/safer-buses")
    page = BeautifulSoup(refused.get_data(as_text=True), "lxml")
    [problem] = [link for link in page.select(".note a") if old.name in link.get_text()]
    assert "tell an administrator" in problem.get_text()
    there = manager.get(str(problem["href"]))
    assert there.status_code == 200
    assert old.phone in there.get_data(as_text=True)
