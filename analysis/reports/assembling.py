"""From a snapshot to a report: everything masked for its audience before a writer sees it."""

from datetime import date
from typing import Any

from sqlalchemy import select

from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass, MaskedTable, TableKind, mask_counts, table_note
from analysis.models import CodeFrameVersion, SignOff, Snapshot
from analysis.publications import masked_themes, question_wording, quotes_of, theme_rows
from analysis.replies.domain import ReplyStatus, is_overdue, public_wording
from analysis.reports.content import (
    THEME_DICTIONARY,
    CategoryCount,
    ReplyLine,
    SignOffLine,
    ThemeReport,
    ThemeRow,
)
from analysis.snapshots import latest_snapshot, take_snapshot
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, NotFound
from participation.plan.models import Outcome, Priority
from surveys.domain import Channel

QUOTES_IN_FILES = 5
#: What a signature stands for; replies are signed by publishing them.
SIGNED_PARTS = ("base", "themes", "statuses", "code_frame_version", "engine_version")
METHOD = (
    "Every response was read by a person before anything else happened to it.",
    "Names and other personal details were covered before theming; only the covered words were themed.",
    "Themes were assigned on this machine by the engine and theme list named here; no text left it.",
    "What a person confirmed or corrected always stands above what the engine said.",
)
CAVEATS = (
    "These are the responses of those who took part, not a sample of all children and young people.",
    "One response can be in several themes, so the counts of the themes add up to more than the responses.",
    "Accuracy is printed only where people have coded a sample blind; until then it says so.",
)


class NotSignedOff(DomainError):
    """A report needs signed-off themes, unless it is a draft."""

    title = "The themes are not signed off"


def snapshot_for(campaign: Campaign, snapshot_id: int | None, actor_id: int | None) -> Snapshot:
    """The snapshot to report on: the one named, else the campaign as it stands.

    Raises:
        NotFound: when the named snapshot is not one of this campaign.
    """
    if snapshot_id is None:
        return take_snapshot(campaign.id, actor_id)
    snapshot = db.session.get(Snapshot, snapshot_id)
    if snapshot is None or snapshot.campaign_id != campaign.id:
        newest = latest_snapshot(campaign.id)
        hint = f" The newest is {newest.id}." if newest else ""
        raise NotFound(f"This campaign has no snapshot {snapshot_id}.{hint}")
    return snapshot


def require_sign_off(snapshot: Snapshot) -> None:
    """Refuse to report on themes that nobody stands behind.

    Raises:
        NotSignedOff: when no signature covers the themes of this snapshot.
    """
    if sign_off_of(snapshot) is None:
        raise NotSignedOff(
            "Nobody has signed the themes as they stand now. Sign them off under Themes, or mark the file as a draft."
        )


def sign_off_of(snapshot: Snapshot) -> SignOff | None:
    """The first signature under exactly these themes and counts; replies may have changed since."""
    signatures = db.session.execute(
        select(SignOff, Snapshot.content)
        .join(Snapshot, Snapshot.id == SignOff.snapshot_id)
        .where(SignOff.campaign_id == snapshot.campaign_id, SignOff.snapshot_id <= snapshot.id)
        .order_by(SignOff.id)
    )
    wanted = [snapshot.content[part] for part in SIGNED_PARTS]
    return next((row[0] for row in signatures if [row[1][part] for part in SIGNED_PARTS] == wanted), None)


def assemble(
    campaign: Campaign, snapshot: Snapshot, audience: AudienceClass, *, is_draft: bool = False
) -> ThemeReport:
    """The theme report of a snapshot for one audience."""
    content, settings, signature = snapshot.content, deployment().settings, _signature(snapshot)
    table = masked_themes(content, audience)
    frame = db.session.get_one(CodeFrameVersion, content["code_frame_version"])
    return ThemeReport(
        campaign_title=campaign.title,
        question=question_wording(content),
        opened_on=campaign.opens_on,
        closed_on=campaign.closes_on,
        audience=audience,
        base=table.base,
        received_by_channel=_channels(content, audience),
        themes=_theme_rows(content, table, snapshot),
        table_note=table_note(audience, mask_rules()),
        code_frame_name=frame.name,
        code_frame_version=str(content["code_frame_number"]),
        engine=content["engine"],
        engine_version=content["engine_version"],
        signed_off=signature,
        snapshot_id=str(snapshot.id),
        snapshot_hash=snapshot.content_hash,
        made_at=snapshot.taken_at,
        is_draft=is_draft or signature is None,
        unsure_share=_unsure_share(content, audience),
        site_name=settings.site_name,
        partnership_name=settings.partnership_name,
        decision_maker=campaign.decision_maker,
        decision_fed=campaign.decision,
        method_notes=METHOD,
        caveats=CAVEATS,
        data_dictionary=THEME_DICTIONARY,
    )


def _channels(content: dict[str, Any], audience: AudienceClass) -> tuple[CategoryCount, ...]:
    table = mask_counts(
        content["channels"], content["base"], audience, mask_rules(), kind=TableKind.PARTITION
    )
    labels = {channel.value: channel.value.replace("_", " ").capitalize() for channel in Channel}
    return tuple(CategoryCount(labels.get(key, key), cell) for key, cell in sorted(table.cells.items()))


def _theme_rows(content: dict[str, Any], table: MaskedTable, snapshot: Snapshot) -> tuple[ThemeRow, ...]:
    replies = [_reply_line(reply, snapshot) | {"theme": reply["theme"]} for reply in content["replies"]]
    return tuple(
        ThemeRow(
            id=theme.key,
            name=theme.name,
            description=theme.description,
            count=table.cells[theme.key],
            percent=table.percent_text(theme.key),
            quotes=quotes_of(content, theme.key, QUOTES_IN_FILES),
            replies=tuple(
                ReplyLine(**{name: value for name, value in reply.items() if name != "theme"})
                for reply in replies
                if reply["theme"] == theme.key
            ),
        )
        for theme in theme_rows(content)
    )


def _reply_line(reply: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    status = ReplyStatus(reply["status"])
    due, update, asked = (_day(reply[name]) for name in ("due_on", "next_update_on", "asked_on"))
    priority = db.session.get(Priority, reply["priority_id"] or 0)
    outcome = db.session.get(Outcome, reply["outcome_id"] or 0)
    return {
        "status_label": public_wording(status, asked if status is ReplyStatus.NOT_OURS else due),
        "you_said": reply["you_said"],
        "our_reply": reply["our_reply"],
        "reason": reply["reason"],
        "owner": reply["owner"] or reply["partner"],
        "due_on": due,
        "next_update_on": update,
        "priority": priority.heading if priority else "",
        "outcome": outcome.text if outcome else "",
        "evidence": reply["evidence"],
        "is_promise": status.is_promise,
        "is_overdue": is_overdue(status, due, update, clock.in_london(snapshot.taken_at).date()),
    }


def _signature(snapshot: Snapshot) -> SignOffLine | None:
    signed = sign_off_of(snapshot)
    if signed is None:
        return None
    person = db.session.get_one(Person, signed.signed_by_id)
    return SignOffLine(person.name, Role.ANALYST.label, signed.signed_at)


def _unsure_share(content: dict[str, Any], audience: AudienceClass) -> str:
    base = content["base"]
    if not base:
        return ""
    table = mask_counts(
        {"unsure": content["statuses"].get("unsure", 0)},
        base,
        audience,
        mask_rules(),
        kind=TableKind.OVERLAPPING,
    )
    return table.percent_text("unsure") or table.cells["unsure"].text


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
