"""The page on which a campaign is finished, at /staff/campaigns/<slug>/finish."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.finishing import services
from analysis.finishing.domain import Unfinished, Where, decision_on
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, declared_access, held_roles, requires
from participation.foundation.transactions import commits

blueprint = Blueprint("finishing", __name__, url_prefix="/staff/campaigns/<slug>/finish")

#: Who puts what right: the page and, for those who may not open it, whom to ask.
PLACES = {
    Where.CLOSE: ("campaigns.overview", "a campaign manager"),
    Where.SIGN: ("themes.sign_off", "an analyst"),
    Where.NEW_REPLY: ("replies.new", "an analyst"),
    Where.REPLY: ("replies.edit", "an analyst"),
}


@blueprint.get("")
@requires(Role.CAMPAIGN_MANAGER, Role.ANALYST)
def look(slug: str) -> ResponseReturnValue:
    """Each main theme with what is decided on it, and what is missing."""
    return _page(campaign_by_slug(slug))


@blueprint.post("")
@requires(Role.CAMPAIGN_MANAGER, Role.ANALYST)
@commits
def finish(slug: str) -> ResponseReturnValue:
    """Finish it, or say by name what is missing."""
    campaign = campaign_by_slug(slug)
    try:
        services.finish(campaign, current_user.id)
    except services.NotFinished:
        return _page(campaign, was_refused=True), 409
    flash(f"“{campaign.title}” is finished. Its record says what was decided.")
    return redirect(url_for("finishing.look", slug=slug))


def _page(campaign: Campaign, *, was_refused: bool = False) -> str:
    finishing = services.finishing_of(campaign)
    lacking = {problem.theme_key for problem in finishing.problems}
    is_looked_at = not any(problem.where in (Where.CLOSE, Where.SIGN) for problem in finishing.problems)
    return render_template(
        "finishing/finish.html",
        campaign=campaign,
        problems_found=[(problem.message, *_way(campaign, problem)) for problem in finishing.problems],
        decided=[
            (theme, decision_on(theme))
            for theme in finishing.themes
            if is_looked_at and theme.key not in lacking
        ],
        was_refused=was_refused,
        trail=_trail(campaign),
    )


def _way(campaign: Campaign, problem: Unfinished) -> tuple[str, str]:
    """The address where something is put right, empty for those who may not open it; then whom to ask."""
    endpoint, whom = PLACES[problem.where]
    access = declared_access(endpoint)
    if access is None or not access.admits(held_roles()):
        return "", whom
    if problem.where is Where.NEW_REPLY:
        return url_for(endpoint, slug=campaign.slug, theme_key=problem.theme_key), whom
    if problem.where is Where.REPLY:
        return url_for(endpoint, slug=campaign.slug, reply_id=problem.reply_id), whom
    return url_for(endpoint, slug=campaign.slug), whom


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    if Role.CAMPAIGN_MANAGER not in held_roles():
        return [
            ("Replies", url_for("replies.index")),
            (campaign.title, url_for("replies.campaign", slug=campaign.slug)),
        ]
    return [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
    ]
