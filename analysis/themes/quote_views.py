"""The quotes bank: what speaks for each theme, to keep or to leave out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.models import CodeFrameVersion
from analysis.themes import frames, quote_bank
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits

blueprint = Blueprint("quotes", __name__, url_prefix="/staff/themes/<slug>/quotes")
SAID = {"keep": True, "leave": False, "undo": None}


@blueprint.get("")
@requires(Role.ANALYST)
def bank(slug: str) -> ResponseReturnValue:
    """The quotes of every theme."""
    campaign, frame = _opened(slug)
    return render_template(
        "analysis/quotes.html",
        campaign=campaign,
        themes=frame.themes,
        bank=quote_bank.bank_of(frame),
        left_out=quote_bank.left_out(frame),
    )


@blueprint.post("/<theme_key>/<int:submission_id>")
@requires(Role.ANALYST)
@commits
def choose(slug: str, theme_key: str, submission_id: int) -> ResponseReturnValue:
    """Keep a quote, leave it out, or take that back."""
    _, frame = _opened(slug)
    said = request.form.get("say", "")
    if said not in SAID:
        raise NotFound("Keep a quote or leave it out.")
    quote_bank.choose(frame, theme_key, submission_id, SAID[said], current_user.id)
    flash({"keep": "The quote is kept.", "leave": "The quote is left out.", "undo": "Taken back."}[said])
    return redirect(url_for("quotes.bank", slug=slug, _anchor=f"theme-{theme_key}"))


def _opened(slug: str) -> tuple[Campaign, CodeFrameVersion]:
    campaign = campaign_by_slug(slug)
    frame = frames.current_frame(campaign.id)
    if frame is None:
        raise NotFound("This campaign has no theme list yet. Choose “Theme the answers” on its page first.")
    return campaign, frame
