"""Finds rude and hateful words, also when they are masked, spaced, stretched or spelt with signs."""

import re
from collections.abc import Iterator
from functools import lru_cache

from moderation.screening.concern_rules import read_data
from moderation.screening.folding import FoldedText
from moderation.screening.places import find_places, hide
from moderation.screening.results import Span
from moderation.screening.words import known_words

_ENDINGS = (
    *("", "s", "es", "ed", "er", "ers", "ing", "ings", "in", "y", "ty", "ted", "ter", "ting", "z", "a", "as"),
    *("head", "heads", "face", "faces", "wit", "hole", "holes", "tard"),
)
_TOKEN = re.compile(r"[a-z0-9@$!|*#+&%€£]+(?:[-'][a-z0-9@$!*#]+)*")
_SPACED = re.compile(r"(?<![a-z0-9@$!*])(?:[a-z0-9@$!*][ .\-_,/~]{1,2}){2,}[a-z0-9@$!*](?![a-z0-9])")
_SIGNS = str.maketrans("01345789@$!|+€£", "oieastbgasiitel")
_SIGNS_L = str.maketrans({"1": "l", "!": "l", "|": "l"})
_MASK = re.compile(r"[*#%&@$!+]")
_TIERS = ("hate", "strong", "mild")


@lru_cache(maxsize=1)
def _lists() -> tuple[dict[str, dict[str, str]], frozenset[str], dict[str, frozenset[str]]]:
    """Every written form by tier (form -> stem), words that only look rude, words that need company."""
    data = read_data("rude_words.toml")
    beside = {word: frozenset(company.split(",")) for word, company in data["only_beside"].items()}
    allowed = frozenset(data["allowed"].split()) - beside.keys()
    forms: dict[str, dict[str, str]] = {}
    for tier in _TIERS:
        forms[tier] = {}
        for stem in data[tier].split():
            for ending in _ENDINGS:
                form = stem + ending
                ordinary = len(stem) < 4 and form != stem and form in known_words()
                if not ordinary and form not in allowed:
                    forms[tier].setdefault(form, stem)
    return forms, allowed, beside


def _squeeze(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=1)
def _squeezed_forms() -> dict[str, dict[str, str]]:
    """The same forms with every doubled letter single, for stretched words."""
    return {tier: {_squeeze(form): stem for form, stem in forms.items() if len(_squeeze(form)) > 3}
            for tier, forms in _lists()[0].items()}  # fmt: skip


@lru_cache(maxsize=20_000)
def rude_tier(token: str) -> str:
    """The tier of one folded token ("" when it is not rude)."""
    forms, allowed, _ = _lists()
    plain = token.replace("'", "").replace("-", "")
    if plain in allowed or (plain in known_words() and not any(plain in forms[tier] for tier in _TIERS)):
        return ""
    candidates = {plain, plain.translate(_SIGNS), plain.translate(_SIGNS_L).translate(_SIGNS)}
    if plain.isalpha() or any(letter.isalpha() for letter in plain):
        for tier in _TIERS:
            if any(candidate in forms[tier] for candidate in candidates):
                return tier
    if re.search(r"(.)\1", plain):
        squeezed = {_squeeze(candidate) for candidate in candidates}
        for tier in ("hate", "strong"):
            if any(word in _squeezed_forms()[tier] for word in squeezed):
                return tier
    return _masked_tier(plain) if _MASK.search(plain) else ""


def _masked_tier(token: str) -> str:
    """ "f**k" and "sh*t" fit a word of the list with as many letters, at least its first letter shown."""
    token = re.sub(r"[!+&%]+$", "", token)
    if not token or not token[0].isalpha() or len(token) < 4 or not _MASK.search(token):
        return "strong" if re.fullmatch(r"[*#@$%!&]{4,}", token) and len(set(token)) > 2 else ""
    shown = sum(letter.isalpha() for letter in token)
    pattern = re.compile(
        "".join("[a-z]" if _MASK.match(letter) else re.escape(letter) for letter in token) + "$"
    )
    for tier in ("strong", "hate"):
        if any(pattern.match(form) for form in _lists()[0][tier] if len(form) == len(token)):
            return tier if shown >= 2 or len(token) == 4 else ""
    return ""


def find_rude_words(folded: FoldedText) -> list[Span]:
    """Spans of rude words in the original text; place names are set aside first."""
    text = hide(folded.text, find_places(folded))
    found = {
        (*folded.original_span(start, end), tier) for start, end, tier in [*_tokens(text), *_spaced(text)]
    }
    return sorted(Span(start, end, f"language.{tier}") for start, end, tier in found)


def _tokens(text: str) -> Iterator[tuple[int, int, str]]:
    _, _, beside = _lists()
    before = ""
    for match in _TOKEN.finditer(text):
        token = match.group().rstrip("!+&")
        tier = rude_tier(match.group()) or rude_tier(token)
        if tier and not (token in beside and before not in beside[token]):
            yield match.start(), match.end() if _MASK.search(token) else match.start() + len(token), tier
        before = token


def _spaced(text: str) -> Iterator[tuple[int, int, str]]:
    """Words written with a gap after every letter, alone or run together with their neighbours."""
    for match in _SPACED.finditer(text):
        letters = [(at, text[at]) for at in range(match.start(), match.end()) if text[at] not in " .-_,/~"]
        for first in range(len(letters)):
            for size in range(9, 3, -1):
                run = letters[first : first + size]
                tier = rude_tier("".join(letter for _, letter in run)) if len(run) == size else ""
                if tier in ("hate", "strong"):
                    yield run[0][0], run[-1][0] + 1, tier
