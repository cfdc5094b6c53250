"""The languages that pages are prepared in. Which of them people are offered, a person decides who reads them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import has_request_context, request
from flask_babel import Domain, force_locale, get_locale

from participation.foundation.preferences import ENGLISH, asked_preferences
from participation.foundation.registries import Registry

TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"
#: Pages whose every word is prepared; the others are in English, and say so to screen readers.
PREPARED = frozenset(
    {
        "surveys.take_part",
        "surveys.send",
        "about.help_now",
        "about.privacy",
        "about.leave",
        "group_sessions.join",
    }
)
LANGUAGE_FIELD = "language"
#: Codes of the languages whose words about safety, privacy and mistakes a person has reviewed as they are now.
reviewed_languages: Registry[[]] = Registry("languages that may be offered")

#: Sentences that people meet and that stand in code: each action gives them in English.
said_in_code: Registry[[]] = Registry("sentences in code that are translated")


@dataclass(frozen=True)
class Language:
    """A language.

    Attributes:
        code: as pages name it.
        own_name: what it calls itself, by which people find it.
        english_name: what staff call it.
    """

    code: str
    own_name: str
    english_name: str
    direction: Literal["ltr", "rtl"] = "ltr"


LANGUAGES = {
    each.code: each
    for each in (
        Language(ENGLISH, "English", "English"),
        Language("pl", "Polski", "Polish"),
        Language("pt", "Português", "Portuguese"),
        Language("ro", "Română", "Romanian"),
        Language("uk", "Українська", "Ukrainian"),
        Language("ar", "العربية", "Arabic", "rtl"),
    )
}
#: All but the one in which campaigns are written.
OTHERS = tuple(each for each in LANGUAGES.values() if each.code != ENGLISH)


class WrittenCatalogues(Domain):
    """Translations read from the files that people write, without a step between."""

    def get_translations(self) -> Translations:
        """The words of the language in force."""
        locale = get_locale()
        return catalogue(locale.language if locale else ENGLISH)


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(code: str) -> Translations:
    """The interface in a language; words that were not translated stay English."""
    compiled = BytesIO()
    write_mo(compiled, _read(code))
    compiled.seek(0)
    return Translations(fp=compiled)


@lru_cache(maxsize=len(LANGUAGES))
def written_in(code: str) -> frozenset[str]:
    """What is there in a language, by its English: a word may well be the same in both."""
    found = ((each.id, each.string) for each in _read(code) if each.id)
    return frozenset(
        english if isinstance(english, str) else english[0]
        for english, said in found
        if said and (isinstance(said, str) or all(said))
    )


def _read(code: str) -> Catalog:
    written = TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"
    if code not in LANGUAGES or not written.is_file():
        return Catalog()
    with written.open("rb") as file:
        return read_po(file, locale=code)


def offered() -> list[str]:
    """The languages beside English that pages may be shown in now."""
    found = [str(code) for codes in reviewed_languages.call() for code in codes]  # type: ignore[attr-defined]
    return [each.code for each in OTHERS if each.code in found]


def wanted_locale() -> str | None:
    """The language in which to answer: the one named in the address or chosen before, where it is offered."""
    if not has_request_context() or request.endpoint not in PREPARED:
        return None
    chosen = request.args.get(LANGUAGE_FIELD) or asked_preferences().language
    return chosen if chosen != ENGLISH and chosen in offered() else None


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Write what is written within in this language."""
    with force_locale(code if code in LANGUAGES and code != ENGLISH else "en_GB"):
        yield


def spoken() -> Language:
    """The language a page is being written in."""
    locale = get_locale()
    return LANGUAGES.get(locale.language if locale else ENGLISH, LANGUAGES[ENGLISH])
