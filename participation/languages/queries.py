"""Which languages were reviewed, and still say what was read."""

from flask import g, has_app_context
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from participation.foundation.database import db
from participation.foundation.outage import is_outage
from participation.languages.models import LanguageReview
from participation.languages.words_to_review import seal


def last_reviews() -> dict[str, LanguageReview]:
    """The last word about each language, by its code."""
    reviews = db.session.scalars(select(LanguageReview).order_by(LanguageReview.id))
    return {each.language: each for each in reviews}


def is_in_force(review: LanguageReview | None) -> bool:
    """Whether what was read is what pages say now."""
    return review is not None and bool(review.seal) and review.seal == seal(review.language)


def reviewed() -> list[str]:
    """The languages whose pages a person has read as they are; looked up once for a request."""
    if not has_app_context():
        return []
    if "reviewed_languages" not in g:
        g.reviewed_languages = _looked_up()
    found: list[str] = g.reviewed_languages
    return found


def _looked_up() -> list[str]:
    """Those in force; none while the store is away, so that pages can still say so in English."""
    try:
        return [code for code, last in last_reviews().items() if is_in_force(last)]
    except SQLAlchemyError as error:
        if not is_outage(error):
            raise
        db.session.rollback()
        return []
