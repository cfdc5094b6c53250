"""From frozen snapshots to a finished file of any kind."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.approvals.services import require_approval, words_hash
from analysis.batches import note_shown
from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from analysis.reports.assembling import assemble
from analysis.reports.composing import COMPOSERS, ReportRefused, plan_part
from analysis.reports.content import ThemeReport
from analysis.reports.files import FileKind, UnknownFile
from analysis.reports.several_campaigns import FEWEST, several_campaigns
from participation.campaigns.models import Campaign
from participation.foundation.database import db

#: Summaries that speak to the public in the words of our replies.
WORDED = ("summary", "young-people", "classroom")


def make_file(
    known: FileKind, snapshot: Snapshot, audience: AudienceClass, *, is_draft: bool = False
) -> bytes:
    """Make one file from a snapshot; the same snapshot gives the same bytes.

    Raises:
        ReportRefused: naming everything that is missing.
        NotApproved: when the campaign asks a young researcher to approve public words, and none has.
    """
    if audience is AudienceClass.PUBLIC and known.kind in WORDED and not is_draft:
        campaign = db.session.get_one(Campaign, snapshot.campaign_id)
        require_approval(campaign, words_hash(snapshot.content["replies"]))
    report = _shown(snapshot, audience, is_draft)
    if known.write_table is not None:
        return known.write_table(report)
    if known.write_document is None or known.kind not in COMPOSERS:
        raise UnknownFile(f"A {known.kind} report cannot be made of one campaign as {known.ending}.")
    return known.write_document(COMPOSERS[known.kind](snapshot, report, is_draft))


def make_file_of_several(
    known: FileKind, snapshots: Sequence[Snapshot], audience: AudienceClass, *, is_draft: bool = False
) -> bytes:
    """Make one file across campaigns, from a snapshot of each; the same snapshots give the same bytes.

    Raises:
        ReportRefused: when there are fewer than two.
    """
    if len(snapshots) < FEWEST:
        raise ReportRefused("Choose at least two campaigns: this report sets them beside one another.")
    if known.write_document is None:
        raise UnknownFile(f"Nothing writes a {known.kind} report as {known.ending}.")
    newest = max(snapshots, key=lambda each: each.id)
    reports = [_shown(each, audience, is_draft) for each in snapshots]
    return known.write_document(several_campaigns(reports, plan_part(newest)))


def _shown(snapshot: Snapshot, audience: AudienceClass, is_draft: bool) -> ThemeReport:
    """The masked content of a snapshot; what goes out to the public is remembered."""
    report = assemble(snapshot, audience, is_draft=is_draft)
    if audience is AudienceClass.PUBLIC and not report.is_draft:
        note_shown(snapshot)
    return report
