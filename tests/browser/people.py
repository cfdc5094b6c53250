"""What tests of a live site need before a person comes: staff to sign in as, and an open campaign."""

from collections.abc import Sequence
from datetime import timedelta

from playwright.sync_api import Page

from participation.accounts.services import add_person
from participation.campaigns.domain import CampaignDetails
from participation.campaigns.services import create_campaign, open_campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.transactions import transaction
from participation.plan.services import ensure_plans
from surveys.editing import add_question
from surveys.written import WrittenQuestion
from tests.browser.conftest import LiveSite
from tests.integration.lawful import lawful_answers, sign

PASSWORD = "three plain test words"
SLUG = "our-made-up-town"
QUESTION = "What would make our town the best place to grow up?"


def hire(site: LiveSite, *roles: Role) -> None:
    """Add one member of staff for each role, whose address is the role's name."""
    with site.app.app_context(), transaction():
        for role in roles:
            add_person(f"{role}@example.org", role.label, PASSWORD, [role])


#: What a campaign asks unless a test says otherwise.
USUAL_QUESTIONS = (
    WrittenQuestion("long_text", QUESTION),
    WrittenQuestion("one_choice", "Where do you live?", labels=("Town", "Village")),
    WrittenQuestion("age_band", "How old are you?"),
)


def open_a_campaign(
    site: LiveSite,
    slug: str = SLUG,
    more: Sequence[str] = (),
    questions: Sequence[WrittenQuestion] = USUAL_QUESTIONS,
) -> None:
    """An open campaign with these questions, and `more` in people's own words."""
    today = clock.today()
    details = CampaignDetails(
        slug=slug,
        title="Our made-up town",
        summary="Tell us what would make it better.",
        purpose="We are deciding what to do next year.",
        decision="What the youth budget is spent on",
        decision_maker="The youth board",
        can_change="Clubs, buses and parks",
        cannot_change="School holidays",
        who_reads="Two youth workers",
        opens_on=today - timedelta(days=1),
        closes_on=today + timedelta(days=30),
        hear_back_by=today + timedelta(days=60),
        **lawful_answers(today + timedelta(days=45)),
    )
    with site.app.app_context(), transaction():
        ensure_plans()
        campaign = create_campaign(details)
        for question in (*questions, *(WrittenQuestion("long_text", wording) for wording in more)):
            add_question(campaign, question)
        sign(campaign)
        open_campaign(campaign)


def sign_in(page: Page, role: Role) -> None:
    """Sign in by the form."""
    page.goto("/staff/sign-in")
    page.get_by_label("Email address").fill(f"{role}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
