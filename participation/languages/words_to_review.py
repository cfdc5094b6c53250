"""The words a person must have read before a language is offered: safety, privacy, mistakes, and how to answer."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

from flask import current_app
from jinja2.ext import babel_extract

from participation.foundation.languages import catalogue, said_in_code, written_in

KEYWORDS = ("_", "gettext", "ngettext")
HOW_TEMPLATES_ARE_READ = {"extensions": "jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true"}


class Ground(StrEnum):
    """Why words must be right."""

    SAFETY = "Safety"
    PRIVACY = "Privacy"
    MISTAKES = "Mistakes and what to do about them"
    ANSWERING = "How to answer"


TEMPLATES = {
    Ground.SAFETY: (
        *(
            "surveys/before",
            "ways/together",
            "paper/sheet",
            "surveys/thanks",
            "components/help",
            "components/leaving",
            "layouts/public",
        ),
        *("pages/help_now", "pages/exit"),
    ),
    Ground.PRIVACY: ("pages/privacy", "pages/privacy_parts", "surveys/on_this_phone"),
    Ground.MISTAKES: ("components/forms", "surveys/not_open"),
    Ground.ANSWERING: (
        *("surveys/take_part", "surveys/question", "surveys/question_parts", "surveys/check"),
        *("surveys/wording_marks", "components/easier", "components/reading_aloud", "components/fields"),
        *("components/receipt", "layouts/base", "layouts/print", "paper/parts"),
        *("ways/family", "ways/form", "ways/kiosk", "ways/parts", "ways/stopped", "ways/thanks"),
    ),
}


@dataclass(frozen=True)
class Passage:
    """One sentence of the pages, and what it says in the other language; empty when nobody has written it."""

    ground: Ground
    english: str
    translated: str


def passages(code: str) -> list[Passage]:
    """Everything that must be reviewed of a language, each sentence once."""
    found, words, written = [], catalogue(code), written_in(code)
    for ground, english, plural in _asked_for():
        if plural:
            forms = dict.fromkeys(words.ngettext(english, plural, number) for number in (1, 2, 5))
            translated = " / ".join(forms)
        else:
            translated = words.gettext(english)
        found.append(Passage(ground, english, translated if english in written else ""))
    return found


def missing(code: str) -> list[Passage]:
    """What nobody has written yet."""
    return [each for each in passages(code) if not each.translated]


@lru_cache(maxsize=16)
def seal(code: str) -> str:
    """Names the words of a language that must be reviewed: another when one of them changes."""
    written = "\x1f".join(f"{each.english}\x1e{each.translated}" for each in passages(code))
    return sha256(written.encode()).hexdigest()


def _asked_for() -> list[tuple[Ground, str, str]]:
    in_code = [(Ground.MISTAKES, str(words), "") for said in said_in_code.call() for words in said]  # type: ignore[attr-defined]
    in_templates = [
        (ground, *words) for ground, names in TEMPLATES.items() for name in names for words in _said_in(name)
    ]
    return list(
        {english: (ground, english, plural) for ground, english, plural in (*in_templates, *in_code)}.values()
    )


@lru_cache(maxsize=64)
def _said_in(name: str) -> tuple[tuple[str, str], ...]:
    """The sentences of a template, each with its plural when it has one."""
    env = current_app.jinja_env
    if env.loader is None:
        raise LookupError("templates cannot be read")
    source, _, _ = env.loader.get_source(env, f"{name}.html")
    told = babel_extract(BytesIO(source.encode()), KEYWORDS, [], HOW_TEMPLATES_ARE_READ)
    pairs = ((words, "") if isinstance(words, str) else words[:2] for _, _, words, _ in told if words)
    return tuple((str(first), str(second or "")) for first, second in pairs)
