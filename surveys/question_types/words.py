"""Questions answered in the sender's own words, kept as typed."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import ClassVar

from participation.foundation.codes import canonical_text
from surveys.definition import QuestionDefinition
from surveys.question_types.base import AnswerProblem, Cleaned, Control, QuestionType, Summary
from surveys.question_types.sentences import SHORTER

LONGEST_LONG_TEXT = 10_000
LONGEST_SHORT_TEXT = 300
#: Control characters that nobody types and that Word and Excel files cannot hold; line ends and tabs stay.
CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF} - {ord("\n"), ord("\t")})
SURROGATES = dict.fromkeys(range(0xD800, 0xE000))
UNTYPED = CONTROLS | SURROGATES


def clean_words(values: Sequence[str]) -> str:
    """The words of an answer in canonical form; empty when nothing in them can be seen."""
    words = canonical_text("\n".join(values)).translate(UNTYPED).strip()
    return words if any(_can_be_seen(character) for character in words) else ""


def _can_be_seen(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc")


class _Words(QuestionType):
    """What both lengths share."""

    holds_words: ClassVar[bool] = True
    longest: ClassVar[int]

    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        words = clean_words(values)
        if len(words) > self.longest:
            return AnswerProblem.of(question, SHORTER, most=f"{self.longest:,}", now=f"{len(words):,}")
        return Cleaned(words=words)

    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return answer.words

    def summarise(self, counted: Mapping[tuple[str, ...], int], question: QuestionDefinition) -> Summary:
        return Summary(0, (), "Words are read and themed, not counted.")

    def from_cell(self, cell: str, question: QuestionDefinition) -> list[str]:
        return [cell]

    def to_cell(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return answer.words

    def example(self, question: QuestionDefinition) -> Cleaned:
        return Cleaned(words="More buses in the evening")


class LongText(_Words):
    """A view in full: the bubble."""

    kind: ClassVar[str] = "long_text"
    label: ClassVar[str] = "Long answer"
    explanation: ClassVar[str] = "People write as much as they like. Use it for the main question."
    control: ClassVar[Control] = "text_area"
    longest: ClassVar[int] = LONGEST_LONG_TEXT


class ShortText(_Words):
    """A few words on one line."""

    kind: ClassVar[str] = "short_text"
    label: ClassVar[str] = "Short answer"
    explanation: ClassVar[str] = "A few words on one line."
    control: ClassVar[Control] = "short_text"
    longest: ClassVar[int] = LONGEST_SHORT_TEXT

    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        # On one line only after what nobody types is gone: else two blanks could be left where it stood.
        return super().clean([" ".join(clean_words([" ".join(values)]).split())], question)
