"""What the pages of blind coding show: samples open to somebody, and the answer that is next for them."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from analysis.models import AuditItem, AuditSample, BlindCoding
from analysis.themes.auditing import MOST_CODERS, coders_of
from analysis.themes.researchers import is_limited, may_see
from moderation.models import ApprovedText
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from surveys.models import Submission


@dataclass(frozen=True)
class OpenSample:
    """A sample somebody may code, with how far they are."""

    sample: AuditSample
    campaign: Campaign
    mine: int
    of: int
    is_full: bool


@dataclass(frozen=True)
class BlindAnswer:
    """One answer to code: its words, and nothing else about it."""

    submission_id: int
    text: str
    my_keys: tuple[str, ...] | None


def open_samples(person: Person) -> list[OpenSample]:
    """The samples that are open, with what is theirs to do in each."""
    rows = db.session.execute(
        select(AuditSample, Campaign)
        .join(Campaign, Campaign.id == AuditSample.campaign_id)
        .where(AuditSample.closed_at.is_(None))
        .order_by(AuditSample.id.desc())
    )
    return [_opened(sample, campaign, person) for sample, campaign in rows]


def progress(sample: AuditSample, person: Person) -> tuple[int, int]:
    """How many answers somebody has coded, of how many they may."""
    mine = db.session.scalar(
        select(func.count())
        .select_from(BlindCoding)
        .where(BlindCoding.sample_id == sample.id, BlindCoding.person_id == person.id)
    )
    allowed = _allowed(sample, person).with_only_columns(func.count()).order_by(None)
    return mine or 0, db.session.scalar(allowed) or 0


def sample_numbered(sample_id: int) -> AuditSample:
    """A sample.

    Raises:
        NotFound: when there is none of that number.
    """
    sample = db.session.get(AuditSample, sample_id)
    if sample is None:
        raise NotFound("There is no such sample.")
    return sample


def next_answer(
    sample: AuditSample, person: Person, skipped: frozenset[int] = frozenset()
) -> BlindAnswer | None:
    """The next answer somebody has not coded; None when they are done."""
    coded = select(BlindCoding.submission_id).where(
        BlindCoding.sample_id == sample.id, BlindCoding.person_id == person.id
    )
    row = db.session.execute(
        _allowed(sample, person)
        .where(AuditItem.submission_id.not_in(coded), AuditItem.submission_id.not_in(skipped))
        .limit(1)
    ).first()
    return BlindAnswer(row.submission_id, row.text, None) if row else None


def answer_numbered(sample: AuditSample, person: Person, submission_id: int) -> BlindAnswer:
    """One answer of the sample that this person may see, with what they said of it.

    Raises:
        NotFound: when it is not there, or not for them.
    """
    row = db.session.execute(_allowed(sample, person).where(AuditItem.submission_id == submission_id)).first()
    if row is None:
        raise NotFound("This answer is not in the sample any more. It may have been withdrawn.")
    coding = db.session.get(BlindCoding, (sample.id, submission_id, person.id))
    return BlindAnswer(row.submission_id, row.text, tuple(coding.theme_keys) if coding else None)


def last_coded(sample: AuditSample, person: Person) -> int | None:
    """The answer somebody coded last, to go back to."""
    return db.session.scalar(
        select(BlindCoding.submission_id)
        .where(BlindCoding.sample_id == sample.id, BlindCoding.person_id == person.id)
        .order_by(BlindCoding.coded_at.desc(), BlindCoding.submission_id.desc())
        .limit(1)
    )


def _opened(sample: AuditSample, campaign: Campaign, person: Person) -> OpenSample:
    mine, allowed = progress(sample, person)
    coders = coders_of(sample)
    is_full = person.id not in coders and len(coders) >= MOST_CODERS
    return OpenSample(sample, campaign, mine, allowed, is_full)


def _allowed(sample: AuditSample, person: Person) -> Select[int, str]:
    statement = (
        select(AuditItem.submission_id, ApprovedText.text)
        .join(ApprovedText, ApprovedText.submission_id == AuditItem.submission_id)
        .join(Submission, Submission.id == AuditItem.submission_id)
        .where(AuditItem.sample_id == sample.id, ApprovedText.question_key == sample.question_key)
        .order_by(AuditItem.position)
    )
    return statement.where(*may_see(person, sample.campaign_id)) if is_limited(person) else statement
