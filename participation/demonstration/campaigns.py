"""Makes a campaign of the demonstration, opens it and lets its views come in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from participation.campaigns.domain import CampaignDetails
from participation.campaigns.models import Campaign
from participation.campaigns.opening import sign_best_interests
from participation.campaigns.services import close_campaign, create_campaign, open_campaign
from participation.demonstration.backdating import backdate_campaign, spread_arrivals
from participation.demonstration.people import Staff
from participation.demonstration.script import DemoCampaign, DemoView
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.definition import SurveyDefinition
from surveys.domain import Channel, MayQuote
from surveys.editing import add_question
from surveys.intake import NewView, store_all
from surveys.queries import current_version, definition_of
from surveys.question_types import AnswerProblem, Cleaned, question_type
from surveys.sessions import make_session
from surveys.written import WrittenQuestion

TOGETHER = 100
#: Its pages were tried this long before it opened.
DAYS_TO_PREPARE = 7


@dataclass(frozen=True)
class Begun:
    """A campaign whose views are in. `submission_ids` are in the order of its views."""

    script: DemoCampaign
    campaign_id: int
    question_key: str
    submission_ids: tuple[int, ...]

    @property
    def pairs(self) -> list[tuple[DemoView, int]]:
        """Each view with the number of its submission."""
        return list(zip(self.script.views, self.submission_ids, strict=True))


def begin(script: DemoCampaign, staff: Staff) -> Begun:
    """Make the campaign, open it, take its views in, and close it when it is over."""
    with transaction():
        campaign_id, version_id = _open(script, staff)
        definition = definition_of(version_id)
    views = [
        _new_view(script, place, campaign_id, version_id, definition) for place in range(len(script.views))
    ]
    ids: list[int] = []
    for start in range(0, len(views), TOGETHER):
        with transaction():
            ids += [receipt.submission_id for receipt in store_all(views[start : start + TOGETHER])]
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id)
        if script.is_over:
            close_campaign(campaign, staff.manager)
        if script.group:
            make_session(campaign, script.group, staff.manager, script.group_setting)
        backdate_campaign(campaign, script)
        spread_arrivals(script, ids)
    main = definition.first_long_text
    return Begun(script, campaign_id, main.key if main else "", tuple(ids))


def _open(script: DemoCampaign, staff: Staff) -> tuple[int, int]:
    """The campaign and the version of its questions, open as from today: the past is put in afterwards."""
    today = clock.today()
    details = CampaignDetails(
        **script.details,
        opens_on=today + timedelta(days=script.opens_in),
        closes_on=today + timedelta(days=max(script.closes_in, 0)),
        decided_on=today + timedelta(days=max(script.decided_in, 1)),
        hear_back_by=today + timedelta(days=max(script.hear_back_in, 1)),
        access_checked_on=today + timedelta(days=script.opens_in - DAYS_TO_PREPARE),
    )
    campaign = create_campaign(details, staff.manager, is_demo=True)
    for said in script.questions:
        written = WrittenQuestion(
            said["kind"], said["wording"], said.get("hint", ""), tuple(said.get("labels", ()))
        )
        add_question(campaign, written, staff.manager)
    signed_on = today + timedelta(days=script.opens_in - 1)
    sign_best_interests(
        campaign, script.best_interests, staff.lead, frozenset({Role.SAFEGUARDING_LEAD}), signed_on
    )
    open_campaign(campaign, staff.manager)
    return campaign.id, current_version(campaign.id).id


def _new_view(
    script: DemoCampaign, place: int, campaign_id: int, version_id: int, definition: SurveyDefinition
) -> NewView:
    """One view as a form would have sent it. Its key follows from its place: it comes in once."""
    view = script.views[place]
    return NewView(
        campaign_id=campaign_id,
        survey_version_id=version_id,
        submission_key=f"demo-{script.slug}-{place}",
        answers=tuple(_answers(view, definition)),
        may_quote=MayQuote(view.may_quote),
        channel=Channel(view.channel),
    )


def _answers(view: DemoView, definition: SurveyDefinition) -> Iterator[tuple[str, Cleaned]]:
    given = {
        "long_text": [view.text],
        "several_choices": list(view.matters),
        "age_band": [view.age_band],
        "place": [view.place],
    }
    for question in definition.questions:
        ids = {option.label: option.id for option in question.options}
        values = [ids.get(value, value) for value in given[question.kind] if value]
        cleaned = question_type(question.kind).clean(values, question)
        if isinstance(cleaned, AnswerProblem):
            raise ValueError(cleaned.message)
        yield question.key, cleaned
