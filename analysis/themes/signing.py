"""Sign-off: a person puts their name under the themes as they stand."""

from analysis.models import SignOff
from analysis.snapshots import NotThemed, take_snapshot
from participation.foundation import audit
from participation.foundation.database import db


def sign_off(campaign_id: int, actor_id: int) -> SignOff:
    """Freeze the themes and sign them.

    Raises:
        NotThemed: when nothing is themed, or some approved answers still wait to be.
    """
    snapshot = take_snapshot(campaign_id, actor_id)
    content = snapshot.content
    if content["base"] == 0:
        raise NotThemed("No answer has been approved yet, so there is nothing to sign.")
    if content["statuses"].get("waiting", 0) > 0:
        raise NotThemed("Some approved answers are still being themed. Wait a moment, then sign.")
    signed = SignOff(
        campaign_id=campaign_id,
        snapshot_id=snapshot.id,
        code_frame_version_id=content["code_frame_version"],
        engine=content["engine"],
        engine_version=content["engine_version"],
        signed_by_id=actor_id,
    )
    db.session.add(signed)
    db.session.flush()
    audit.record(
        "signed_off_themes",
        "campaign",
        campaign_id,
        actor_id=actor_id,
        detail={"hash": snapshot.content_hash[:16]},
    )
    return signed
