"""The front page, and the few files that browsers and search engines look for at the root of a site."""

from flask import Blueprint, Response, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue

from analysis.publications import campaigns_with_results, named_most
from analysis.replies.queries import published_replies
from participation.campaigns.queries import open_campaigns
from participation.foundation.access import public
from participation.foundation.rendering import site
from participation.foundation.web import asset

blueprint = Blueprint("home", __name__)

LATEST_REPLIES = 2
THEMES_NAMED = 3
#: Addresses that no search engine has any business with.
NOT_FOR_SEARCH = ("/staff/", "/my-answer", "/exit", "/g/", "/preferences")


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """What this is, what is open, what came of the last time, and the way back to one's own view."""
    newest = campaigns_with_results(limit=1)
    return render_template(
        "pages/home.html",
        campaigns=open_campaigns(),
        replies=published_replies(most=LATEST_REPLIES),
        came_up=named_most(newest[0], THEMES_NAMED) if newest else None,
    )


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """What search engines may read; nothing at all while everything here is made up."""
    places = ("/",) if site().is_demo else NOT_FOR_SEARCH
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in places)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Browsers ask for this by habit; pages name the drawing themselves."""
    return redirect(asset("img/favicon.svg"))


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """How the site looks when somebody puts it on the first screen of their phone."""
    about = site()
    answer = jsonify(
        name=about.name,
        short_name=about.name,
        lang="en-GB",
        start_url="/",
        scope="/",
        display="browser",
        background_color="#fbf8f1",
        theme_color=about.look.accent or "#0b5f66",
        icons=[{"src": asset("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    )
    answer.mimetype = "application/manifest+json"
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
