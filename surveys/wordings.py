"""Other words for one question: in another language, or for an age. Its id and options stay. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

#: Ids of the age bands that have words of their own, as the usual question about age has them.
BANDS = ("5-8", "9-11", "12-14", "15-17", "18-25")
LANGUAGE = re.compile(r"[a-z]{2}")
BETWEEN = "/"


@dataclass(frozen=True, order=True)
class AskedAs:
    """In which words somebody was asked: a language and an age band, each empty for the usual one."""

    language: str = ""
    band: str = ""

    def __str__(self) -> str:
        """As it is kept with a view: empty for the usual words."""
        return f"{self.language}{BETWEEN}{self.band}" if self.band else self.language

    @classmethod
    def read(cls, kept: str) -> Self:
        """What was kept; anything that cannot be read means the usual words."""
        language, _, band = kept.partition(BETWEEN)
        return cls(language if LANGUAGE.fullmatch(language) else "", band if band in BANDS else "")


USUAL_WORDS = AskedAs()
#: Names the usual words in an address, where a language or an age would stand.
USUAL = "usual"


@dataclass(frozen=True)
class Wording:
    """A question in other words.

    Attributes:
        language: code of the language; empty for the one the campaign is written in.
        band: the age band it is for; empty for everybody.
        labels: id of an option and what it says here; an option without keeps its own label.
        reviewed_by: who has read it, as a role; empty while nobody has.
        reviewed_on: the day, as YYYY-MM-DD.
    """

    language: str = ""
    band: str = ""
    wording: str = ""
    hint: str = ""
    easy_wording: str = ""
    easy_hint: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    reviewed_by: str = ""
    reviewed_on: str = ""

    @property
    def asked_as(self) -> AskedAs:
        """Whom it is for."""
        return AskedAs(self.language, self.band)

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has read it as it is."""
        return bool(self.reviewed_by)

    @property
    def not_reviewed(self) -> "Wording":
        """The same, before anybody read it."""
        return replace(self, reviewed_by="", reviewed_on="")

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The wording from what `to_json` gave."""
        labels = tuple((each["id"], each["label"]) for each in content.get("labels", ()))
        words = {name: content.get(name, "") for name in TEXTS}
        return cls(**words, labels=labels)

    def to_json(self) -> dict[str, Any]:
        """The wording as plain JSON values; what it does not have is left out."""
        words = {name: getattr(self, name) for name in TEXTS}
        labels = [{"id": id_, "label": label} for id_, label in self.labels]
        return {
            **{name: said for name, said in words.items() if said},
            **({"labels": labels} if labels else {}),
        }


#: What staff call the languages; others are named by their code.
ENGLISH_NAMES = {"pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "uk": "Ukrainian", "ar": "Arabic"}


def in_plain_words(asked_as: AskedAs) -> str:
    """Whom words are for, as staff read it, such as: Polish, ages 5 to 8."""
    language = ENGLISH_NAMES.get(asked_as.language, asked_as.language)
    band = f"ages {asked_as.band.replace('-', ' to ')}" if asked_as.band else ""
    return ", ".join(filter(None, (language, band))) or "everybody"


TEXTS = (
    *("language", "band", "wording", "hint", "easy_wording", "easy_hint"),
    *("reviewed_by", "reviewed_on"),
)


@dataclass(frozen=True)
class SurveyLanguage:
    """A language in which a survey is, or is to be, offered.

    Attributes:
        title: of the campaign, in this language.
        is_on: whether young people may choose it.
    """

    code: str
    title: str = ""
    is_on: bool = False

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The language from what `to_json` gave."""
        return cls(content["code"], content.get("title", ""), content.get("is_on", False))

    def to_json(self) -> dict[str, Any]:
        """The language as plain JSON values."""
        return {"code": self.code, "title": self.title, "is_on": self.is_on}


def best_wording(wordings: Iterable[Wording], asked_as: AskedAs) -> Wording | None:
    """The words for somebody; None means the usual ones.

    Words for an age are used once somebody has read them, and otherwise those for everybody in the language.
    """
    known = {each.asked_as: each for each in wordings}
    exact = known.get(asked_as)
    if exact is not None and (exact.is_reviewed or not asked_as.band):
        return exact
    return known.get(AskedAs(asked_as.language)) if asked_as.language else None


def with_wording(wordings: Iterable[Wording], changed: Wording) -> tuple[Wording, ...]:
    """All of them with this one in its place; one without words is taken out."""
    others = [each for each in wordings if each.asked_as != changed.asked_as]
    kept = [*others, changed] if changed.wording else others
    return tuple(sorted(kept, key=lambda each: (each.language, BANDS.index(each.band) if each.band else -1)))
