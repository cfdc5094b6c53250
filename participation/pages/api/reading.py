"""From what public pages are made of to what the API answers: the same published figures, none counted afresh."""

from dataclasses import dataclass, fields
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from analysis.disclosure import MaskedCell
from analysis.models import Publication, Snapshot
from analysis.publications import PublishedResults, PublishedTheme, published_results
from analysis.replies import queries as replies
from analysis.replies.domain import ReplyStatus
from analysis.replies.queries import PublishedReply
from participation.campaigns import models as campaigns
from participation.campaigns.queries import find_campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.foundation.rendering import site
from participation.pages.api import answers
from participation.pages.api.asking import AskForCampaigns, AskForReplies

PAGE = 30
#: What the API says of a reply exactly as its page does. What else a page may show is not told until it is named.
SAME_IN_A_REPLY = answers.Reply.model_fields.keys() & {field.name for field in fields(PublishedReply)}


@dataclass(frozen=True)
class Place:
    """Where this site is, as every address in an answer begins, and whether all in it is made up."""

    url: str
    is_demonstration: bool

    def page(self, path: str) -> str:
        """The whole address of something here."""
        return f"{self.url.rstrip('/')}{path}"


def here() -> Place:
    """This site."""
    about = site()
    return Place(about.url, about.is_demo)


def campaigns_page(wanted: AskForCampaigns) -> answers.Campaigns:
    """Campaigns that were opened, the newest first.

    Raises:
        NotFound: when the list is to go on behind a campaign that is not there.
    """
    statement = select(campaigns.Campaign).where(campaigns.Campaign.opened_at.is_not(None))
    if wanted.before:
        statement = statement.where(campaigns.Campaign.id < _opened(wanted.before).id)
    found = db.session.scalars(statement.order_by(campaigns.Campaign.id.desc()).limit(PAGE)).all()
    place = here()
    return answers.Campaigns(
        items=[_campaign(each, place) for each in found],
        next=_next(place, "campaigns", found[-1].slug) if len(found) == PAGE else None,
    )


def one_campaign(slug: str) -> answers.Campaign:
    """One campaign that was opened.

    Raises:
        NotFound: when there is none.
    """
    return _campaign(_opened(slug), here())


def results_page(wanted: AskForCampaigns) -> answers.ResultsList:
    """Campaigns whose results are public, the last published first.

    Raises:
        NotFound: when the list is to go on behind results that are not there.
    """
    standing = (
        select(Publication.campaign_id, func.max(Publication.id).label("id"))
        .where(Publication.withdrawn_at.is_(None))
        .group_by(Publication.campaign_id)
        .subquery()
    )
    statement = (
        select(campaigns.Campaign.slug, campaigns.Campaign.title, Publication, Snapshot.content_hash)
        .join(Publication, Publication.campaign_id == campaigns.Campaign.id)
        .join(standing, standing.c.id == Publication.id)
        .join(Snapshot, Snapshot.id == Publication.snapshot_id)
    )
    if wanted.before:
        last = db.session.execute(statement.where(campaigns.Campaign.slug == wanted.before)).first()
        if last is None:
            raise NotFound("There are no results of that campaign to go on behind. Begin at the first page.")
        statement = statement.where(Publication.id < last.Publication.id)
    rows = db.session.execute(statement.order_by(Publication.id.desc()).limit(PAGE)).all()
    place = here()
    return answers.ResultsList(
        items=[
            answers.ResultsInBrief(
                slug=row.slug,
                title=row.title,
                published_on=clock.in_london(row.Publication.published_at).date(),
                version=row.content_hash,
                address=place.page(url_for("api.one_result", slug=row.slug)),
                page=place.page(f"/results/{row.slug}"),
            )
            for row in rows
        ],
        next=_next(place, "results", rows[-1].slug) if len(rows) == PAGE else None,
    )


def one_result(slug: str) -> answers.Results:
    """The results of one campaign, as its page shows them.

    Raises:
        NotFound: when none are public.
    """
    results = published_results(slug) if find_campaign(slug) else None
    if results is None:
        raise NotFound("There are no results of that campaign yet. See the list of all results.")
    place = here()
    return answers.Results(
        slug=results.campaign_slug,
        title=results.campaign_title,
        question=results.question,
        introduction=results.introduction,
        published_on=results.published_on,
        version=results.snapshot_hash,
        responses=_figure(results.base),
        themes=[_theme(each, place) for each in results.themes],
        words=[
            answers.WordFigure(word=word, responses=int(shown.replace(",", "")))
            for word, shown in results.words
        ],
        statuses=_statuses(results),
        rules=results.table_note,
        page=place.page(f"/results/{slug}"),
        is_demonstration=place.is_demonstration,
    )


def replies_page(wanted: AskForReplies) -> answers.Replies:
    """Published replies, the newest first."""
    found = replies.published_replies(
        status=wanted.status or "",
        theme_key=wanted.theme or "",
        campaign_slug=wanted.campaign or "",
        before_id=wanted.before,
    )
    place = here()
    asked_for = {name: value for name, value in wanted.model_dump(mode="json").items() if value}
    rest = asked_for | {"before": found[-1].id} if len(found) == replies.PAGE else None
    return answers.Replies(
        items=[_reply(each, place) for each in found],
        next=place.page(url_for("api.replies", **rest)) if rest else None,
    )


def one_reply(reply_id: int) -> answers.Reply:
    """One published reply.

    Raises:
        NotFound: when there is none.
    """
    found = replies.published_reply(reply_id)
    if found is None:
        raise NotFound("There is no reply with that id. See the list of all replies.")
    return _reply(found, here())


def _opened(slug: str) -> campaigns.Campaign:
    found = find_campaign(slug)
    if found is None or found.opened_at is None:
        raise NotFound("There is no campaign of that name. See the list of all campaigns.")
    return found


def _campaign(campaign: campaigns.Campaign, place: Place) -> answers.Campaign:
    return answers.Campaign(
        slug=campaign.slug,
        title=campaign.title,
        summary=campaign.summary,
        purpose=campaign.purpose,
        decision=campaign.decision,
        decision_maker=campaign.decision_maker,
        can_change=campaign.can_change,
        cannot_change=campaign.cannot_change,
        youngest=campaign.youngest,
        oldest=campaign.oldest,
        state=campaign.state,
        opens_on=campaign.opens_on,
        closes_on=campaign.closed_day,
        hear_back_by=campaign.hear_back_by,
        finished_on=campaign.finished_on,
        page=place.page(f"/c/{campaign.slug}"),
        is_demonstration=place.is_demonstration,
    )


def _theme(theme: PublishedTheme, place: Place) -> answers.ThemeFigures:
    percent = theme.percent_text.removesuffix("%")
    return answers.ThemeFigures(
        key=theme.key,
        name=theme.name,
        description=theme.description,
        responses=_figure(theme.count),
        percent=int(percent) if percent else None,
        in_words=theme.count_text,
        replies=[_reply(each, place) for each in theme.replies],
    )


def _figure(cell: MaskedCell) -> answers.Figure:
    return answers.Figure(
        value=cell.value, words=cell.text, is_hidden=cell.is_suppressed, is_rounded=cell.is_rounded
    )


def _statuses(results: PublishedResults) -> list[answers.StatusFigure]:
    by_label = {status.label: status for status in ReplyStatus}
    return [
        answers.StatusFigure(status=by_label[label], words=label, replies=count)
        for label, count in results.counter
    ]


def _reply(reply: PublishedReply, place: Place) -> answers.Reply:
    as_they_are: dict[str, Any] = {name: getattr(reply, name) for name in SAME_IN_A_REPLY}
    return answers.Reply(
        **as_they_are,
        campaign=reply.campaign_slug,
        theme=reply.theme_key,
        status_words=reply.label,
        is_promise=ReplyStatus(reply.status).is_promise,
        is_late=reply.is_overdue,
        page=place.page(f"/replies/{reply.id}"),
        is_demonstration=place.is_demonstration,
    )


def _next(place: Place, endpoint: str, before: str) -> str:
    return place.page(url_for(f"api.{endpoint}", before=before))
