"""Storing keyed papers as views, and comparing a second keying with the first."""

import secrets
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound
from surveys import intake, services
from surveys.answers import chosen_options, open_words
from surveys.definition import SurveyDefinition
from surveys.domain import Channel
from surveys.drawings.services import drawings_of, opened
from surveys.models import Submission, SurveyVersion
from surveys.paper.keying import Difference, KeyedAnswers, count_compared, differences
from surveys.paper.models import KeyedPaper
from surveys.question_types import Cleaned
from surveys.wordings import USUAL_WORDS, AskedAs

#: One paper in so many is keyed twice.
SAMPLED = 10
LISTED = 20


class CannotKeyAgain(DomainError):
    """A paper cannot be keyed a second time by this person."""

    title = "This paper cannot be keyed again"


@dataclass(frozen=True)
class Agreement:
    """How far second keyings agree with first ones."""

    papers: int
    compared: int
    differed: int

    @property
    def percent(self) -> int:
        """Of the answers compared, how many differed."""
        return round(100 * self.differed / self.compared) if self.compared else 0


def next_number(campaign: Campaign) -> int:
    """The number to write on the next paper."""
    last = db.session.scalar(select(func.max(KeyedPaper.number)).where(KeyedPaper.campaign_id == campaign.id))
    return (last or 0) + 1


def keep_paper(
    campaign: Campaign,
    version: SurveyVersion,
    key: str,
    keyed: KeyedAnswers,
    actor_id: int,
    asked_as: AskedAs = USUAL_WORDS,
) -> KeyedPaper:
    """Store a paper as a view and give its number; sending the same form again adds nothing.

    Args:
        asked_as: the words that were printed on the sheet.
    """
    [receipt] = intake.store_all([_view(campaign, version, key, keyed, str(asked_as))])
    known = db.session.scalars(
        select(KeyedPaper).where(KeyedPaper.submission_id == receipt.submission_id)
    ).first()
    if known is not None:
        return known
    number = next_number(campaign)
    paper = KeyedPaper(
        campaign_id=campaign.id,
        number=number,
        submission_id=receipt.submission_id,
        keyed_by_id=actor_id,
        keyed_on=clock.today(),
        is_sampled=number == 1 or secrets.randbelow(SAMPLED) == 0,
    )
    db.session.add(paper)
    db.session.flush()
    audit.record("keyed", "paper", paper.id, actor_id=actor_id, detail={"number": number})
    return paper


def to_key_again(campaign: Campaign, person_id: int) -> list[KeyedPaper]:
    """Papers of the sample that somebody else keyed and nobody has keyed again."""
    return list(
        db.session.scalars(
            select(KeyedPaper)
            .join(Submission, Submission.id == KeyedPaper.submission_id)
            .where(
                KeyedPaper.campaign_id == campaign.id,
                KeyedPaper.is_sampled,
                KeyedPaper.second_by_id.is_(None),
                KeyedPaper.keyed_by_id != person_id,
                Submission.withdrawn_on.is_(None),
            )
            .order_by(KeyedPaper.number)
            .limit(LISTED)
        )
    )


def paper_to_key_again(campaign: Campaign, number: int, person_id: int) -> KeyedPaper:
    """One such paper.

    Raises:
        NotFound: when this campaign has no paper with that number.
        CannotKeyAgain: when this person keyed it, or it was keyed again.
    """
    paper = db.session.scalars(
        select(KeyedPaper).where(KeyedPaper.campaign_id == campaign.id, KeyedPaper.number == number)
    ).first()
    if paper is None:
        raise NotFound("No paper of this campaign has that number.")
    if paper.keyed_by_id == person_id:
        raise CannotKeyAgain("You keyed this paper yourself. Somebody else keys it the second time.")
    if paper.second_by_id is not None:
        raise CannotKeyAgain("This paper was keyed a second time already.")
    return paper


def compare(
    paper: KeyedPaper, definition: SurveyDefinition, keyed: KeyedAnswers, actor_id: int
) -> list[Difference]:
    """Where a second keying differs from the first. Whoever asks has the paper in hand; that they asked is noted."""
    first = _first_keying(paper, definition)
    audit.record("compared", "paper", paper.id, actor_id=actor_id, detail={"number": paper.number})
    return differences(definition, first, keyed)


def settle(
    paper: KeyedPaper,
    definition: SurveyDefinition,
    keyed: KeyedAnswers,
    actor_id: int,
    *,
    key: str,
    takes_second: bool,
) -> int:
    """Note the second keying, and let it take the place of the first where that was wrong. Gives how many differed.

    Raises:
        CannotReplace: when a person has read the view meanwhile, so that it stays as it was keyed first.
    """
    first = _first_keying(paper, definition)
    paper.second_by_id, paper.second_on = actor_id, clock.today()
    paper.compared = count_compared(first, keyed)
    paper.differed = len(differences(definition, first, keyed))
    if takes_second and paper.differed:
        submission = db.session.get_one(Submission, paper.submission_id)
        campaign = db.session.get_one(Campaign, paper.campaign_id)
        version = db.session.get_one(SurveyVersion, submission.survey_version_id)
        corrected = _with_drawings(keyed, first, submission)
        receipt = services.replace(submission, _view(campaign, version, key, corrected, submission.asked_as))
        paper.submission_id = receipt.submission_id
    audit.record(
        "keyed_again",
        "paper",
        paper.id,
        actor_id=actor_id,
        detail={"differed": paper.differed, "taken": takes_second},
    )
    return paper.differed


def agreement(campaign: Campaign) -> Agreement:
    """How far second keyings agree so far."""
    papers, compared, differed = db.session.execute(
        select(func.count(), func.sum(KeyedPaper.compared), func.sum(KeyedPaper.differed)).where(
            KeyedPaper.campaign_id == campaign.id, KeyedPaper.second_by_id.is_not(None)
        )
    ).one()
    return Agreement(papers, compared or 0, differed or 0)


def version_of(paper: KeyedPaper) -> SurveyVersion:
    """The questions that a paper answers."""
    submission = db.session.get_one(Submission, paper.submission_id)
    return db.session.get_one(SurveyVersion, submission.survey_version_id)


def _first_keying(paper: KeyedPaper, definition: SurveyDefinition) -> KeyedAnswers:
    submission = db.session.get_one(Submission, paper.submission_id)
    words, chosen = open_words(submission), chosen_options(submission)
    answers = tuple(
        (field.key, Cleaned(words.get(field.key, ""), chosen.get(field.key, ())))
        for field in definition.fields
    )
    return KeyedAnswers(answers, submission.may_quote, ())


def _with_drawings(keyed: KeyedAnswers, first: KeyedAnswers, submission: Submission) -> KeyedAnswers:
    """A second keying with the drawings of the first, which alone took them."""
    pictures = {each.question_key: opened(submission, each) for each in drawings_of(submission.id)}
    kept = dict(first.answers)
    answers = tuple((key, kept[key] if key in pictures else answer) for key, answer in keyed.answers)
    return replace(keyed, answers=answers, pictures=tuple(pictures.items()))


def _view(
    campaign: Campaign, version: SurveyVersion, key: str, keyed: KeyedAnswers, asked_as: str
) -> intake.NewView:
    return intake.NewView(
        campaign.id,
        version.id,
        key,
        keyed.answers,
        keyed.may_quote,
        Channel.PAPER,
        asked_as=asked_as,
        pictures=keyed.pictures,
    )
