"""Finds links, adverts, endless repetition and letters that are not words."""

import re
from collections import Counter
from functools import lru_cache

from moderation.screening.folding import FoldedText
from moderation.screening.results import Span
from moderation.screening.words import known_words

_LINK = re.compile(
    r"https?://\S{2,200}|www\.[a-z0-9\-]{2,60}\.\S{2,150}"
    r"|(?<![a-z0-9@.])[a-z0-9\-]{2,40}\.(?:com|net|org|io|ru|xyz|info|biz|shop|site|online|top|club|link|"
    r"gg|ly|me|tv|app|live)(?:/\S{0,150})?(?![a-z0-9])"
)
_OFFICIAL_LINK = re.compile(
    r"(?:gov\.uk|nhs\.uk|ac\.uk|sch\.uk|police\.uk|childline\.org\.uk|nspcc\.org\.uk)(?:/|$)"
)
_ADVERT = re.compile(
    r"buy now|click (?:here|the link|this link|my)|limited (?:time )?offer|\d{1,3} ?% off|(?:promo|"
    r"discount|voucher) code|use code [a-z0-9]+|"
    r"free (?:v-?bucks|robux|gift ?cards?|iphone|followers|trial|spins|crypto)|earn (?:up to )?[£$]\s?\d+|"
    r"make money (?:online|fast|from home)|work from home and|"
    r"(?:crypto|bitcoin|forex|casino|betting|viagra|cialis|escorts?|onlyfans|payday loan|weight loss pills|"
    r"seo services?)\b|"
    r"(?:subscribe to|check out|follow|like and subscribe to) my (?:channel|page|youtube|tiktok|insta|"
    r"soundcloud|mixtape|stream|onlyfans)|"
    r"link in (?:my )?bio|dm (?:me )?(?:for|to) (?:promo|prices|deals|info)|whatsapp (?:me )?(?:on )?\+?\d|"
    r"best prices?|order (?:now|today)|"
    r"(?:guaranteed|risk[- ]free) (?:returns|profit|income)|congratulations,? you(?:'ve| have)? won|claim "
    r"your (?:prize|reward|free)|act now|satisfaction guaranteed"
)
_REPEATED_CHARACTER = re.compile(r"(\S)\1{11,}")
_WORD = re.compile(r"[a-z]+")
_KEYBOARD_RUN = re.compile(
    r"(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|rtyu|tyui|yuio|uiop|zxcv|xcvb|cvbn|vbnm|lkjh|poiu|"
    r"fdsa|rewq)"
)
MOST_OF_TEXT = 0.6
COMMON_SHARE = 0.55


@lru_cache(maxsize=1)
def _usual_letters() -> frozenset[str]:
    """Three-letter pieces found in at least three English words."""
    counts: Counter[str] = Counter()
    for word in known_words():
        padded = f" {word} "
        counts.update({padded[at : at + 3] for at in range(len(padded) - 2)})
    return frozenset(piece for piece, count in counts.items() if count >= 3)


@lru_cache(maxsize=20_000)
def is_gibberish_word(word: str) -> bool:
    """Whether a word of five letters or more cannot be read aloud as English, nor is on the list."""
    if len(word) < 5 or word in known_words():
        return False
    if _KEYBOARD_RUN.search(word) or len(set(word)) <= 2:
        return True
    padded = f" {word} "
    pieces = [padded[at : at + 3] for at in range(len(padded) - 2)]
    return sum(piece in _usual_letters() for piece in pieces) / len(pieces) < COMMON_SHARE


def find_gibberish(folded: FoldedText) -> list[Span]:
    """The whole text when most of its words are gibberish; to be asked only of texts read as English."""
    words = [match for match in _WORD.finditer(folded.text)]
    strange = [match for match in words if is_gibberish_word(match.group())]
    letters = sum(len(match.group()) for match in words)
    if not strange or sum(len(match.group()) for match in strange) < MOST_OF_TEXT * letters:
        return []
    return [Span(*folded.original_span(strange[0].start(), strange[-1].end()), "spam.gibberish")]


def find_spam(folded: FoldedText) -> list[Span]:
    """Links, adverts and repetition in the original text."""
    text = folded.text
    found = [(match.start(), match.end(), "link") for match in _LINK.finditer(text)
             if not _OFFICIAL_LINK.search(match.group().split("?")[0])]  # fmt: skip
    found += [(match.start(), match.end(), "advert") for match in _ADVERT.finditer(text)]
    if _is_repetition(text):
        found.append((0, len(text), "repeat"))
    return sorted(Span(*folded.original_span(start, end), f"spam.{kind}") for start, end, kind in found)


def _is_repetition(text: str) -> bool:
    """One word or character again and again, or the same sentence three times and little else."""
    run = sum(len(match.group()) for match in _REPEATED_CHARACTER.finditer(text))
    words = text.split()
    if run * 2 > len(text.strip()) > 0 and len(words) <= 3:
        return True
    if len(words) >= 6 and Counter(words).most_common(1)[0][1] >= 0.7 * len(words):
        return True
    sentences = [sentence.strip() for sentence in re.split(r"[.!?\n]+", text) if len(sentence.strip()) > 8]
    return len(sentences) >= 3 and Counter(sentences).most_common(1)[0][1] >= max(3, 0.8 * len(sentences))
