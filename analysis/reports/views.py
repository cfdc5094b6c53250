"""Downloads at /staff/reports: every file masked for whoever it is for."""

from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from analysis.reports.assembling import require_sign_off, snapshot_for
from analysis.reports.composing import snapshot_changes
from analysis.reports.files import FILES, FILES_OF_SEVERAL, REPORTS, SEVERAL, FileKind, file_kind
from analysis.reports.making import make_file, make_file_of_several
from analysis.snapshots import snapshots_of
from analysis.themes.queries import desk_campaigns
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import audit, clock
from participation.foundation.access import Role, requires
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
        several=SEVERAL,
        files_of_several=FILES_OF_SEVERAL,
        files=FILES,
        rules=mask_rules(),
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
    audience, is_draft = _asked_for()
    snapshot = _freeze(campaign, known, audience, is_draft)
    return _file(slug, known, audience, is_draft, make_file(known, snapshot, audience, is_draft=is_draft))


@blueprint.post("/together.<ending>")
@requires(Role.ANALYST)
@commits
def download_several(ending: str) -> ResponseReturnValue:
    """Freeze a snapshot of each chosen campaign and download one file made from all of them."""
    known = file_kind(SEVERAL.kind, ending)
    audience, is_draft = _asked_for()
    chosen = [campaign_by_slug(slug) for slug in dict.fromkeys(request.form.getlist("campaigns"))]
    snapshots = [_freeze(campaign, known, audience, is_draft) for campaign in chosen]
    made = make_file_of_several(known, snapshots, audience, is_draft=is_draft)
    return _file("campaigns", known, audience, is_draft, made)


def _asked_for() -> tuple[AudienceClass, bool]:
    """Who will read the file, and whether it is marked as a draft."""
    audience = AudienceClass.PUBLIC if request.form.get("audience") == "public" else AudienceClass.BOARD
    return audience, request.form.get("draft") == "yes"


def _freeze(campaign: Campaign, known: FileKind, audience: AudienceClass, is_draft: bool) -> Snapshot:
    snapshot = snapshot_for(campaign, None, current_user.id, audience)
    if not is_draft:
        require_sign_off(snapshot)
    audit.record(
        "downloaded_report",
        "campaign",
        campaign.id,
        actor_id=current_user.id,
        detail={
            "kind": known.kind,
            "ending": known.ending,
            "audience": audience.value,
            "snapshot": snapshot.id,
        },
    )
    return snapshot


def _file(stem: str, known: FileKind, audience: AudienceClass, is_draft: bool, made: bytes) -> Response:
    name = f"{stem}-{known.kind}-{audience.value}{'-draft' if is_draft else ''}.{known.ending}"
    return Response(
        made, mimetype=known.media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _taken_on(snapshot: Snapshot) -> date:
    return clock.in_london(snapshot.taken_at).date()
