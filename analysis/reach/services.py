"""Setting how many responses a campaign wants, and how many settings of a kind there are."""

from collections.abc import Mapping

from sqlalchemy import delete

from analysis.reach.models import ResponseTarget, SettingFigure
from analysis.reach.setting_rows import HowMany
from participation.campaigns.models import Campaign
from participation.foundation import audit
from participation.foundation.database import db
from surveys.setting_kinds import SettingKind


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


def say_how_many(campaign: Campaign, kind: SettingKind, said: HowMany, actor_id: int | None = None) -> None:
    """Keep what is said of a kind of setting in place of what was said before; nothing at all takes it away."""
    own = (SettingFigure.campaign_id == campaign.id, SettingFigure.kind == kind)
    db.session.execute(delete(SettingFigure).where(*own))
    if said != HowMany():
        figure = SettingFigure(
            campaign_id=campaign.id,
            kind=kind,
            number=said.number,
            source=said.source,
            as_at=said.as_at,
            target=said.target,
            set_by_id=actor_id,
        )
        db.session.add(figure)
    db.session.flush()
    audit.record("said how many", "setting", campaign.id, actor_id=actor_id, detail={"kind": kind.value})
