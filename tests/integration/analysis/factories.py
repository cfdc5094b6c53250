"""A campaign with approved answers, made the short way: the long way is walked by the browser tests."""

from datetime import timedelta

from flask import Flask

from moderation.domain import DecisionKind
from moderation.models import ApprovedText, Decision
from participation.accounts.models import Person
from participation.accounts.services import add_person
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import MayQuote, SubmissionState
from surveys.models import Answer, Submission, Survey, SurveyVersion

QUESTION = {
    "key": "q1",
    "kind": "long_text",
    "wording": "What would make it better?",
    "hint": "",
    "options": [],
}
AGE_BAND = {
    "key": "q2",
    "kind": "age_band",
    "wording": "How old are you?",
    "hint": "",
    "options": [{"id": "5-8", "label": "5 to 8"}, {"id": "12-14", "label": "12 to 14"}],
}


def make_campaign(slug: str = "made-up-place") -> int:
    """An open campaign with one question in people's own words; gives its id."""
    with transaction():
        today = clock.today()
        campaign = Campaign(
            slug=slug,
            title="Made-up Place",
            decision="The budget",
            decision_maker="The board",
            opens_on=today - timedelta(days=3),
            closes_on=today + timedelta(days=3),
            opened_at=clock.now(),
        )
        db.session.add(campaign)
        db.session.flush()
        survey = Survey(campaign_id=campaign.id)
        db.session.add(survey)
        db.session.flush()
        definition = {"questions": [QUESTION, AGE_BAND]}
        db.session.add(
            SurveyVersion(
                survey_id=survey.id,
                campaign_id=campaign.id,
                number=1,
                definition=definition,
                content_hash=hash_mapping(definition),
            )
        )
        return campaign.id


def approve_texts(campaign_id: int, texts: list[str], *, may_quote: MayQuote = MayQuote.YES) -> list[int]:
    """Views with these words, each read and approved by a moderator; gives their ids."""
    with transaction():
        version = db.session.query(SurveyVersion).filter_by(campaign_id=campaign_id).one()
        moderator = _moderator()
        first = db.session.query(Submission).count()
        ids = []
        for place, text in enumerate(texts, start=first):
            submission = Submission(
                campaign_id=campaign_id,
                survey_version_id=version.id,
                identity=place.to_bytes(32, "big"),
                receipt_hash=(place + 10**6).to_bytes(32, "big"),
                may_quote=may_quote,
                is_checked=True,
                state=SubmissionState.APPROVED,
                received_on=clock.today(),
                decided_on=clock.today(),
                lane="normal",
                lane_rank=5,
            )
            db.session.add(submission)
            db.session.flush()
            decision = Decision(
                submission_id=submission.id,
                kind=DecisionKind.APPROVE,
                person_id=moderator.id,
            )
            db.session.add(decision)
            db.session.flush()
            db.session.add(
                ApprovedText(
                    submission_id=submission.id,
                    question_key="q1",
                    text=text,
                    decision_id=decision.id,
                    is_quotable=may_quote is MayQuote.YES,
                )
            )
            ids.append(submission.id)
        return ids


def tell(submission_ids: list[int], question_key: str, option: str) -> None:
    """The senders of these views chose an option."""
    with transaction():
        db.session.add_all(
            Answer(submission_id=number, question_key=question_key, position=2, choices=option)
            for number in submission_ids
        )


def work_off(app: Flask) -> None:
    """Let the worker do what waits."""
    app.extensions["look_now"]()
    db.session.rollback()


def _moderator() -> Person:
    found = db.session.query(Person).filter_by(email="factory@example.org").first()
    return found or add_person("factory@example.org", "Factory", "three plain test words", [Role.MODERATOR])


BUSES = [
    "the last bus home is at six so i cant see my friends",
    "Buses need to run on Sundays, I live in a village and cannot get anywhere",
    "bus fare is so expensive for a teenager",
    "make the train station work for wheelchairs please",
    "there is no bus to college from our village",
    "I wish the bus came more than twice a day",
    "my mum has to drive me everywhere because there are no buses",
    "cheaper buses for under 18s would be amazing",
    "ramps at the bus stops so my brother can get on",
    "late buses on friday nights so we can get home safely",
    "The bus never turns up on time and I miss school",
    "more buses from Bridport to Dorchester",
]
LITTER = [
    "there is too much litter on the beach and it hurts the seals",
    "plant more trees and look after the sea",
    "please stop people dropping rubbish in the river",
    "more bins at the park because of dog mess",
    "we should have beach cleans every month",
    "less plastic in the sea and clean water to swim in",
]
