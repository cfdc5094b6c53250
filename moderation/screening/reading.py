"""Says which language a text is in, so that one nobody can read here is given to somebody who can.

Short English is easily taken for another language, so the words themselves are asked first.
"""

import re
import unicodedata
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from moderation.screening.folding import FoldedText
from moderation.screening.people import first_names
from moderation.screening.places import find_places, hide
from moderation.screening.spam import is_gibberish_word
from moderation.screening.words import known_words, plain_word

ENGLISH = "en"
UNKNOWN = "und"
ENOUGH_WORDS = 3
MOSTLY_ENGLISH = 0.66
SURE = 0.9
# Languages spoken at home by pupils in England, with Welsh; a shorter list makes fewer mistakes.
_LANGUAGES = ("en", "cy", "pl", "ro", "pt", "es", "fr", "de", "it", "lt", "lv", "hu", "cs", "sk", "bg", "uk", "ru", "tr", "ar", "fa",
              "ur", "hi", "bn", "pa", "gu", "ta", "ml", "ne", "zh", "ja", "ko", "vi", "th", "el", "sq", "nl", "tl", "sw", "so", "ku", "ps", "he")  # fmt: skip
_WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*(?:'[^\W\d_]+)?")


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([language for language in _LANGUAGES if language in identifier.labels])
    return identifier


def _is_english(word: str) -> bool:
    """A word of the English list after putting slips right, or a name."""
    read = plain_word(word)
    return not read or all(part in known_words() for part in read.split()) or word in first_names()[0]


def has_words(folded: FoldedText) -> bool:
    """Whether there is enough writing that somebody should be able to read it."""
    return len(_WORD.findall(folded.text)) > ENOUGH_WORDS


def read_language(folded: FoldedText) -> str:
    """The ISO 639-1 code of a text's language; `und` for a text without enough words to tell."""
    text = hide(folded.text, find_places(folded))
    words = [match.group() for match in _WORD.finditer(text)]
    letters = "".join(words)
    if not letters:
        return UNKNOWN
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") or letter.isascii() for letter in letters)
    if latin * 2 < len(letters):
        return _identify(folded.original)[0]
    readable = [word for word in words if not (word.isascii() and is_gibberish_word(word))]
    english = sum(_is_english(word) for word in words)
    if english >= MOSTLY_ENGLISH * len(words) or len(words) < ENOUGH_WORDS:
        return ENGLISH
    language, sureness = _identify(folded.original)
    if not readable and folded.original.isascii():
        return ENGLISH
    if language == ENGLISH or sureness < SURE:
        return ENGLISH if english * 2 >= len(words) or language == ENGLISH else UNKNOWN
    return language


def _identify(text: str) -> tuple[str, float]:
    language, sureness = _identifier().classify(text)
    return str(language), float(sureness)
