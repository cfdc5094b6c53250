"""Putting on record that a person has read what pages say in a language."""

from participation.foundation import audit
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.languages.models import LanguageReview
from participation.languages.words_to_review import missing, seal


class NotWrittenYet(DomainError):
    """Something that must be reviewed is not there in this language."""

    title = "This language is not ready"


def review(language: str, reviewed_as: str, person_id: int) -> LanguageReview:
    """Offer a language, as a person has read it.

    Raises:
        NotWrittenYet: when a sentence about safety, privacy, mistakes or answering is missing.
    """
    absent = missing(language)
    if absent:
        raise NotWrittenYet(
            f"{len(absent)} sentences are missing, such as “{absent[0].english}”. Write them first."
        )
    return _record(
        LanguageReview(
            language=language, seal=seal(language), reviewed_as=reviewed_as, signed_by_id=person_id
        )
    )


def switch_off(language: str, person_id: int) -> None:
    """Offer a language no longer."""
    _record(LanguageReview(language=language, seal="", reviewed_as="", signed_by_id=person_id))


def _record(made: LanguageReview) -> LanguageReview:
    db.session.add(made)
    db.session.flush()
    action = "reviewed_language" if made.seal else "switched_language_off"
    audit.record(
        action, "language_review", made.id, actor_id=made.signed_by_id, detail={"language": made.language}
    )
    return made
