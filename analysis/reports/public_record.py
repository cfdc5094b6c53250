"""The Lundy record of a campaign as its public page shows it: published figures, and what was done up to today."""

from dataclasses import replace

from analysis.campaign_record import record_content
from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from analysis.publications import latest_publication
from analysis.reports.assembling import assemble
from analysis.reports.composing import campaign_record
from analysis.reports.listening_record import LundyPart, lundy_parts
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db


def public_lundy_parts(campaign: Campaign) -> tuple[LundyPart, ...]:
    """The four parts; empty when no results are public. What staff did since does not wait for new figures."""
    publication = latest_publication(campaign.id)
    if publication is None:
        return ()
    shown = db.session.get_one(Snapshot, publication.snapshot_id)
    today = Snapshot(
        id=shown.id,
        campaign_id=shown.campaign_id,
        content=shown.content | {"record": record_content(campaign.id)},
        content_hash=shown.content_hash,
        taken_at=shown.taken_at,
    )
    record = replace(campaign_record(today), taken_on=clock.today())
    return lundy_parts(assemble(today, AudienceClass.PUBLIC), record)
