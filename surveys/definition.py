"""What a survey asks, as values: pure, so that pages, imports and analysis read it the same way."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from participation.foundation.codes import hash_mapping

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
OPTION_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
#: Names the take-part form uses itself, so no question may have them.
RESERVED_KEYS = frozenset(
    {"submission_key", "may_quote", "page", "at", "main", "receipt", "channel"}
    | {"theme", "text_size", "spacing", "easy_read"}
)
LONGEST_OPTION_ID = 40


@dataclass(frozen=True)
class Option:
    """One thing to choose. The id is what is stored, the label what people read."""

    id: str
    label: str


@dataclass(frozen=True)
class QuestionDefinition:
    """One question exactly as shown.

    Attributes:
        key: names the answer, and stays the same across versions (`q1`).
        kind: a name known to `surveys.question_types` (`long_text`, `one_choice`, …).
        easy_wording, easy_hint: the same in Easy Read; empty where the usual words are easy enough.
    """

    key: str
    kind: str
    wording: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    easy_wording: str = ""
    easy_hint: str = ""

    def label_of(self, option_id: str) -> str:
        """What people read for an option; the id itself when the option is not (or no longer) there."""
        return next((option.label for option in self.options if option.id == option_id), option_id)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The question from what `to_json` gave."""
        options = tuple(Option(each["id"], each["label"]) for each in content.get("options", ()))
        return cls(
            content["key"],
            content["kind"],
            content["wording"],
            content.get("hint", ""),
            options,
            content.get("easy_wording", ""),
            content.get("easy_hint", ""),
        )

    def to_json(self) -> dict[str, Any]:
        """The question as plain JSON values; what Easy Read says differently only where it does."""
        options = [{"id": option.id, "label": option.label} for option in self.options]
        easy = {"easy_wording": self.easy_wording, "easy_hint": self.easy_hint}
        return {
            "key": self.key,
            "kind": self.kind,
            "wording": self.wording,
            "hint": self.hint,
            "options": options,
            **{name: words for name, words in easy.items() if words},
        }


@dataclass(frozen=True)
class SurveyDefinition:
    """The questions of one version of a survey, in the order they are asked."""

    questions: tuple[QuestionDefinition, ...]

    @property
    def first_long_text(self) -> QuestionDefinition | None:
        """The question that plain words go to when nobody says otherwise."""
        return next((question for question in self.questions if question.kind == "long_text"), None)

    @property
    def content_hash(self) -> str:
        """The same for the same questions, so that opening again without a change makes no new version."""
        return hash_mapping(self.to_json())

    def question(self, key: str) -> QuestionDefinition | None:
        """The question with this key."""
        return next((question for question in self.questions if question.key == key), None)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The survey from what `to_json` gave."""
        return cls(tuple(QuestionDefinition.from_json(each) for each in content["questions"]))

    def to_json(self) -> dict[str, Any]:
        """The survey as plain JSON values, as a frozen version keeps it."""
        return {"questions": [question.to_json() for question in self.questions]}


def option_id_for(label: str, taken: Collection[str] = ()) -> str:
    """An id for a new option: its label in plain small letters, with a number when another has it already."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode("ascii").lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_OPTION_ID].strip("-") or "option"
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        ending = f"-{number}"
        candidate = stem[: LONGEST_OPTION_ID - len(ending)].rstrip("-") + ending
    return candidate


def next_question_key(taken: Collection[str]) -> str:
    """A key for a new question: `q1`, `q2`, … A key once used is not used again, so pass all ever used."""
    number = 1
    while f"q{number}" in taken:
        number += 1
    return f"q{number}"
