"""What a survey asks, as values: pure, so that pages, imports and analysis read it the same way."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from participation.foundation.codes import hash_mapping
from surveys.wordings import AskedAs, SurveyLanguage, Wording, best_wording

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
OPTION_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
#: Names the take-part form uses itself, so no question may have them.
RESERVED_KEYS = frozenset(
    {"submission_key", "may_quote", "page", "at", "main", "receipt", "channel"}
    | {"theme", "text_size", "spacing", "easy_read", "language", "words_for", "asked_as", "came_from"}
)
LONGEST_OPTION_ID = 40
#: What ends the key under which words written as "something else" are kept; no question's own key ends so.
OTHER = "_other"


@dataclass(frozen=True)
class Option:
    """One thing to choose. The id is what is stored, the label what people read.

    `picture` names one of our drawings, for questions answered by pictures.
    """

    id: str
    label: str
    picture: str = ""

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The option from what `to_json` gave."""
        return cls(content["id"], content["label"], content.get("picture", ""))

    def to_json(self) -> dict[str, str]:
        """The option as plain JSON values."""
        picture = {"picture": self.picture} if self.picture else {}
        return {"id": self.id, "label": self.label, **picture}


#: Offered below every list that asks for an opinion, unless staff wrote an option with this id.
NOT_SURE = Option("not-sure", "I’m not sure")


@dataclass(frozen=True)
class Condition:
    """What must have been answered to an earlier question: one of some options, or none of them.

    Somebody who left that question out has chosen none of them.
    """

    question: str
    options: tuple[str, ...]
    is_none_of: bool = False

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The condition from what `to_json` gave."""
        is_none_of = "none_of" in content
        return cls(content["question"], tuple(content["none_of" if is_none_of else "any_of"]), is_none_of)

    def to_json(self) -> dict[str, Any]:
        """The condition as plain JSON values."""
        return {"question": self.question, "none_of" if self.is_none_of else "any_of": list(self.options)}


@dataclass(frozen=True)
class QuestionDefinition:
    """One question exactly as shown.

    Attributes:
        key: names the answer, and stays the same across versions (`q1`).
        kind: a name known to `surveys.question_types` (`long_text`, `one_choice`, …).
        easy_wording, easy_hint: the same in Easy Read; empty where the usual words are easy enough.
        has_other: whether a list also takes "something else", in the sender's own words.
        least, most: the smallest and the largest number taken.
        show_when: conditions that must all hold for it to be asked; none means always.
        wordings: the same question in other languages and for age bands.
        not_sure: what is offered below the options where the type offers it, in the words asked for; never stored.
        is_not_reviewed: whether these words, in another language, were read by nobody; never stored.
    """

    key: str
    kind: str
    wording: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    easy_wording: str = ""
    easy_hint: str = ""
    has_other: bool = False
    least: int | None = None
    most: int | None = None
    show_when: tuple[Condition, ...] = ()
    wordings: tuple[Wording, ...] = ()
    not_sure: Option = NOT_SURE
    is_not_reviewed: bool = False

    def worded(self, asked_as: AskedAs) -> "QuestionDefinition":
        """The question in the words for somebody; itself where there are none."""
        words = best_wording(self.wordings, asked_as)
        if words is None:
            return self
        labels = dict(words.labels)
        options = tuple(replace(each, label=labels.get(each.id) or each.label) for each in self.options)
        return replace(
            self,
            wording=words.wording,
            hint=words.hint,
            easy_wording=words.easy_wording,
            easy_hint=words.easy_hint,
            options=options,
            not_sure=replace(NOT_SURE, label=labels.get(NOT_SURE.id) or NOT_SURE.label),
            is_not_reviewed=not words.is_reviewed,
        )

    def wording_for(self, asked_as: AskedAs) -> Wording | None:
        """What is written for exactly this language and age; None where nothing is."""
        return next((each for each in self.wordings if each.asked_as == asked_as), None)

    def label_of(self, option_id: str) -> str:
        """What people read for an option; the id itself when the option is not (or no longer) there."""
        return next(
            (each.label for each in (*self.options, self.not_sure) if each.id == option_id), option_id
        )

    @property
    def other_key(self) -> str:
        """The key under which "something else" is kept."""
        return self.key + OTHER

    @property
    def other(self) -> "QuestionDefinition":
        """The short question that "something else" answers: stored, read and moderated like any words."""
        return QuestionDefinition(self.other_key, "short_text", f"{self.wording} – something else")

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The question from what `to_json` gave, in this release or an earlier one."""
        return cls(
            content["key"],
            content["kind"],
            content["wording"],
            content.get("hint", ""),
            tuple(Option.from_json(each) for each in content.get("options", ())),
            content.get("easy_wording", ""),
            content.get("easy_hint", ""),
            content.get("has_other", False),
            content.get("least"),
            content.get("most"),
            tuple(Condition.from_json(each) for each in content.get("show_when", ())),
            tuple(Wording.from_json(each) for each in content.get("wordings", ())),
        )

    def to_json(self) -> dict[str, Any]:
        """The question as plain JSON values. What it does not use is left out, so hashes stay the same."""
        easy = {"easy_wording": self.easy_wording, "easy_hint": self.easy_hint}
        return {
            "key": self.key,
            "kind": self.kind,
            "wording": self.wording,
            "hint": self.hint,
            "options": [option.to_json() for option in self.options],
            **{name: words for name, words in easy.items() if words},
            **self.settings,
        }

    @property
    def settings(self) -> dict[str, Any]:
        """What only some questions have, as plain JSON values."""
        limits = {"least": self.least, "most": self.most}
        return {
            **({"has_other": True} if self.has_other else {}),
            **{name: limit for name, limit in limits.items() if limit is not None},
            **({"show_when": [each.to_json() for each in self.show_when]} if self.show_when else {}),
            **({"wordings": [each.to_json() for each in self.wordings]} if self.wordings else {}),
        }


@dataclass(frozen=True)
class SurveyDefinition:
    """The questions of one version of a survey, in the order they are asked, and the languages it has."""

    questions: tuple[QuestionDefinition, ...]
    languages: tuple[SurveyLanguage, ...] = ()

    @property
    def first_long_text(self) -> QuestionDefinition | None:
        """The question that plain words go to when nobody says otherwise."""
        return next((question for question in self.questions if question.kind == "long_text"), None)

    @property
    def content_hash(self) -> str:
        """The same for the same questions, so that opening again without a change makes no new version."""
        return hash_mapping(self.to_json())

    @property
    def words_hash(self) -> str:
        """The same for the same words, whoever has reviewed them."""
        plain = (
            replace(each, wordings=tuple(w.not_reviewed for w in each.wordings)) for each in self.questions
        )
        return SurveyDefinition(tuple(plain), self.languages).content_hash

    def worded(self, asked_as: AskedAs) -> "SurveyDefinition":
        """The same survey in the words for somebody."""
        return replace(self, questions=tuple(each.worded(asked_as) for each in self.questions))

    def asked_alone(self, helped: Collection[str]) -> "SurveyDefinition":
        """The same survey without questions of the types that only a helper can take an answer to."""
        if all(each.kind not in helped for each in self.questions):
            return self
        return replace(self, questions=tuple(each for each in self.questions if each.kind not in helped))

    def language(self, code: str) -> SurveyLanguage | None:
        """What is known of a language; None when the survey does not have it."""
        return next((each for each in self.languages if each.code == code), None)

    @property
    def languages_on(self) -> tuple[str, ...]:
        """The languages that young people may choose."""
        return tuple(each.code for each in self.languages if each.is_on)

    @property
    def bands(self) -> tuple[str, ...]:
        """The age bands for which some question has words that were reviewed."""
        found = {w.band for each in self.questions for w in each.wordings if w.band and w.is_reviewed}
        return tuple(sorted(found, key=lambda band: int(band.split("-")[0])))

    @cached_property
    def fields(self) -> tuple[QuestionDefinition, ...]:
        """Everything that can be answered, in order: each question, then what else is said to it."""
        return tuple(
            field for each in self.questions for field in ((each, each.other) if each.has_other else (each,))
        )

    @cached_property
    def has_rules(self) -> bool:
        """Whether some question is only asked after certain answers."""
        return any(question.show_when for question in self.questions)

    def question(self, key: str) -> QuestionDefinition | None:
        """The question with this key; for the key of "something else", the short question it answers."""
        return next((field for field in self.fields if field.key == key), None)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The survey from what `to_json` gave."""
        return cls(
            tuple(QuestionDefinition.from_json(each) for each in content["questions"]),
            tuple(SurveyLanguage.from_json(each) for each in content.get("languages", ())),
        )

    def to_json(self) -> dict[str, Any]:
        """The survey as plain JSON values, as a frozen version keeps it."""
        languages = {"languages": [each.to_json() for each in self.languages]} if self.languages else {}
        return {"questions": [question.to_json() for question in self.questions], **languages}


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
