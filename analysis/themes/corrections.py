"""A person's word on what an answer is about: confirmed, changed, or about nothing on the list."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from analysis.models import AnswerCoding, CodeFrameVersion, Correction
from analysis.themes.theming import replace_themes, stances_of, themes_of
from analysis.theming.stance import Stance, answer_stance
from moderation.models import ApprovedText
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound

MOST_THEMES = 5


class CorrectionProblem(DomainError):
    """An answer cannot be coded as asked."""

    title = "Check the themes"


def correct(
    frame: CodeFrameVersion,
    submission_id: int,
    theme_keys: Sequence[str],
    actor_id: int,
    said: Mapping[str, str] | None = None,
) -> None:
    """Record what a person says an answer is about. An empty list means none of the themes.

    Args:
        said: theme to the stance the person read; a theme without one keeps its stance, and a theme the answer
            was not about before gets the stance of the whole answer.

    Raises:
        NotFound: when the answer is not one of the campaign's approved ones.
        CorrectionProblem: when a theme is not on the list, or there are too many.
    """
    coding = db.session.get(AnswerCoding, (submission_id, frame.question_key))
    is_shown = db.session.get(ApprovedText, (submission_id, frame.question_key)) is not None
    if coding is None or coding.campaign_id != frame.campaign_id or not is_shown:
        raise NotFound("There is no such answer here any more. It may have been withdrawn.")
    wanted = list(dict.fromkeys(theme_keys))
    unknown = set(wanted) - {theme.key for theme in frame.themes}
    if unknown:
        raise CorrectionProblem("Choose themes from the list; one of these is no longer on it.")
    if len(wanted) > MOST_THEMES:
        raise CorrectionProblem(f"Choose at most {MOST_THEMES} themes for one answer.")
    before = stances_of(submission_id, frame.question_key)
    read = {key: Stance(stance) for key, stance in (said or {}).items() if stance in set(Stance)}
    stances = complete_stances(submission_id, frame.question_key, wanted, before | read)
    db.session.add(
        Correction(
            campaign_id=frame.campaign_id,
            submission_id=submission_id,
            question_key=frame.question_key,
            theme_keys=wanted,
            previous_theme_keys=list(before),
            stances={key: stance.value for key, stance in stances.items()},
            person_id=actor_id,
        )
    )
    coding.status, coding.confidence = "sure", 1.0
    coding.corrected_by_id, coding.corrected_at = actor_id, clock.now()
    replace_themes(submission_id, frame.question_key, frame.campaign_id, stances)
    audit.record(
        "corrected_themes", "submission", submission_id, actor_id=actor_id, detail={"themes": len(wanted)}
    )


def complete_stances(
    submission_id: int, question_key: str, theme_keys: Sequence[str], known: Mapping[str, Stance]
) -> dict[str, Stance]:
    """A stance to each of these themes, in their order: the known one, else that of the whole answer."""
    if all(key in known for key in theme_keys):
        return {key: known[key] for key in theme_keys}
    words = db.session.scalar(
        select(ApprovedText.text).where(
            ApprovedText.submission_id == submission_id, ApprovedText.question_key == question_key
        )
    )
    whole = answer_stance(words or "")
    return {key: known.get(key, whole) for key in theme_keys}


def last_corrected(frame: CodeFrameVersion, person_id: int) -> int | None:
    """The answer somebody coded last, to go back to."""
    return db.session.scalar(
        select(Correction.submission_id)
        .where(Correction.campaign_id == frame.campaign_id, Correction.person_id == person_id)
        .order_by(Correction.id.desc())
        .limit(1)
    )


def correct_together(
    frame: CodeFrameVersion, submission_ids: Sequence[int], act: str, theme_key: str, actor_id: int
) -> int:
    """Say the same of many answers; gives of how many.

    Args:
        act: `confirm` as they stand, `add` the theme, `remove` it, make it the `only` one, or `none` of the themes.

    Raises:
        CorrectionProblem: when nothing is ticked, or a theme is needed and none was chosen.
    """
    if not submission_ids:
        raise CorrectionProblem("Tick the answers you mean, then choose what to say of them.")
    if act in ("add", "remove", "only") and theme_key not in {theme.key for theme in frame.themes}:
        raise CorrectionProblem("Choose the theme you mean, then say it of the ticked answers.")
    for submission_id in submission_ids:
        standing = themes_of(submission_id, frame.question_key)
        others = [key for key in standing if key != theme_key]
        wanted = {
            "add": [*standing, *([] if theme_key in standing else [theme_key])],
            "remove": others,
            "only": [theme_key],
            "none": [],
        }.get(act, standing)
        correct(frame, submission_id, wanted, actor_id)
    return len(submission_ids)
