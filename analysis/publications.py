"""Results as the public sees them: frozen when published, masked, tied to one snapshot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from analysis.approvals.services import require_approval, words_hash_today
from analysis.batches import note_shown, public_snapshot
from analysis.campaign_record import record_content, wording_of
from analysis.claim_checking import claims_of_reply, claims_of_summary, refuse_unsupported
from analysis.counting import mask_rules
from analysis.disclosure import (
    AudienceClass,
    MaskedCell,
    MaskedTable,
    TableKind,
    count_in_words,
    mask_counts,
    table_note,
)
from analysis.models import CodeFrameVersion, Publication, Reply, Snapshot, Theme
from analysis.quoting import quotable_words, quotes_by_theme, theme_quotes
from analysis.replies.counter import HonestCounter, count_honestly
from analysis.replies.domain import ReplyStatus
from analysis.replies.queries import PublishedReply, published_for
from analysis.replies.services import set_published
from analysis.reports.content import Quote
from analysis.snapshots import freeze, latest_sign_off, take_snapshot
from participation.campaigns.models import Campaign
from participation.campaigns.queries import find_campaign
from participation.foundation import audit, clock, registries
from participation.foundation.database import db
from participation.foundation.errors import DomainError

PUBLIC_QUOTES = 3


class NotReadyToPublish(DomainError):
    """Results cannot be shown in public yet."""

    title = "The results are not ready to publish"


@dataclass(frozen=True)
class PublishedTheme:
    """One theme of the results page."""

    key: str
    name: str
    description: str
    count: MaskedCell
    count_text: str
    percent_text: str
    quotes: tuple[Quote, ...]
    replies: tuple[PublishedReply, ...]


@dataclass(frozen=True)
class PublishedResults:
    """Everything the results page of a campaign shows."""

    campaign_slug: str
    campaign_title: str
    question: str
    published_on: date
    base: MaskedCell
    base_text: str
    introduction: str
    themes: tuple[PublishedTheme, ...]
    table_note: str
    words: tuple[tuple[str, str], ...]
    counter: tuple[tuple[str, int], ...]
    honest: HonestCounter
    snapshot_hash: str

    @property
    def replies(self) -> tuple[PublishedReply, ...]:
        """Every reply on the page."""
        return tuple(reply for theme in self.themes for reply in theme.replies)


def publish(campaign: Campaign, introduction: str, actor_id: int) -> Publication:
    """Show a campaign's results and its replies in public.

    Raises:
        NotReadyToPublish: when the themes are not signed off, or there is no reply to any of them.
        NotApproved: when the campaign asks a young researcher to approve the words, and none has.
        UnsupportedWords: when a sentence claims what the figures do not show.
    """
    if latest_sign_off(campaign.id) is None:
        raise NotReadyToPublish("Sign off the themes first.")
    replies = db.session.scalars(select(Reply).where(Reply.campaign_id == campaign.id)).all()
    if not replies:
        raise NotReadyToPublish("Write a reply to at least one theme first: people asked for answers.")
    require_approval(campaign, words_hash_today(campaign.id), introduction)
    snapshot = take_snapshot(campaign.id, actor_id)
    names = {theme.key: theme.name for theme in theme_rows(snapshot.content)}
    wrong = [claim for reply in replies for claim in claims_of_reply(reply)]
    refuse_unsupported([*claims_of_summary(introduction, snapshot.content, names), *wrong])
    for reply in replies:
        set_published(reply, True, actor_id)
    snapshot = public_snapshot(campaign.id, actor_id)
    published = Publication(
        campaign_id=campaign.id,
        snapshot_id=snapshot.id,
        introduction=introduction.strip(),
        published_by_id=actor_id,
    )
    db.session.add(published)
    db.session.flush()
    # Only now is there a day on which results came out, and the records of the campaign give it.
    shown = freeze(campaign.id, snapshot.content | {"record": record_content(campaign.id)}, actor_id)
    published.snapshot_id = shown.id
    note_shown(shown)
    audit.record("published_results", "campaign", campaign.id, actor_id=actor_id)
    registries.after_publishing.call(campaign.id)
    return published


def unpublish(campaign: Campaign, actor_id: int) -> None:
    """Take a campaign's results back from the public, as often as they were published."""
    standing = db.session.scalars(
        select(Publication).where(Publication.campaign_id == campaign.id, Publication.withdrawn_at.is_(None))
    ).all()
    for each in standing:
        each.withdrawn_at = clock.now()
    if standing:
        audit.record("took_back_results", "campaign", campaign.id, actor_id=actor_id)


def latest_publication(campaign_id: int) -> Publication | None:
    """The publication in force, if there is one."""
    return db.session.scalars(
        select(Publication)
        .where(Publication.campaign_id == campaign_id, Publication.withdrawn_at.is_(None))
        .order_by(Publication.id.desc())
        .limit(1)
    ).first()


def campaigns_with_results(limit: int = 50) -> list[Campaign]:
    """Campaigns whose results are public, newest first."""
    rows = db.session.scalars(
        select(Campaign)
        .join(Publication, Publication.campaign_id == Campaign.id)
        .where(Publication.withdrawn_at.is_(None))
        .order_by(Publication.published_at.desc())
        .limit(limit)
    ).all()
    return list(dict.fromkeys(rows))


def published_results(slug: str) -> PublishedResults | None:
    """The results of a campaign as last published, None when there are none."""
    campaign = db.session.scalars(select(Campaign).where(Campaign.slug == slug)).first()
    publication = latest_publication(campaign.id) if campaign else None
    if campaign is None or publication is None:
        return None
    snapshot = db.session.get_one(Snapshot, publication.snapshot_id)
    table = masked_themes(snapshot.content, AudienceClass.PUBLIC)
    replies = published_for(campaign.id)
    return PublishedResults(
        campaign_slug=campaign.slug,
        campaign_title=campaign.title,
        question=question_wording(snapshot.content),
        published_on=clock.in_london(publication.published_at).date(),
        base=table.base,
        base_text=_in_words(table.base),
        introduction=publication.introduction,
        themes=_themes(snapshot.content, table, replies),
        table_note=table_note(AudienceClass.PUBLIC, mask_rules()),
        counter=_counter(replies),
        honest=count_honestly((ReplyStatus(reply.status), reply.is_overdue) for reply in replies),
        words=tuple((word, shown) for word, shown, _ in snapshot.content.get("words", [])),
        snapshot_hash=snapshot.content_hash,
    )


@dataclass(frozen=True)
class NamedMost:
    """What came up most in a campaign: what the front page says of its results."""

    campaign_slug: str
    campaign_title: str
    themes: tuple[tuple[str, str], ...]
    """Key and name, most said first; a theme whose figure is hidden is never among them."""
    finished_on: date | None = None
    """The day on which everything main was decided; None before."""


def named_most(campaign: Campaign, most: int) -> NamedMost | None:
    """The themes that came up most by published figures, without the words and replies of the results page."""
    publication = latest_publication(campaign.id)
    if publication is None:
        return None
    content = db.session.get_one(Snapshot, publication.snapshot_id).content
    cells = masked_themes(content, AudienceClass.PUBLIC).cells
    shown = [(-(cells[theme.key].value or 0), theme.name, theme.key) for theme in theme_rows(content)]
    shown = [row for row in shown if cells[row[2]].value is not None]
    return NamedMost(
        campaign.slug,
        campaign.title,
        tuple((key, name) for _, name, key in sorted(shown)[:most]),
        campaign.finished_on,
    )


def masked_themes(content: dict[str, Any], audience: AudienceClass) -> MaskedTable:
    """The theme counts of a snapshot behind the mask of one audience."""
    return mask_counts(
        content["themes"],
        content["base"],
        audience,
        mask_rules(),
        kind=TableKind.OVERLAPPING,
        is_sensitive=content["about"]["is_sensitive"],
    )


def question_wording(content: dict[str, Any]) -> str:
    """The question as people saw it; an early snapshot does not hold it."""
    held: str | None = content.get("wording")
    return wording_of(content["campaign"], content["question"]) if held is None else held


def quotes_of(content: dict[str, Any], theme_key: str, most: int) -> tuple[Quote, ...]:
    """The quotes a snapshot chose for a theme, as approved; one that was withdrawn since is gone."""
    return tuple(quote for _, quote in theme_quotes(content, theme_key))[:most]


def find_published_quote(slug: str, mark: str) -> tuple[int, Quote] | None:
    """The view and the words behind a mark on a page of results or replies; None when they are not shown."""
    campaign = find_campaign(slug)
    if campaign is None:
        return None
    shown = (
        found for ids, question in _shown_in_public(campaign.id) for found in quotable_words(ids, question)
    )
    return next((found for found in shown if found[1].mark == mark), None)


def _shown_in_public(campaign_id: int) -> Iterator[tuple[Sequence[int], str]]:
    """Ids of the views quoted on the results page and under published replies, with their question."""
    publication = latest_publication(campaign_id)
    published = db.session.execute(
        select(Reply.quote_ids, Snapshot)
        .join(Snapshot, Snapshot.id == Reply.snapshot_id)
        .where(Reply.campaign_id == campaign_id, Reply.is_published)
    ).all()
    snapshots = {row.Snapshot.id: row.Snapshot for row in published}
    if publication is not None:
        snapshots[publication.snapshot_id] = db.session.get_one(Snapshot, publication.snapshot_id)
    for snapshot in snapshots.values():
        for ids in snapshot.content["quotes"].values():
            yield ids, snapshot.content["question"]
    for row in published:
        yield row.quote_ids, row.Snapshot.content["question"]


def theme_rows(content: dict[str, Any]) -> list[Theme]:
    """The themes of a snapshot, in the order of the theme list."""
    return list(db.session.get_one(CodeFrameVersion, content["code_frame_version"]).themes)


def _themes(
    content: dict[str, Any], table: MaskedTable, replies: list[PublishedReply]
) -> tuple[PublishedTheme, ...]:
    rows = theme_rows(content)
    quotes = quotes_by_theme(content, [theme.key for theme in rows])
    themes = [
        PublishedTheme(
            key=theme.key,
            name=theme.name,
            description=theme.description,
            count=table.cells[theme.key],
            count_text=count_in_words(table.cells[theme.key], table.base),
            percent_text=table.percent_text(theme.key),
            quotes=tuple(quote for _, quote in quotes[theme.key][:PUBLIC_QUOTES]),
            replies=tuple(reply for reply in replies if reply.theme_key == theme.key),
        )
        for theme in rows
    ]
    return tuple(
        sorted(themes, key=lambda theme: (theme.count.value is None, -(theme.count.value or 0), theme.name))
    )


def _counter(replies: list[PublishedReply]) -> tuple[tuple[str, int], ...]:
    """The honest counter: how many replies stand at each status, in the order of the statuses."""
    by_status = {status: sum(reply.status == status for reply in replies) for status in ReplyStatus}
    return tuple((status.label, count) for status, count in by_status.items() if count)


def _in_words(base: MaskedCell) -> str:
    if base.value is None:
        return base.text
    return f"about {base.text} responses" if base.is_rounded else f"{base.text} responses"
