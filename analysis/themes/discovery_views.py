"""What else is in the answers: groups to read, and to make themes of by hand."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.models import CodeFrameVersion
from analysis.themes import discovering, frames, queries
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits

blueprint = Blueprint("discoveries", __name__, url_prefix="/staff/themes/<slug>/what-else")


@blueprint.get("")
@requires(Role.ANALYST)
def overview(slug: str) -> ResponseReturnValue:
    """The groups last found among the unsure answers, or inside a theme; and what is rare but serious."""
    campaign, frame = _opened(slug)
    scope = request.args.get("within", discovering.UNSURE)[:80]
    run = discovering.latest_discovery(campaign.id, scope)
    counts = queries.count_answers_of(frame)
    small = [key for key, count in counts.themes.items() if discovering.is_small(count, counts.base)]
    return render_template(
        "analysis/discover.html",
        campaign=campaign,
        scope=scope,
        scopes=[
            (discovering.UNSURE, "The unsure and those in no theme"),
            *((t.key, f"Inside “{t.name}”") for t in frame.themes),
        ],
        run=run,
        groups=discovering.groups_of(run) if run else [],
        percent_done=queries.percent_done(run.job_id) if run and run.content is None else None,
        serious=discovering.rare_but_serious(frame, small),
        small_themes=[(theme, counts.themes[theme.key]) for theme in frame.themes if theme.key in small],
    )


@blueprint.post("")
@requires(Role.ANALYST)
@commits
def look(slug: str) -> ResponseReturnValue:
    """Ask a worker to look."""
    _, frame = _opened(slug)
    scope = request.form.get("within", discovering.UNSURE)[:80]
    discovering.look(frame, scope, current_user.id)
    flash("A worker reads the answers and groups them. This page shows how far it is.")
    return redirect(url_for("discoveries.overview", slug=slug, within=scope))


def _opened(slug: str) -> tuple[Campaign, CodeFrameVersion]:
    campaign = campaign_by_slug(slug)
    frame = frames.current_frame(campaign.id)
    if frame is None:
        raise NotFound("This campaign has no theme list yet. Choose “Theme the answers” on its page first.")
    return campaign, frame
