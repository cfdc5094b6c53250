"""The privacy notice of one campaign, in three lengths, from what that campaign really does."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from participation.campaigns.holds import all_holds
from participation.campaigns.models import Campaign
from participation.campaigns.queries import public_campaign
from participation.foundation.access import public
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.retention import DAYS_IN_A_MONTH
from participation.settings import Settings
from surveys.definition import SurveyDefinition
from surveys.equality.domain import SWITCHED
from surveys.equality.queries import asked_of
from surveys.models import GroupSession
from surveys.queries import latest_version
from surveys.question_types.information import Information
from surveys.question_types.words import LongText, ShortText

blueprint = Blueprint("notices", __name__)

WRITTEN = (LongText.kind, ShortText.kind)


@dataclass(frozen=True)
class Notice:
    """What is true of one campaign.

    Attributes:
        chosen: wordings of the questions whose answers are chosen from a list.
        written: wordings of those answered in one's own words.
        words_gone_by: day by which words as typed are erased; None while the campaign has no last day.
        about_you: what equality questions ask about, empty where there are none.
        has_groups: whether group sessions belong to it, so that a group is known, never a person.
        is_held: whether a legal hold keeps its data past their term.
    """

    campaign: Campaign
    chosen: tuple[str, ...]
    written: tuple[str, ...]
    words_gone_by: date | None
    approved_gone_by: date | None
    has_groups: bool
    is_held: bool
    about_you: tuple[str, ...] = ()


@blueprint.get("/c/<slug>/privacy")
@public
def campaign_privacy(slug: str) -> ResponseReturnValue:
    """What this campaign keeps: in one sentence, in short, and in full."""
    settings = deployment().settings
    return render_template(
        "pages/campaign_privacy.html", notice=notice_of(public_campaign(slug), settings), settings=settings
    )


def notice_of(campaign: Campaign, settings: Settings) -> Notice:
    """The facts of the notice, read from the campaign, its questions and the settings in force."""
    version = latest_version(campaign.id)
    questions = SurveyDefinition.from_json(version.definition).questions if version else ()
    sessions = select(GroupSession.id).where(GroupSession.campaign_id == campaign.id).limit(1)
    return Notice(
        campaign,
        chosen=tuple(each.wording for each in questions if each.kind not in (*WRITTEN, Information.kind)),
        written=tuple(each.wording for each in questions if each.kind in WRITTEN),
        words_gone_by=_months_after(campaign.closed_day, settings.keep_words_months),
        approved_gone_by=_months_after(campaign.closed_day, settings.keep_approved_months),
        has_groups=db.session.scalar(sessions) is not None,
        is_held=any(hold.campaign_id == campaign.id and hold.is_in_force for hold in all_holds()),
        about_you=_equality(campaign.id),
    )


def _equality(campaign_id: int) -> tuple[str, ...]:
    """What the equality questions of a campaign ask about, while they are asked."""
    asked = {key for keys in asked_of(campaign_id).values() for key in keys}
    return tuple(each.about for each in SWITCHED if each.key in asked)


def _months_after(day: date | None, months: int) -> date | None:
    """The day on which the nightly run finds it past its term."""
    return day + timedelta(days=round(months * DAYS_IN_A_MONTH)) if day else None
