"""Views to moderate, stored by the same door as real ones."""

import itertools
from collections.abc import Mapping

from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.definition import Option, QuestionDefinition, SurveyDefinition
from surveys.domain import Channel, MayQuote
from surveys.intake import NewView, store_all
from surveys.models import Submission, Survey, SurveyVersion
from surveys.question_types import Cleaned

_numbers = itertools.count(1)

DEFINITION = SurveyDefinition(
    (
        QuestionDefinition("q1", "long_text", "What would make it better?"),
        QuestionDefinition("q2", "long_text", "Anything else?"),
        QuestionDefinition(
            "q3",
            "one_choice",
            "How old are you?",
            options=(Option("13-17", "13 to 17"), Option("18-25", "18 to 25")),
        ),
    )
)


def make_campaign(slug: str = "buses", title: str = "Better buses") -> int:
    """An open campaign with two questions for words and one list; its id."""
    with transaction():
        campaign = Campaign(slug=slug, title=title, opened_at=clock.now(), opens_on=clock.today())
        db.session.add(campaign)
        db.session.flush()
        survey = Survey(campaign_id=campaign.id)
        db.session.add(survey)
        db.session.flush()
        version = SurveyVersion(
            survey_id=survey.id,
            campaign_id=campaign.id,
            number=1,
            definition=DEFINITION.to_json(),
            content_hash=DEFINITION.content_hash,
        )
        db.session.add(version)
        db.session.flush()
        return campaign.id


def make_view(
    campaign_id: int,
    words: str | Mapping[str, str] = "More buses after school would help me a lot",
    *,
    age: str = "",
    may_quote: MayQuote = MayQuote.YES,
    channel: Channel = Channel.PHONE,
) -> int:
    """A view as it arrives: waiting, not checked; its id."""
    texts = {"q1": words} if isinstance(words, str) else words
    with transaction():
        version = db.session.query(SurveyVersion).filter_by(campaign_id=campaign_id).one()
        answers = [(key, Cleaned(words=text)) for key, text in texts.items() if text]
        if age:
            answers.append(("q3", Cleaned(choices=(age,))))
        view = NewView(
            campaign_id,
            version.id,
            f"key-{next(_numbers)}",
            tuple(answers),
            may_quote=may_quote,
            channel=channel,
        )
        return store_all([view])[0].submission_id


def view(submission_id: int) -> Submission:
    """The view as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Submission, submission_id)
