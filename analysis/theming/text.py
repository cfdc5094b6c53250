"""Prepares answers for matching: one tidy form of each text, and whether it says anything at all.

Nothing here changes what is shown: quotes always keep the person's own words.
"""

from __future__ import annotations

import re
import unicodedata

MAX_MATCHED_CHARACTERS = 4000
"""Longer answers are matched by their beginning; encoders and rules gain nothing from more."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_REPEATED_CHARACTER = re.compile(r"(\w)\1{2,}")
_REPEATED_MARK = re.compile(r"([^\w\s])\1{1,}")
_SPACE = re.compile(r"\s+")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")

_TEXT_SPEAK = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "n": "and", "ppl": "people", "bc": "because",
    "cos": "because", "coz": "because", "cuz": "because", "cus": "because", "becos": "because",
    "dont": "don't", "cant": "can't", "wont": "won't", "isnt": "isn't", "doesnt": "doesn't", "didnt": "didn't",
    "shouldnt": "shouldn't", "wouldnt": "wouldn't", "couldnt": "couldn't", "arent": "aren't", "wasnt": "wasn't",
    "havent": "haven't", "hasnt": "hasn't", "im": "i'm", "ive": "i've", "id": "i'd", "thats": "that's",
    "theres": "there's", "theyre": "they're", "youre": "you're", "whats": "what's", "lets": "let's",
    "wud": "would", "shud": "should", "cud": "could", "wot": "what", "wiv": "with", "skool": "school",
    "frends": "friends", "frend": "friend", "fone": "phone", "tho": "though", "thru": "through", "pls": "please",
    "plz": "please", "thx": "thanks", "b4": "before", "gr8": "great", "m8": "mate", "m8s": "mates",
    "sumwhere": "somewhere", "sumthing": "something", "sum": "some", "evry": "every", "evryone": "everyone",
    "coud": "could", "woud": "would", "shoud": "should", "becuase": "because", "becase": "because", "teh": "the",
    "tv": "television", "bday": "birthday", "vid": "video", "vids": "videos", "fav": "favourite", "abt": "about",
    "rn": "right now", "tbh": "to be honest", "idc": "i don't care", "ngl": "not going to lie", "lol": "",
}

_NO_ANSWER_WORDS = frozenset(
    """a actually add ah all answer anything at be blank care comment comments didn't don't dont dunno er erm ha
    haha hmm honest honestly i i'd i'm idea idk idc idrk im in just know lol me maybe meh mmm n na nah nil no none
    nope not nothing nout nowt of on pass please put question really right now say skip sorry sure t tbh thank
    thanks that the there's theres think this to um unsure want what write x yeah you""".split()
)
_NO_ANSWER_SIGNS = frozenset(
    """blank comment comments don't dont dunno idea idk idc idrk n na nah nil no none nope not nothing nout nowt
    pass skip unsure meh""".split()
)
_LONGEST_NO_ANSWER = 7
_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def tidy(text: str) -> str:
    """One line of NFKC text with runs of a letter or mark shortened ("soooo!!!" to "soo!")."""
    tidied = unicodedata.normalize("NFKC", text[: 2 * MAX_MATCHED_CHARACTERS]).replace("’", "'")
    tidied = _REPEATED_CHARACTER.sub(r"\1\1", tidied)
    tidied = _REPEATED_MARK.sub(r"\1", tidied)
    return _SPACE.sub(" ", tidied).strip()[:MAX_MATCHED_CHARACTERS]


def words(text: str) -> list[str]:
    """The words of a tidy text in lower case, apostrophes kept inside words."""
    return _WORD.findall(text.lower())


def expand_text_speak(text: str) -> str:
    """A tidy text with text-speak and dropped apostrophes written out, for matching only."""
    return _WORD.sub(lambda match: _TEXT_SPEAK.get(match.group().lower(), match.group()), text)


def is_no_answer(text: str) -> bool:
    """Whether the text answers nothing: blank, marks only, "idk", "nothing really", a run along the keys.

    Emoji alone count as no answer: they cannot be themed honestly.
    """
    if not _LETTER_OR_DIGIT.search(text):
        return True
    found = words(tidy(text).replace("do not", "don't"))
    if len(found) == 1 and _is_keyboard_run(found[0]):
        return True
    is_short = 0 < len(found) <= _LONGEST_NO_ANSWER
    return is_short and _NO_ANSWER_WORDS.issuperset(found) and not _NO_ANSWER_SIGNS.isdisjoint(found)


def _is_keyboard_run(word: str) -> bool:
    """Whether a word is typed along one row of keys, back and forth ("asdfgh", "sdfsdf")."""
    if len(word) < 4 or len(set(word)) < 3:
        return len(word) >= 4 and len(set(word)) == 1
    has_vowel = any(letter in "aeiouy" for letter in word)
    return any(set(word) <= set(row) for row in _KEYBOARD_ROWS[1:]) and (not has_vowel or word.startswith("asdf"))
