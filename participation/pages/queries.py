"""Finding what public pages offer to choose from."""

from dataclasses import dataclass

from sqlalchemy import select

from analysis.models import Reply
from analysis.replies.queries import theme_names
from participation.campaigns.models import Campaign
from participation.foundation.database import db

MOST_CAMPAIGNS = 50


@dataclass(frozen=True)
class ReplyFilters:
    """What replies can be narrowed to: (value, label) of campaigns and of themes."""

    campaigns: list[tuple[str, str]]
    themes: list[tuple[str, str]]


def reply_filters() -> ReplyFilters:
    """The campaigns and themes that have at least one published reply."""
    rows = db.session.execute(
        select(Campaign.id, Campaign.slug, Campaign.title, Reply.theme_key)
        .join(Reply, Reply.campaign_id == Campaign.id)
        .where(Reply.is_published)
        .distinct()
        .order_by(Campaign.id.desc())
    ).all()
    campaigns = dict.fromkeys((row.id, row.slug, row.title) for row in rows)
    names: dict[str, str] = {}
    for campaign_id, _, _ in list(campaigns)[:MOST_CAMPAIGNS]:
        known = theme_names(campaign_id)
        used = [row.theme_key for row in rows if row.id == campaign_id]
        names = {key: known.get(key, key) for key in used} | names
    return ReplyFilters(
        [(slug, title) for _, slug, title in campaigns],
        sorted(names.items(), key=lambda pair: pair[1].casefold()),
    )
