"""What to look at next: half of it what the engine is least sure of, half from themes few people have checked."""

from collections import Counter
from itertools import chain, zip_longest

from sqlalchemy import Select, exists, func, select

from analysis.models import AnswerCoding, Assignment, AuditItem, CodeFrameVersion
from analysis.themes.auditing import open_sample
from moderation.models import ApprovedText
from participation.foundation.database import db
from surveys.models import Submission

THINNEST = 10
#: A theme this many people's codings speak for is not thin any more.
ENOUGH_IN_THEME = 30


def next_to_read(frame: CodeFrameVersion, most: int, skipped: frozenset[int] = frozenset()) -> list[int]:
    """Answers nobody has coded, uncertain ones and ones from thin themes in turn.

    Uncertain ones alone teach the engine less than chance would; half of each teaches rare themes early. What lies
    in an open blind sample is left alone.
    """
    uncertain = _uncoded(frame, skipped).where(AnswerCoding.status == "unsure")
    first = db.session.scalars(
        uncertain.order_by(AnswerCoding.confidence, AnswerCoding.submission_id).limit(most)
    ).all()
    second = _from_thin_themes(frame, most, skipped)
    turns = chain.from_iterable(zip_longest(first, second))
    return list(dict.fromkeys(number for number in turns if number is not None))[:most]


def next_of_all(frame: CodeFrameVersion, skipped: frozenset[int] = frozenset()) -> int | None:
    """The oldest answer that no person has coded; None when all are, but for those skipped."""
    statement = (
        select(ApprovedText.submission_id)
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .outerjoin(
            AnswerCoding,
            (AnswerCoding.submission_id == ApprovedText.submission_id)
            & (AnswerCoding.question_key == ApprovedText.question_key),
        )
        .where(
            Submission.campaign_id == frame.campaign_id,
            ApprovedText.question_key == frame.question_key,
            AnswerCoding.corrected_by_id.is_(None),
            AnswerCoding.submission_id.is_not(None),
            ApprovedText.submission_id.not_in(skipped),
        )
    )
    return db.session.scalar(statement.order_by(ApprovedText.submission_id).limit(1))


def _from_thin_themes(frame: CodeFrameVersion, most: int, skipped: frozenset[int]) -> list[int]:
    """From each theme that few people's codings speak for, the answers the engine is surest of, in turn."""
    checked = _checked_by_theme(frame)
    thin = sorted(
        (theme.key for theme in frame.themes if checked[theme.key] < ENOUGH_IN_THEME),
        key=lambda key: (checked[key], key),
    )[:THINNEST]
    columns = [
        db.session.scalars(
            _uncoded(frame, skipped)
            .join(
                Assignment,
                (Assignment.submission_id == AnswerCoding.submission_id)
                & (Assignment.question_key == AnswerCoding.question_key),
            )
            .where(Assignment.theme_key == key)
            .order_by(AnswerCoding.confidence.desc(), AnswerCoding.submission_id)
            .limit(most)
        ).all()
        for key in thin
    ]
    rows = zip_longest(*columns)
    return [number for row in rows for number in row if number is not None]


def _uncoded(frame: CodeFrameVersion, skipped: frozenset[int]) -> Select[int]:
    sample = open_sample(frame.campaign_id)
    statement = select(AnswerCoding.submission_id).where(
        exists().where(
            ApprovedText.submission_id == AnswerCoding.submission_id,
            ApprovedText.question_key == AnswerCoding.question_key,
        ),
        AnswerCoding.campaign_id == frame.campaign_id,
        AnswerCoding.question_key == frame.question_key,
        AnswerCoding.corrected_by_id.is_(None),
        AnswerCoding.submission_id.not_in(skipped),
    )
    if sample is None:
        return statement
    drawn = select(AuditItem.submission_id).where(AuditItem.sample_id == sample.id)
    return statement.where(AnswerCoding.submission_id.not_in(drawn))


def _checked_by_theme(frame: CodeFrameVersion) -> Counter[str]:
    rows = db.session.execute(
        select(Assignment.theme_key, func.count())
        .join(
            AnswerCoding,
            (AnswerCoding.submission_id == Assignment.submission_id)
            & (AnswerCoding.question_key == Assignment.question_key),
        )
        .where(
            AnswerCoding.campaign_id == frame.campaign_id,
            AnswerCoding.question_key == frame.question_key,
            AnswerCoding.corrected_by_id.is_not(None),
        )
        .group_by(Assignment.theme_key)
    )
    return Counter({row[0]: row[1] for row in rows})
