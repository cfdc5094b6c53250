"""You said, we did: one page a theme, one page a place, the poster of each, and "Did we get this right?"."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from analysis.publications import PublishedResults, PublishedTheme, published_results
from analysis.replies.domain import ReplyStatus
from analysis.replies.queries import places_with_replies, published_in
from analysis.reports.public_record import public_lundy_parts
from participation.campaigns.models import Campaign
from participation.campaigns.queries import find_campaign
from participation.campaigns.sharing import plain_address, qr_response, results_address
from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.rates import Limit
from participation.foundation.web import sender_address
from surveys.checking_back import LONGEST, NothingToStore, store_check_back
from surveys.keys import is_key, make_key

blueprint = Blueprint("you_said", __name__)

NO_RESULTS = "There is no result at this address. See all results, or start from the home page."
#: Generous: a school is one address.
CHECK_BACKS = Limit("check back", 300, 3600)
TOO_MANY = "Very many people wrote from where you are. Wait an hour, then send it again."
REFUSALS = frozenset({ReplyStatus.NO, ReplyStatus.CHANGED_MIND, ReplyStatus.NOT_OURS})


@blueprint.get("/results/<slug>/<theme_key>")
@public
def theme(slug: str, theme_key: str) -> ResponseReturnValue:
    """One theme: thanks, what was said, what we do and do not, who decided, and what comes next."""
    campaign, results = _results(slug)
    found = _theme(results, theme_key)
    return render_template(
        "pages/theme.html",
        campaign=campaign,
        accent=campaign.accent,
        results=results,
        theme=found,
        can=[reply for reply in found.replies if reply.status not in REFUSALS],
        cannot=[reply for reply in found.replies if reply.status in REFUSALS],
        key=make_key(),
    )


@blueprint.get("/results/<slug>/how-we-listened")
@public
def how_we_listened(slug: str) -> ResponseReturnValue:
    """The Lundy record: who could speak, how, who listened, and what it changed."""
    campaign, results = _results(slug)
    return render_template(
        "pages/how_we_listened.html",
        campaign=campaign,
        accent=campaign.accent,
        results=results,
        parts=public_lundy_parts(campaign),
    )


@blueprint.get("/results/<slug>/poster")
@blueprint.get("/results/<slug>/<theme_key>/poster")
@public
def poster(slug: str, theme_key: str = "") -> ResponseReturnValue:
    """A poster to print: what you said, what we do, and a code that leads back to the promise."""
    campaign, results = _results(slug)
    chosen = [_theme(results, theme_key)] if theme_key else [each for each in results.themes if each.replies]
    return render_template(
        "pages/result_poster.html",
        campaign=campaign,
        results=results,
        theme=chosen[0] if theme_key else None,
        replies=[reply for each in chosen for reply in each.replies][:3],
        theme_key=theme_key,
        address=plain_address(_address(slug, theme_key)),
        accent=campaign.accent,
    )


@blueprint.get("/results/<slug>/qr.svg")
@blueprint.get("/results/<slug>/<theme_key>/qr.svg")
@public
def qr(slug: str, theme_key: str = "") -> Response:
    """The code that leads to a campaign's results, or to one theme of them."""
    _, results = _results(slug)
    if theme_key:
        _theme(results, theme_key)
    return qr_response(_address(slug, theme_key))


@blueprint.get("/places")
@public
def places() -> ResponseReturnValue:
    """Places for which something was promised or refused."""
    return render_template("pages/places.html", places=places_with_replies())


@blueprint.get("/places/<place>")
@public
def place(place: str) -> ResponseReturnValue:
    """What was said back about one place, over all campaigns."""
    replies = published_in(place.replace("\x00", ""))
    if not replies:
        raise NotFound(
            "We have said nothing about this place yet. See all places, or search all our replies."
        )
    name = next(each for reply in replies for each in reply.places if each.casefold() == place.casefold())
    return render_template("pages/place.html", name=name, replies=replies)


@blueprint.post("/results/<slug>/check-back")
@public
def check_back(slug: str) -> ResponseReturnValue:
    """Take what somebody says about our reply. It goes to the people who read every view.

    It is stored as a view is, on a connection of its own, so this view must not be declared with `@commits`.
    """
    campaign, results = _results(slug)
    key, about = request.form.get("submission_key", ""), request.form.get("about", "")
    known = about if about in {each.key for each in results.themes} else ""
    deployment().limiter.check(CHECK_BACKS, sender_address(), TOO_MANY)
    try:
        receipt = store_check_back(
            campaign.id, key if is_key(key) else make_key(), request.form.get("wrong", ""), known
        )
    except NothingToStore as problem:
        page = render_template(
            "pages/check_back.html",
            campaign=campaign,
            about=known,
            words=request.form.get("wrong", "")[:LONGEST].replace("\x00", ""),
            problems=[("wrong", problem.message)],
            key=key if is_key(key) else make_key(),
        )
        return page, 422
    return render_template(
        "pages/check_back_sent.html", campaign=campaign, about=known, receipt_words=receipt.words
    )


def _results(slug: str) -> tuple[Campaign, PublishedResults]:
    campaign = find_campaign(slug)
    results = published_results(slug) if campaign else None
    if campaign is None or results is None:
        raise NotFound(NO_RESULTS)
    return campaign, results


def _theme(results: PublishedResults, theme_key: str) -> PublishedTheme:
    found = next((each for each in results.themes if each.key == theme_key), None)
    if found is None:
        raise NotFound(NO_RESULTS)
    return found


def _address(slug: str, theme_key: str) -> str:
    address = results_address(deployment().settings.site_url, slug)
    return f"{address}/{theme_key}" if theme_key else address
