"""A site with something on every page for the public, and every such page: found from the address map of the app,
so that one that is added later is walked through too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, url_for
from playwright.sync_api import Locator, Page
from werkzeug.routing import Rule

from analysis.models import Reply
from analysis.publications import published_results
from participation.campaigns.queries import campaign_by_slug
from participation.campaigns.services import close_campaign
from participation.foundation.access import declared_access
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import recordings, sessions
from surveys.editing import questions_of
from surveys.equality.domain import SWITCHED
from surveys.equality.models import EqualitySetup
from surveys.queries import draft_definition
from surveys.ways.domain import WayName
from tests.browser.conftest import LiveSite
from tests.browser.people import QUESTION, open_a_campaign
from tests.integration.pages import made_up
from tests.recorded import an_mp3

SLUG, LONG, SENSITIVE, OVER = "our-town", "a-long-one", "a-hard-one", "long-over"
PLACE = "Lyme Regis"
#: Public addresses that people do not come to: they are for machines.
NOT_FOR_PEOPLE = frozenset(
    {
        "static",
        "look.logo",
        "look.stylesheet",
        "operations.healthz",
        "operations.metrics",
        "home.favicon",
        "home.robots",
    }
)
STAFF_ON_THEIR_WAY_IN = "/staff/"
FOR_PROGRAMS = "/api/v1/"


@dataclass(frozen=True)
class WholeSite:
    """What a walk through the site needs: parts of addresses by name, and receipt words of a view that waits."""

    parts: Mapping[str, str | int]
    ended: str
    waiting: str
    used: str


def fill(site: LiveSite) -> WholeSite:
    """Make something for every public page to show."""
    more = ("What do you like here?", "What would you change first?", "Anything else?")
    for slug in (SLUG, SENSITIVE, OVER):
        open_a_campaign(site, slug)
    open_a_campaign(site, LONG, more=more)
    with site.app.app_context():
        receipts = made_up.published_campaign()
        [waiting] = made_up.send(campaign_by_slug(made_up.SLUG).id, "more benches by the sea")
        with transaction():
            db.session.get_one(Reply, 1).places = [PLACE]
            campaign_by_slug(SENSITIVE).is_sensitive = True
            close_campaign(campaign_by_slug(OVER), None)
            for slug in (SLUG, made_up.SLUG):
                ask_about_people(slug)
            made, ended = (
                sessions.make_session(campaign_by_slug(SLUG), "Year 9, Hilltop School", None)
                for _ in range(2)
            )
            for each in (made, ended):
                sessions.open_session(each, each.label, 6, None)
            sessions.close_session(ended, None)
            parts = {
                "slug": made_up.SLUG,
                "code": made.code,
                "token": sessions.host_token(made),
                "recording": a_recording(),
                "reply_id": 1,
                "place": PLACE,
                "mark": a_quote(made_up.SLUG),
                "theme_key": made_up.BUSES,
                "filename": "css/public.css",
                "way": WayName.TOGETHER,
            }
            found = WholeSite(parts, ended.code, waiting.words, receipts[made_up.BUSES])
        db.session.remove()
    return found


def ask_about_people(slug: str) -> None:
    """Have a campaign ask every equality question there is. Call inside a transaction."""
    asked = {band: [each.key for each in SWITCHED] for band in ("11-15", "16-over")}
    because = "We want to hear from everybody. If some are missing, we go to them."
    campaign_id = campaign_by_slug(slug).id
    db.session.add(
        EqualitySetup(campaign_id=campaign_id, asked=asked, because=because, agreed_by="Equality lead")
    )


def a_recording() -> str:
    """The mark of a recording of the first question of the campaign that has everything."""
    campaign = campaign_by_slug(made_up.SLUG)
    [question, *_] = draft_definition(campaign.id).questions
    with transaction():
        recordings.keep(questions_of(campaign)[0].survey_id, question, an_mp3(), None)
    return recordings.marks(campaign.id, draft_definition(campaign.id))[question.key]


def a_quote(slug: str) -> str:
    """The mark of a published quote."""
    results = published_results(slug)
    assert results is not None
    return next(quote.mark for theme in results.themes for quote in theme.quotes)


def public_addresses(app: Flask, parts: Mapping[str, str | int]) -> dict[str, str]:
    """Address by rule, of everything that anybody may ask for.

    Raises:
        KeyError: when a new address has a part that `fill` does not know.
    """
    with app.test_request_context():
        return {
            f"{rule.endpoint} {rule.rule}": url_for(
                rule.endpoint,
                **{name: parts[name] for name in rule.arguments if name not in (rule.defaults or {})},
            )
            for rule in app.url_map.iter_rules()
            if _is_for_people(rule)
        }


def _is_for_people(rule: Rule) -> bool:
    access = declared_access(rule.endpoint)
    asks = "GET" in (rule.methods or ())
    is_elsewhere = rule.endpoint in NOT_FOR_PEOPLE or rule.rule.startswith(
        (STAFF_ON_THEIR_WAY_IN, FOR_PROGRAMS)
    )
    return asks and access is not None and access.is_public and not is_elsewhere


def states(whole: WholeSite) -> dict[str, Callable[[Page], object]]:
    """Pages that an address alone does not show: answers to forms, and what has ended."""
    return {
        "a survey": lambda page: page.goto(f"/c/{SLUG}/take-part"),
        "a sensitive one": lambda page: page.goto(f"/c/{SENSITIVE}/take-part"),
        "nothing said": lambda page: [page.goto(f"/c/{SENSITIVE}/take-part"), press(page, "Send")],
        "too much said": lambda page: _send(page, SENSITIVE, "bus " * 2600),
        "sent": lambda page: _send(page, SLUG, "More buses"),
        "why we ask about you": lambda page: _about_you(page),
        "how old, not said": lambda page: [_about_you(page), press(page, "Yes, ask me (2 minutes)")],
        "questions about you": lambda page: _questions_about_you(page),
        "a little more about you": lambda page: [
            _questions_about_you(page),
            page.get_by_label("Asian or Asian British").check(),
            press(page, "Send"),
        ],
        "enough about you": lambda page: [_about_you(page), press(page, "No, skip")],
        "thanked for it": lambda page: [_questions_about_you(page), press(page, "Send")],
        "the second page": lambda page: _first_page(page),
        "the check page": lambda page: [_first_page(page), *(press(page, "Continue") for _ in range(5))],
        "a long one whole": lambda page: page.goto(f"/c/{LONG}/take-part?whole=yes"),
        "with a helper": lambda page: page.goto(f"/c/{SLUG}/together?begin=yes"),
        "at a kiosk": lambda page: page.goto(f"/c/{SLUG}/kiosk"),
        "the kiosk's first question": lambda page: page.goto(f"/c/{SLUG}/kiosk?begin=yes"),
        "as a family": lambda page: page.goto(f"/c/{SLUG}/family"),
        "the child's turn": lambda page: page.goto(f"/c/{SLUG}/family?turn=child"),
        "a closed campaign": lambda page: page.goto(f"/c/{OVER}"),
        "a closed survey": lambda page: page.goto(f"/c/{OVER}/take-part"),
        "sent in a group": lambda page: [page.goto(f"/g/{whole.parts['code']}"), _write_and_send(page)],
        "an ended session": lambda page: page.goto(f"/g/{whole.ended}"),
        "a wrong code": lambda page: page.goto("/g?code=abc"),
        "no such receipt": lambda page: _look_up(page, "nothing of ours 7"),
        "a used view": lambda page: _look_up(page, whole.used),
        "taking it back": lambda page: [_look_up(page, whole.used), press(page, "Take it back")],
        "replacing it": lambda page: [_look_up(page, whole.waiting), press(page, "Write a new view")],
        "saying we got it wrong": lambda page: [page.goto(f"/results/{made_up.SLUG}"), press(page, "Send")],
        "a search": lambda page: page.goto("/replies?q=bus&status=yes"),
        "asking with nothing": lambda page: [
            page.goto("/talk-to-me"),
            press(page, "Ask someone to talk to me"),
        ],
        "complaining of nothing": lambda page: [
            page.goto("/data-complaint"),
            press(page, "Send my complaint"),
        ],
        "a complaint sent": lambda page: _complain(page),
        "no such complaint": lambda page: _look_complaint_up(page, "nothing of ours 7"),
        "a complaint that waits": lambda page: _look_complaint_up(page, _complain(page)),
        "nowhere": lambda page: page.goto("/nowhere"),
    }


def press(page: Page, name: str) -> None:
    """Press a button of the main part that leads to another page, and come there."""
    with page.expect_navigation():
        _button(page, name).click()


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=name, exact=True).first


def _send(page: Page, slug: str, words: str) -> None:
    page.goto(f"/c/{slug}/take-part")
    _write_and_send(page, words)


def _write_and_send(page: Page, words: str = "More buses") -> None:
    page.get_by_label(QUESTION).fill(words)
    _button(page, "Send").click()
    page.locator("#receipt, .problem").first.wait_for()


def _about_you(page: Page) -> None:
    _send(page, SLUG, "More buses")
    press(page, "See what and why")


def _questions_about_you(page: Page) -> None:
    _about_you(page)
    page.get_by_label("16 or over").check()
    press(page, "Yes, ask me (2 minutes)")


def _complain(page: Page) -> str:
    """Complain, and give the words to come back with."""
    page.goto("/data-complaint")
    page.get_by_label("What happened?").fill("My name was on a poster")
    press(page, "Send my complaint")
    return page.locator("#receipt").inner_text()


def _look_complaint_up(page: Page, words: str) -> None:
    page.goto("/data-complaint/answer")
    page.get_by_label("Your four words").fill(words)
    press(page, "See our answer")


def _first_page(page: Page) -> None:
    page.goto(f"/c/{LONG}/take-part")
    page.get_by_label(QUESTION).fill("More buses")
    press(page, "Continue")
    page.get_by_text("Question 2 of 6").wait_for()


def _look_up(page: Page, words: str) -> None:
    page.goto("/my-answer")
    page.get_by_label("Your four words and the number").fill(words)
    press(page, "Find my view")
