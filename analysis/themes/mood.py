"""A hint at the mood of each theme, from TextBlob.

It misreads young people often, so it is shown to analysts only, as a whole, beside that warning; it never
orders, hides or decides anything.
"""

from dataclasses import dataclass

from sqlalchemy import select

from analysis.models import Assignment, CodeFrameVersion
from analysis.theming.sentiment import SentimentHint, sentiment_hint
from moderation.models import ApprovedText
from participation.foundation.database import db
from participation.foundation.deployment import deployment

MOST_ANSWERS = 500


@dataclass(frozen=True)
class ThemeMood:
    """The hint for one theme; None where too few answers say something."""

    name: str
    hint: SentimentHint | None


def mood_of(frame: CodeFrameVersion) -> list[ThemeMood] | None:
    """The hint for every theme, from its first answers; None when this deployment switched it off."""
    if not deployment().settings.show_sentiment:
        return None
    hints = []
    for theme in frame.themes:
        texts = list(
            db.session.scalars(
                select(ApprovedText.text)
                .join(Assignment, Assignment.submission_id == ApprovedText.submission_id)
                .where(
                    Assignment.campaign_id == frame.campaign_id,
                    Assignment.theme_key == theme.key,
                    Assignment.question_key == frame.question_key,
                    ApprovedText.question_key == frame.question_key,
                )
                .order_by(ApprovedText.submission_id)
                .limit(MOST_ANSWERS)
            )
        )
        hints.append(ThemeMood(theme.name, sentiment_hint(texts)))
    return hints
