"""Sign-off: a person puts their name under the themes as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from analysis.counting import count_answers
from analysis.models import CodeFrameVersion, SignOff, Snapshot
from analysis.snapshots import NotThemed, latest_sign_off, take_snapshot
from analysis.themes.checked import quality_content
from analysis.themes.frames import current_frame
from analysis.themes.theming import latest_run
from analysis.theming.stance import Stance
from participation.accounts.models import Person
from participation.foundation import audit
from participation.foundation.database import db

STATUSES = {"sure": "Engine is sure", "unsure": "Unsure", "no_answer": "Said nothing"}


@dataclass(frozen=True)
class Difference:
    """One thing that changed since a signature: what it is called, as it was signed, and as it is."""

    what: str
    then: str
    now: str


@dataclass(frozen=True)
class Signature:
    """A signature under a campaign's themes: who, under what, and what has changed since (or until the next)."""

    sign_off: SignOff
    by: str
    content: Mapping[str, Any]
    content_hash: str
    differences: tuple[Difference, ...]

    @property
    def is_current(self) -> bool:
        """Whether the themes are still those it was put under."""
        return not self.differences


def signature_under(campaign_id: int) -> Signature | None:
    """Who stands behind the themes, if anybody, and what changed since."""
    signed, frame = latest_sign_off(campaign_id), current_frame(campaign_id)
    if signed is None or frame is None:
        return None
    return _signature(signed, _as_signed(frame))


def signatures_of(campaign_id: int) -> list[Signature]:
    """Every signature, the newest first, each with what changed until the next one, or until now."""
    frame = current_frame(campaign_id)
    if frame is None:
        return []
    found: list[Signature] = []
    later: Mapping[str, Any] = _as_signed(frame)
    for signed in db.session.scalars(
        select(SignOff).where(SignOff.campaign_id == campaign_id).order_by(SignOff.id.desc())
    ).all():
        found.append(_signature(signed, later))
        later = found[-1].content
    return found


def differences_between(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What differs between two states of a campaign, as snapshots keep them: figures before names."""
    pairs = [("Responses that count", then["base"], now["base"])]
    names = {**then.get("names", {}), **now.get("names", {})}
    for key in dict.fromkeys([*then["themes"], *now["themes"]]):
        pairs.append(
            (names.get(key, key), then["themes"].get(key, "not there"), now["themes"].get(key, "not there"))
        )
    for status in ("sure", "unsure", "no_answer"):
        pairs.append((STATUSES[status], then["statuses"].get(status, 0), now["statuses"].get(status, 0)))
    pairs += _stance_pairs(then, now, names)
    pairs += [
        ("Theme list", f"version {then['code_frame_number']}", f"version {now['code_frame_number']}"),
        ("Engine", then["engine_version"], now["engine_version"]),
        ("Answers checked blind", _checked(then), _checked(now)),
    ]
    return tuple(Difference(what, _shown(old), _shown(new)) for what, old, new in pairs if old != new)


def _stance_pairs(
    then: Mapping[str, Any], now: Mapping[str, Any], names: Mapping[str, str]
) -> list[tuple[str, int, int]]:
    """Each theme's responses by stance, where both states know them: early signatures do not."""
    old, new = then.get("stances", {}), now.get("stances", {})
    return [
        (f"{names.get(key, key)}: {stance.label.lower()}", old[key].get(stance, 0), new[key].get(stance, 0))
        for key in old
        if key in new
        for stance in Stance
    ]


def _signature(signed: SignOff, later: Mapping[str, Any]) -> Signature:
    snapshot = db.session.get_one(Snapshot, signed.snapshot_id)
    by = db.session.get_one(Person, signed.signed_by_id).name
    found = differences_between(snapshot.content, later)
    return Signature(signed, by, snapshot.content, snapshot.content_hash, found)


def _as_signed(frame: CodeFrameVersion) -> dict[str, Any]:
    """The campaign as it stands, in those parts of a snapshot that a signature stands for."""
    counts = count_answers(frame.campaign_id, frame.question_key, [theme.key for theme in frame.themes])
    run = latest_run(frame.campaign_id)
    return {
        "base": counts.base,
        "themes": counts.themes,
        "stances": counts.stances,
        "statuses": counts.statuses,
        "names": {theme.key: theme.name for theme in frame.themes},
        "code_frame_number": frame.number,
        "engine_version": run.engine_version if run else "",
        "quality": quality_content(frame),
    }


def _checked(content: Mapping[str, Any]) -> int:
    checked: int = content.get("quality", {}).get("checked", 0)
    return checked


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


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
