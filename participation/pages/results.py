"""What was heard, decided and done: results of a campaign, and every reply."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from analysis.pictures import chart_description, cloud_description
from analysis.publications import PublishedResults, campaigns_with_results, published_results
from analysis.replies import late_notices
from analysis.replies.domain import ReplyStatus
from analysis.replies.queries import (
    PAGE,
    PublishedReply,
    public_history,
    published_replies,
    published_reply,
    quotes_under,
)
from participation.campaigns.domain import CampaignState
from participation.campaigns.queries import find_campaign
from participation.foundation import clock
from participation.foundation.access import public
from participation.foundation.codes import canonical_text
from participation.foundation.errors import NotFound
from participation.pages.queries import reply_filters
from surveys.keys import make_key

blueprint = Blueprint("results", __name__)

LONGEST_SEARCH = 100
LARGEST_ID = 2**31 - 1
MOST_CAMPAIGNS = 20


_REFUSALS = frozenset({ReplyStatus.NO, ReplyStatus.CHANGED_MIND})


@dataclass(frozen=True)
class Search:
    """What somebody looks for among the replies; empty parts are left out."""

    q: str = ""
    status: str = ""
    theme: str = ""
    campaign: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether more than words were chosen."""
        return bool(self.status or self.theme or self.campaign)

    @property
    def parts(self) -> dict[str, str]:
        """The parts that are set, as an address holds them."""
        return {name: value for name, value in vars(self).items() if value}


@blueprint.get("/results")
@public
def index() -> ResponseReturnValue:
    """Every campaign whose results are public."""
    slugs = [campaign.slug for campaign in campaigns_with_results(limit=MOST_CAMPAIGNS)]
    found = [results for slug in slugs if (results := published_results(slug)) is not None]
    return render_template("pages/results.html", all_results=[(each, standings(each)) for each in found])


@blueprint.get("/results/<slug>")
@public
def result(slug: str) -> ResponseReturnValue:
    """What one campaign heard, what was decided, and what happens next."""
    campaign = find_campaign(slug)
    results = published_results(slug) if campaign else None
    if campaign is not None and results is None and campaign.state is CampaignState.CLOSED:
        return render_template(
            "pages/result_waiting.html",
            campaign=campaign,
            accent=campaign.accent,
            answering=late_notices.answering_of(campaign),
        )
    if campaign is None or results is None:
        raise NotFound(
            "There are no results at this address yet. See all results, or start from the home page."
        )
    return render_template(
        "pages/result.html",
        results=results,
        campaign=campaign,
        accent=campaign.accent,
        standings=standings(results),
        late=sum(reply.is_overdue for reply in results.replies),
        refusals=[reply for reply in results.replies if reply.status in _REFUSALS],
        next_dates=next_dates(results, clock.today()),
        chart_alt=chart_description(results),
        cloud_alt=cloud_description(results),
        key=make_key(),
    )


@blueprint.get("/replies")
@public
def replies() -> ResponseReturnValue:
    """Search what was said back."""
    search = _search()
    before_id = _number(request.args.get("before_id", ""))
    found = published_replies(
        words=search.q,
        status=search.status,
        theme_key=search.theme,
        campaign_slug=search.campaign,
        before_id=before_id,
    )
    return render_template(
        "pages/replies.html",
        replies=found,
        search=search,
        filters=reply_filters(),
        statuses=[(status.value, status.label) for status in ReplyStatus],
        is_first_page=before_id is None,
        last_id=found[-1].id if len(found) == PAGE else None,
    )


@blueprint.get("/replies/<int:reply_id>")
@public
def reply(reply_id: int) -> ResponseReturnValue:
    """One reply, in full."""
    found = published_reply(reply_id) if reply_id <= LARGEST_ID else None
    if found is None:
        raise NotFound("There is no reply at this address. Search all replies, or start from the home page.")
    results = published_results(found.campaign_slug)
    theme = next((each for each in results.themes if each.key == found.theme_key), None) if results else None
    return render_template(
        "pages/reply.html",
        reply=found,
        theme=theme,
        quotes=quotes_under(found.id),
        history=public_history(found.id),
        key=make_key(),
    )


def standings(results: PublishedResults) -> list[tuple[str, int]]:
    """How many replies stand at each status that any has, in the order of the statuses."""
    counts = Counter(reply.status for reply in results.replies)
    return [(status.value, counts[status]) for status in ReplyStatus if counts[status]]


def next_dates(results: PublishedResults, today: date) -> list[tuple[date, PublishedReply]]:
    """The days still to come on which a reply is due or is brought up to date, soonest first; one a reply."""
    coming = []
    for each in results.replies:
        days = [day for day in (each.due_on, each.next_update_on) if day is not None and day >= today]
        if days and ReplyStatus(each.status).is_open:
            coming.append((min(days), each))
    return sorted(coming, key=lambda pair: (pair[0], pair[1].id))


def _search() -> Search:
    asked = {name: canonical_text(request.args.get(name, "")) for name in vars(Search())}
    given = {name: value[:LONGEST_SEARCH] for name, value in asked.items()}
    if given["status"] not in set(ReplyStatus):
        given["status"] = ""
    return Search(**given)


def _number(given: str) -> int | None:
    """A number of a row, None when it cannot be one."""
    is_number = given.isascii() and given.isdigit() and len(given) <= len(str(LARGEST_ID))
    return min(int(given), LARGEST_ID) if is_number else None
