"""Sign-off: a person puts their name under the themes as they stand."""

from dataclasses import dataclass

from analysis.counting import count_answers
from analysis.models import SignOff, Snapshot
from analysis.snapshots import NotThemed, latest_sign_off, take_snapshot
from analysis.themes.frames import current_frame
from participation.foundation import audit
from participation.foundation.database import db


@dataclass(frozen=True)
class Signature:
    """The newest signature under a campaign's themes, and whether the themes are still those it was put under."""

    sign_off: SignOff
    is_current: bool


def signature_under(campaign_id: int) -> Signature | None:
    """Who stands behind the themes, if anybody, and whether something changed since."""
    signed, frame = latest_sign_off(campaign_id), current_frame(campaign_id)
    if signed is None or frame is None:
        return None
    then = db.session.get_one(Snapshot, signed.snapshot_id).content
    now = count_answers(campaign_id, frame.question_key, [theme.key for theme in frame.themes])
    same = (then["base"], then["themes"], then["statuses"]) == (now.base, now.themes, dict(now.statuses))
    return Signature(signed, same and then["code_frame_version"] == frame.id)


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
