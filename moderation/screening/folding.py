"""Makes disguised letters plain while remembering where each stood in the original text.

Full-width letters, accents, letters of other alphabets that look Latin, and invisible characters
are folded to lower-case ASCII, so that rules and lists need to know one spelling only.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

# Letters of other scripts that are drawn like Latin ones (Unicode "confusables", the common part).
_LOOKALIKES = {
    **dict(zip("авекмнорстухіјѕԁһԛԝѵ", "abekmhopctyxijsdhqwv", strict=True)),
    **dict(zip("αβεικνορτυχγωμ", "abeikvoptuxywu", strict=True)),
    **dict(zip("ɑɡıłøđħŧƒ", "agilodhtf", strict=True)),
    "‘": "'",
    "’": "'",
    "ʼ": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
}
_FOREIGN_SCRIPTS = ("CYRILLIC", "GREEK")


@dataclass(frozen=True)
class FoldedText:
    """A text in plain letters; `starts[i]` is the original index of folded character `i`."""

    original: str
    text: str
    starts: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded characters `start` to `end` (end excluded) stand in the original text."""
        if not self.starts or start >= end:
            return 0, 0
        first = self.starts[min(start, len(self.starts) - 1)]
        last = self.starts[min(end, len(self.starts)) - 1]
        return first, min(last + 1, len(self.original))


def _fold_character(character: str, keep_script: bool) -> str:
    lowered = character.lower()
    if lowered.isascii():
        return lowered
    if not (keep_script and lowered.isalpha()) and lowered in _LOOKALIKES:
        return _LOOKALIKES[lowered]
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return ""
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(part)
    )
    return "".join(_LOOKALIKES.get(part, part) if not keep_script else part for part in plain.lower())


def _is_written_in_another_script(text: str) -> bool:
    """True when most letters are Cyrillic or Greek, some unlike Latin: no disguise but another language."""
    letters = [character for character in text.lower() if character.isalpha()]
    foreign = [letter for letter in letters if unicodedata.name(letter, "").startswith(_FOREIGN_SCRIPTS)]
    return len(foreign) * 2 > len(letters) and any(letter not in _LOOKALIKES for letter in foreign)


def fold(text: str) -> FoldedText:
    """Fold a whole text. Never fails; every folded character keeps the place it came from."""
    if text.isascii():
        return FoldedText(text, text.lower(), tuple(range(len(text))))
    keep_script = _is_written_in_another_script(text)
    characters: list[str] = []
    starts: list[int] = []
    for index, character in enumerate(text):
        for part in _fold_character(character, keep_script):
            characters.append(part)
            starts.append(index)
    return FoldedText(text, "".join(characters), tuple(starts))


def covering(starts: list[int], offset: int) -> int:
    """The position in sorted `starts` of the piece that contains `offset`."""
    return max(bisect_right(starts, offset) - 1, 0)
