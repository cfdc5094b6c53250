"""A person's word on what an answer is about: confirmed, changed, or about nothing on the list."""

from collections.abc import Sequence

from sqlalchemy import select

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, Correction
from analysis.themes.theming import replace_themes
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound

MOST_THEMES = 5


class CorrectionProblem(DomainError):
    """An answer cannot be coded as asked."""

    title = "Check the themes"


def current_themes(submission_id: int, question_key: str) -> list[str]:
    """What an answer is about as things stand, the main theme first."""
    return list(
        db.session.scalars(
            select(Assignment.theme_key)
            .where(Assignment.submission_id == submission_id, Assignment.question_key == question_key)
            .order_by(Assignment.rank)
        )
    )


def correct(frame: CodeFrameVersion, submission_id: int, theme_keys: Sequence[str], actor_id: int) -> None:
    """Record what a person says an answer is about. An empty list means none of the themes.

    Raises:
        NotFound: when the answer is not one of the campaign's approved ones.
        CorrectionProblem: when a theme is not on the list, or there are too many.
    """
    coding = db.session.get(AnswerCoding, (submission_id, frame.question_key))
    if coding is None or coding.campaign_id != frame.campaign_id:
        raise NotFound("There is no such answer here any more. It may have been withdrawn.")
    wanted = list(dict.fromkeys(theme_keys))
    unknown = set(wanted) - {theme.key for theme in frame.themes}
    if unknown:
        raise CorrectionProblem("Choose themes from the list; one of these is no longer on it.")
    if len(wanted) > MOST_THEMES:
        raise CorrectionProblem(f"Choose at most {MOST_THEMES} themes for one answer.")
    db.session.add(
        Correction(
            campaign_id=frame.campaign_id,
            submission_id=submission_id,
            question_key=frame.question_key,
            theme_keys=wanted,
            previous_theme_keys=current_themes(submission_id, frame.question_key),
            person_id=actor_id,
        )
    )
    coding.status, coding.confidence = "sure", 1.0
    coding.corrected_by_id, coding.corrected_at = actor_id, clock.now()
    replace_themes(submission_id, frame.question_key, frame.campaign_id, wanted)
    audit.record(
        "corrected_themes", "submission", submission_id, actor_id=actor_id, detail={"themes": len(wanted)}
    )
