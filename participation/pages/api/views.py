"""The API at /api/v1, and the page that explains it. Everything is read, nothing is kept about who asks."""

import hashlib

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.error_pages import DATA
from participation.foundation.rates import Limit
from participation.foundation.rendering import site
from participation.foundation.web import sender_address
from participation.pages.api import answers, asking, description, reading
from participation.pages.api.description import describes

blueprint = Blueprint("api", __name__)

VERSION_1 = f"{DATA}v1"
#: A whole school on one address may open a page that asks; a program that asks without end may not.
ASKS = Limit("api", 3000, 60)
TOO_OFTEN = "This was asked very often from where you are. Wait a minute, and keep each answer for five."
#: Short, so that what is taken back is soon gone from other sites too.
KEEP_SECONDS = 300
ANY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@blueprint.before_request
def _limit() -> None:
    if request.path.startswith(DATA):
        deployment().limiter.check(ASKS, sender_address(), TOO_OFTEN)


@blueprint.after_app_request
def _for_any_site(response: Response) -> Response:
    if request.path.startswith(DATA):
        response.headers.update(ANY_SITE)
    return response


@blueprint.get("/api")
@public
def about() -> ResponseReturnValue:
    """What the API is for and how to use it, for people who make pages."""
    return render_template(
        "pages/api.html",
        lines=description.lines(current_app._get_current_object()),  # type: ignore[attr-defined]
        file=f"{VERSION_1}/openapi.json",
        keep_minutes=KEEP_SECONDS // 60,
    )


@blueprint.get(f"{VERSION_1}/openapi.json")
@public
def open_api() -> Response:
    """The description of all of this, for programs."""
    about = site()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return _kept(jsonify(description.open_api(app, about.name, about.url)))


@blueprint.get(f"{VERSION_1}/campaigns")
@public
@describes(answers.Campaigns, asking.AskForCampaigns, may_be_missing=True)
def campaigns() -> Response:
    """Every campaign that was opened, the newest first."""
    return _answer(reading.campaigns_page(asking.asked(asking.AskForCampaigns)))


@blueprint.get(f"{VERSION_1}/campaigns/<slug>")
@public
@describes(answers.Campaign, may_be_missing=True)
def one_campaign(slug: str) -> Response:
    """One campaign: what is asked and why, who decides, and when people hear back."""
    return _answer(reading.one_campaign(slug))


@blueprint.get(f"{VERSION_1}/results")
@public
@describes(answers.ResultsList, asking.AskForCampaigns, may_be_missing=True)
def results() -> Response:
    """Campaigns whose results are public, the last published first."""
    return _answer(reading.results_page(asking.asked(asking.AskForCampaigns)))


@blueprint.get(f"{VERSION_1}/results/<slug>")
@public
@describes(answers.Results, may_be_missing=True)
def one_result(slug: str) -> Response:
    """What one campaign heard, theme by theme, and what is said back."""
    return _answer(reading.one_result(slug))


@blueprint.get(f"{VERSION_1}/replies")
@public
@describes(answers.Replies, asking.AskForReplies)
def replies() -> Response:
    """Replies and promises of every campaign, the newest first."""
    return _answer(reading.replies_page(asking.asked(asking.AskForReplies)))


@blueprint.get(f"{VERSION_1}/replies/<int:reply_id>")
@public
@describes(answers.Reply, may_be_missing=True)
def one_reply(reply_id: int) -> Response:
    """One reply or promise: who does it, by when, and how it stands."""
    return _answer(reading.one_reply(reply_id))


def _answer(found: BaseModel) -> Response:
    return _kept(Response(found.model_dump_json(), mimetype="application/json"))


def _kept(response: Response) -> Response:
    """Mark an answer so that it is not sent again while nothing has changed."""
    response.headers["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response
