"""From a snapshot to a report: everything masked for its audience before a writer sees it."""

from datetime import date
from typing import Any

from sqlalchemy import select

from analysis.batches import public_snapshot, refuse_between_batches
from analysis.counting import mask_rules
from analysis.cross_counting import REGISTERED, masked_cross
from analysis.disclosure import (
    AudienceClass,
    MaskedTable,
    TableKind,
    mask_counts,
    ranks_in_words,
    table_note,
)
from analysis.models import CodeFrameVersion, SignOff, Snapshot
from analysis.people_tables import captured_rows, people_tables
from analysis.publications import masked_themes, question_wording, quotes_of, theme_rows
from analysis.quality.wording import overall_in_words, theme_in_words
from analysis.reports.content import (
    CROSS_DICTIONARY,
    THEME_DICTIONARY,
    CategoryCount,
    CrossFigures,
    SignOffLine,
    ThemeReport,
    ThemeRow,
)
from analysis.reports.reply_lines import reply_line
from analysis.snapshots import latest_snapshot, take_snapshot
from analysis.stance_figures import masked_stances
from moderation.flags import last_hidden
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound
from participation.foundation.rendering import site
from surveys.domain import Channel

QUOTES_IN_FILES = 5
#: What a signature stands for; replies are signed by publishing them.
SIGNED_PARTS = ("base", "themes", "stances", "statuses", "code_frame_version", "engine_version", "quality")
METHOD = (
    "Every response was read by a person before anything else happened to it.",
    "Names and other personal details were covered before theming; only the covered words were themed.",
    "Themes were assigned on this machine by the engine and theme list named here; no text left it.",
    "What a person confirmed or corrected always stands above what the engine said.",
)
CAVEATS = (
    "These are the responses of those who took part, not a sample of all children and young people.",
    "One response can be in several themes, so the counts of the themes add up to more than the responses.",
)


class NotSignedOff(DomainError):
    """A report needs signed-off themes, unless it is a draft."""

    title = "The themes are not signed off"


def snapshot_for(
    campaign: Campaign, snapshot_id: int | None, actor_id: int | None, audience: AudienceClass
) -> Snapshot:
    """The snapshot to report on: the one named, else the campaign as it stands; the public's in batches.

    Raises:
        NotFound: when the named snapshot is not one of this campaign.
        BetweenBatches: when the public could compare the named one with figures it has.
    """
    is_public = audience is AudienceClass.PUBLIC
    if snapshot_id is None:
        take = public_snapshot if is_public else take_snapshot
        return take(campaign.id, actor_id)
    snapshot = db.session.get(Snapshot, snapshot_id)
    if snapshot is None or snapshot.campaign_id != campaign.id:
        newest = latest_snapshot(campaign.id)
        hint = f" The newest is {newest.id}." if newest else ""
        raise NotFound(f"This campaign has no snapshot {snapshot_id}.{hint}")
    if is_public:
        refuse_between_batches(snapshot)
    return snapshot


def require_sign_off(snapshot: Snapshot) -> None:
    """Refuse to report on themes that nobody stands behind.

    Raises:
        NotSignedOff: when no signature covers the themes of this snapshot.
    """
    if sign_off_of(snapshot) is None:
        title = snapshot.content["about"]["title"]
        raise NotSignedOff(
            f"Nobody has signed the themes of “{title}” as they stand now. Sign them off under Themes, or mark the "
            "file as a draft."
        )


def sign_off_of(snapshot: Snapshot) -> SignOff | None:
    """The first signature under exactly these themes and counts; replies may have changed since."""
    signatures = db.session.execute(
        select(SignOff, Snapshot.content)
        .join(Snapshot, Snapshot.id == SignOff.snapshot_id)
        .where(SignOff.campaign_id == snapshot.campaign_id, SignOff.snapshot_id <= snapshot.id)
        .order_by(SignOff.id)
    )
    return next((row[0] for row in signatures if _signs(row[1], snapshot.content)), None)


def _signs(signed: dict[str, Any], content: dict[str, Any]) -> bool:
    """Whether nothing that was signed is otherwise now; an early snapshot knows no stances."""
    return all(signed[part] == content.get(part) for part in SIGNED_PARTS if part in signed)


def assemble(snapshot: Snapshot, audience: AudienceClass, *, is_draft: bool = False) -> ThemeReport:
    """The theme report of a snapshot for one audience."""
    content, signature = snapshot.content, _signature(snapshot)
    about, crossed = content["about"], _cross_tables(content)
    table = masked_themes(content, audience)
    frame = db.session.get_one(CodeFrameVersion, content["code_frame_version"])
    return ThemeReport(
        campaign_title=about["title"],
        question=question_wording(content),
        opened_on=_day(about["opens_on"]),
        closed_on=_day(about["closes_on"]),
        audience=audience,
        base=table.base,
        received_by_channel=_channels(content, audience),
        themes=_theme_rows(content, table),
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
        site_name=site().name,
        partnership_name=site().partnership,
        decision_maker=about["decision_maker"],
        decision_fed=about["decision"],
        method_notes=(*METHOD, overall_in_words(content.get("quality", {}))),
        caveats=(*_reissue_note(snapshot.campaign_id), *CAVEATS),
        data_dictionary=(*THEME_DICTIONARY, *(CROSS_DICTIONARY if crossed else ())),
        cross_tables=crossed,
        cross_note=table_note(AudienceClass.PUBLIC, mask_rules()),
        captured=captured_rows(content, audience, mask_rules()),
        people=people_tables(content, mask_rules()),
    )


def _cross_tables(content: dict[str, Any]) -> tuple[CrossFigures, ...]:
    names, found = content["names"], []
    for kind, name in REGISTERED.items():
        table = masked_cross(content, kind)
        if table is not None:
            labels = content["cross"][kind]["labels"]
            found.append(
                CrossFigures(
                    name,
                    tuple(labels[column] for column in table.columns),
                    tuple(
                        (names[row], tuple(table.cells[row, column] for column in table.columns))
                        for row in table.rows
                    ),
                    tuple(table.column_totals[column] for column in table.columns),
                    table.is_withheld,
                )
            )
    return tuple(found)


def _reissue_note(campaign_id: int) -> tuple[str, ...]:
    """When words were taken out because they could be about somebody: the note on every file made since."""
    hidden = last_hidden(campaign_id)
    if hidden is None:
        return ()
    day = clock.show_date(clock.in_london(hidden).date())
    taken_out = f"Reissued: on {day} words that could have been about somebody were taken out."
    return (f"{taken_out} Use this copy and delete earlier ones.",)


def _channels(content: dict[str, Any], audience: AudienceClass) -> tuple[CategoryCount, ...]:
    table = mask_counts(
        content["channels"], content["base"], audience, mask_rules(), kind=TableKind.PARTITION
    )
    labels = {channel.value: channel.value.replace("_", " ").capitalize() for channel in Channel}
    return tuple(CategoryCount(labels.get(key, key), cell) for key, cell in sorted(table.cells.items()))


def _theme_rows(content: dict[str, Any], table: MaskedTable) -> tuple[ThemeRow, ...]:
    is_thin = table.uses_ranks and any(cell.is_suppressed for cell in table.cells.values())
    ranks = ranks_in_words(table) if is_thin else {}
    priorities = {each["id"]: each["heading"] for each in content["plan"].get("priorities", [])}
    outcomes = {each["id"]: each["text"] for each in content["plan"].get("outcomes", [])}
    stances = masked_stances(content, table)
    considered = content.get("record", {}).get("replies", {})
    return tuple(
        ThemeRow(
            id=theme.key,
            name=theme.name,
            description=theme.description,
            count=table.cells[theme.key],
            percent=table.percent_text(theme.key),
            rank=ranks.get(theme.key, ""),
            confidence=theme_in_words(
                content.get("quality", {}), theme.key, is_hidden=table.cells[theme.key].is_suppressed
            ),
            quotes=quotes_of(content, theme.key, QUOTES_IN_FILES),
            stances=tuple(stances.get(theme.key, {}).values()),
            replies=tuple(
                reply_line(reply, priorities, outcomes, considered.get(str(reply["id"]), {}))
                for reply in content["replies"]
                if reply["theme"] == theme.key
            ),
        )
        for theme in theme_rows(content)
    )


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
