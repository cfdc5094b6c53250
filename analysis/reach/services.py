"""Setting how many responses a campaign wants."""

from collections.abc import Mapping

from sqlalchemy import delete

from analysis.reach.models import ResponseTarget
from participation.campaigns.models import Campaign
from participation.foundation import audit
from participation.foundation.database import db


def set_targets(
    campaign: Campaign, targets: Mapping[tuple[str, str], int], actor_id: int | None = None
) -> None:
    """Keep these targets in place of all before; a group that is left out has none."""
    db.session.execute(delete(ResponseTarget).where(ResponseTarget.campaign_id == campaign.id))
    for (question_key, option_id), number in targets.items():
        target = ResponseTarget(
            campaign_id=campaign.id,
            question_key=question_key,
            option_id=option_id,
            number=number,
            set_by_id=actor_id,
        )
        db.session.add(target)
    db.session.flush()
    audit.record("set_targets", "campaign", campaign.id, actor_id=actor_id, detail={"targets": len(targets)})
