"""Downloads at /staff/reports: every file masked for whoever it is for."""

from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from analysis.reports.assembling import require_sign_off, snapshot_for
from analysis.reports.files import FILES, REPORTS, file_kind
from analysis.reports.making import make_file, snapshot_changes
from analysis.snapshots import snapshots_of
from analysis.themes.queries import desk_campaigns
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import audit, clock
from participation.foundation.access import Role, requires
from participation.foundation.deployment import deployment
from participation.foundation.requests import row_numbers
from participation.foundation.transactions import commits

blueprint = Blueprint("reports", __name__, url_prefix="/staff/reports")

PAIR = 2


@blueprint.get("")
@requires(Role.ANALYST)
def index() -> ResponseReturnValue:
    """Every campaign with the files it can become."""
    return render_template(
        "reports/index.html",
        campaigns=desk_campaigns(),
        reports=REPORTS,
        files=FILES,
        board_hides=deployment().settings.board_suppress_up_to,
    )


@blueprint.get("/<slug>/changes")
@requires(Role.ANALYST)
def changes(slug: str) -> ResponseReturnValue:
    """What changed between two snapshots, as the board may see it."""
    campaign = campaign_by_slug(slug)
    taken = snapshots_of(campaign.id)
    found = {each.id: each for each in taken}
    chosen = sorted(row_numbers([request.args.get("before", ""), request.args.get("now", "")]))
    known = [found[number] for number in chosen if number in found]
    earlier, later = (known[0], known[1]) if len(known) == PAIR else (None, None)
    return render_template(
        "reports/changes.html",
        campaign=campaign,
        choices=[(str(each.id), f"{each.id}, {clock.show_date(_taken_on(each))}") for each in taken],
        earlier=earlier,
        later=later,
        lines=snapshot_changes(earlier, later, AudienceClass.BOARD) if earlier and later else (),
        trail=[("Downloads", url_for("reports.index"))],
    )


@blueprint.post("/<slug>/<kind>.<ending>")
@requires(Role.ANALYST)
@commits
def download(slug: str, kind: str, ending: str) -> ResponseReturnValue:
    """Freeze a snapshot and download one file made from it. A POST, because it leaves a record."""
    campaign, known = campaign_by_slug(slug), file_kind(kind, ending)
    audience = AudienceClass.PUBLIC if request.form.get("audience") == "public" else AudienceClass.BOARD
    is_draft = request.form.get("draft") == "yes"
    snapshot = snapshot_for(campaign, None, current_user.id, audience)
    if not is_draft:
        require_sign_off(snapshot)
    content = make_file(known, snapshot, audience, is_draft=is_draft)
    audit.record(
        "downloaded_report",
        "campaign",
        campaign.id,
        actor_id=current_user.id,
        detail={"kind": kind, "ending": ending, "audience": audience.value, "snapshot": snapshot.id},
    )
    name = f"{slug}-{kind}-{audience.value}{'-draft' if is_draft else ''}.{known.ending}"
    return Response(
        content, mimetype=known.media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _taken_on(snapshot: Snapshot) -> date:
    return clock.in_london(snapshot.taken_at).date()
