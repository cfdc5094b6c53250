"""Says which language a text is in, so that one nobody can read here is given to somebody who can.

Short English is easily taken for another language, so the words themselves are asked first: a text is
English when most of its words are, slips and all. Other languages are told by script and everyday words.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from moderation.screening.concern_rules import read_data
from moderation.screening.folding import FoldedText
from moderation.screening.people import first_names
from moderation.screening.places import find_places, hide
from moderation.screening.spam import is_gibberish_word
from moderation.screening.words import known_words, plain_word

ENGLISH = "en"
UNKNOWN = "und"
ENOUGH_WORDS = 3
MOSTLY_ENGLISH = 0.66
HALF_ENGLISH = 0.5
READ_WORDS = 120
"""Words looked at; more would not change the answer."""
_WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*(?:'[^\W\d_]+)?")
# Unicode script names and the language meant when nothing tells it apart from others in that script.
_SCRIPTS = {
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "GREEK": "el",
    "HEBREW": "he",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "ETHIOPIC": "am",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
}
# Letters that only one of the languages sharing a script uses.
_TELLING_LETTERS = (("ієїґ", "uk"), ("ٹڈڑےںھ", "ur"), ("پچژگ", "fa"), ("ぁ", "ja"))


@lru_cache(maxsize=1)
def _everyday_words() -> dict[str, frozenset[str]]:
    """Everyday words by language, without those that are English words."""
    data = read_data("languages.toml")
    english_too = frozenset(data.pop("english_too").split())
    return {language: frozenset(words.split()) - english_too for language, words in data.items()}


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
    words = [match.group() for match in _WORD.finditer(text)][:READ_WORDS]
    if not words:
        return UNKNOWN
    script = _script("".join(words))
    if script:
        return script
    english = sum(_is_english(word) for word in words) / len(words)
    if english >= MOSTLY_ENGLISH:
        return ENGLISH
    language, matches = _by_everyday_words(words)
    if matches >= 2 or (matches and english < HALF_ENGLISH and len(words) <= ENOUGH_WORDS):
        return language
    if english >= HALF_ENGLISH or len(words) < ENOUGH_WORDS or all(map(is_gibberish_word, words)):
        return ENGLISH
    return UNKNOWN


def _script(letters: str) -> str:
    """The language of a script other than Latin that most letters are in; "" for Latin."""
    others = Counter(
        unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in letters if not letter.isascii()
    )
    foreign = Counter({script: count for script, count in others.items() if script in _SCRIPTS})
    if foreign.total() * 2 <= len(letters):
        return ""
    for telling, language in _TELLING_LETTERS:
        if any(letter in letters for letter in telling):
            return language
    kana = foreign["HIRAGANA"] + foreign["KATAKANA"]
    return "ja" if kana else _SCRIPTS[foreign.most_common(1)[0][0]]


def _by_everyday_words(words: list[str]) -> tuple[str, int]:
    """The language with most of its everyday words here, and how many there are."""
    counts = {
        language: sum(word in everyday for word in words) for language, everyday in _everyday_words().items()
    }
    best = max(counts, key=lambda language: counts[language])
    return best, counts[best]
