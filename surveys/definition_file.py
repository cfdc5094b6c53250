"""A whole campaign as a YAML file: what it says and everything it asks. Pure.

What `write_file` wrote, `read_file` gives back exactly.
"""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import yaml

from participation.campaigns.domain import ACCENTS, LONGEST, CampaignDetails, PrivacyLevel, is_slug
from surveys.definition import (
    KEY,
    OPTION_ID,
    Condition,
    Option,
    QuestionDefinition,
    SurveyDefinition,
    option_id_for,
)
from surveys.file_nodes import (
    Node,
    broken,
    composed,
    day,
    items,
    mapping,
    matching,
    text_of,
    whole,
    yes_or_no,
)
from surveys.question_types import QUESTION_TYPES
from surveys.wordings import BANDS, LANGUAGE, TEXTS, SurveyLanguage, Wording

#: 1 had the questions alone, and options as plain words; 2 has the campaign, rules and limits too; 3 has what the
#: opening gates ask for; 4 has other languages and words for age bands.
FORMAT = 4
MOST_QUESTIONS, MOST_OPTIONS, MOST_CONDITIONS, MOST_WORDINGS, MOST_LANGUAGES = 40, 60, 20, 60, 10
LARGEST_WHOLE = 1_000_000
#: The longest text of each part of a question, as the forms of the site take it.
LONGEST_PART = {
    **{"key": 40, "kind": 30, "wording": 300, "hint": 500, "easy_wording": 300, "easy_hint": 500},
    **{"id": 40, "label": 150, "picture": 20, "question": 40},
    **{"reviewed_by": 120, "title": 120},
}
WORDS = ("wording", "hint", "easy_wording", "easy_hint", "reviewed_by")
DAYS = ("opens_on", "closes_on", "decided_on", "hear_back_by", "access_checked_on")
YES_OR_NO = ("is_sensitive", "asks_researchers")
WHOLE_NUMBERS = {"minutes_needed": (1, 60), "youngest": (0, 25), "oldest": (0, 25)}
#: Columns shown before a line is folded; long texts stay readable in an editor.
WIDTH = 100


@dataclass(frozen=True)
class CampaignFile:
    """What a file holds; no details when it holds the questions alone."""

    details: CampaignDetails | None
    survey: SurveyDefinition


def write_file(details: CampaignDetails, survey: SurveyDefinition) -> str:
    """The file of a campaign."""
    said = {each.name: _plain(getattr(details, each.name)) for each in fields(details)}
    content = {"format": FORMAT, "campaign": said, **survey.to_json()}
    written: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=WIDTH)
    return written


def read_file(text: str) -> CampaignFile:
    """What a file says, of this format or an earlier one.

    Raises:
        BrokenFile: naming the first line that is wrong and what to do about it.
    """
    root = composed(text)
    parts = mapping(root, {"format", "campaign", "questions", "languages"})
    number = whole(parts["format"], 1, LARGEST_WHOLE) if "format" in parts else 1
    if number > FORMAT:
        raise broken(
            parts["format"], f"a newer release wrote this file (format {number}). This one reads {FORMAT}."
        )
    if "questions" not in parts:
        raise broken(root, "there is no “questions:”.")
    details = _details(parts["campaign"]) if "campaign" in parts else None
    languages = _languages(parts["languages"]) if "languages" in parts else ()
    return CampaignFile(details, SurveyDefinition(_questions(parts["questions"]), languages))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _details(node: Node) -> CampaignDetails:
    parts = mapping(node, {each.name for each in fields(CampaignDetails)})
    for needed in ("title", "slug"):
        if needed not in parts:
            raise broken(node, f"the campaign needs “{needed}:”.")
    read: dict[str, Any] = {name: _detail(name, value) for name, value in parts.items()}
    if not read["title"]:
        raise broken(parts["title"], "give the campaign a title.")
    if not is_slug(read["slug"]):
        raise broken(parts["slug"], "use small letters, digits and hyphens, such as safer-buses.")
    if read.get("accent", ACCENTS[0]) not in ACCENTS:
        raise broken(parts["accent"], f"the colour is one of {', '.join(ACCENTS)}.")
    if read.get("privacy_level", "") not in ("", *PrivacyLevel):
        raise broken(parts["privacy_level"], f"the level is one of {', '.join(PrivacyLevel)}.")
    return CampaignDetails(**read)


def _detail(name: str, node: Node) -> object:
    if name in DAYS:
        return day(node)
    if name in WHOLE_NUMBERS:
        return whole(node, *WHOLE_NUMBERS[name])
    return yes_or_no(node) if name in YES_OR_NO else text_of(node, LONGEST[name])


def _questions(node: Node) -> tuple[QuestionDefinition, ...]:
    read: list[QuestionDefinition] = []
    for each in items(node, MOST_QUESTIONS):
        question = _question(each)
        if question.key in {other.key for other in read}:
            raise broken(each, f"another question has the key “{question.key}”.")
        read.append(question)
    return tuple(read)


def _question(node: Node) -> QuestionDefinition:
    parts = mapping(node, {each.name for each in fields(QuestionDefinition)} - {"is_not_reviewed"})
    for needed in ("key", "kind", "wording"):
        if needed not in parts:
            raise broken(node, f"the question needs “{needed}:”.")
    key = matching(
        parts["key"], LONGEST_PART["key"], KEY.fullmatch, "a key is like q1: small letters and digits."
    )
    kind = text_of(parts["kind"], LONGEST_PART["kind"])
    if kind not in QUESTION_TYPES:
        raise broken(parts["kind"], f"the type is one of {', '.join(QUESTION_TYPES)}.")
    words: dict[str, Any] = {
        name: text_of(parts[name], LONGEST_PART[name])
        for name in ("wording", "hint", "easy_wording", "easy_hint")
        if name in parts
    }
    question = QuestionDefinition(
        key,
        kind,
        **words,
        options=_options(parts["options"]) if "options" in parts else (),
        has_other=yes_or_no(parts["has_other"]) if "has_other" in parts else False,
        least=_limit(parts.get("least")),
        most=_limit(parts.get("most")),
        show_when=_conditions(parts["show_when"]) if "show_when" in parts else (),
        wordings=_wordings(parts["wordings"]) if "wordings" in parts else (),
    )
    for problem in QUESTION_TYPES[kind].problems(replace(question, show_when=())):
        raise broken(node, problem)
    return question


def _options(node: Node) -> tuple[Option, ...]:
    read: list[Option] = []
    for each in items(node, MOST_OPTIONS):
        if isinstance(each, yaml.ScalarNode):  # format 1
            label = text_of(each, LONGEST_PART["label"])
            read.append(Option(option_id_for(label, {option.id for option in read}), label))
            continue
        parts = mapping(each, {"id", "label", "picture"})
        if "id" not in parts or "label" not in parts:
            raise broken(each, "the option needs “id:” and “label:”.")
        picture = text_of(parts["picture"], LONGEST_PART["picture"]) if "picture" in parts else ""
        read.append(Option(_option_id(parts["id"]), text_of(parts["label"], LONGEST_PART["label"]), picture))
    return tuple(read)


def _conditions(node: Node) -> tuple[Condition, ...]:
    read = []
    for each in items(node, MOST_CONDITIONS):
        parts = mapping(each, {"question", "any_of", "none_of"})
        if "question" not in parts or len(parts) != 2:
            raise broken(each, "a rule has “question:” and either “any_of:” or “none_of:”.")
        is_none_of = "none_of" in parts
        options = items(parts["none_of" if is_none_of else "any_of"], MOST_OPTIONS)
        key = matching(
            parts["question"], LONGEST_PART["question"], KEY.fullmatch, "this is no key of a question."
        )
        read.append(Condition(key, tuple(_option_id(option) for option in options), is_none_of))
    return tuple(read)


def _wordings(node: Node) -> tuple[Wording, ...]:
    read: list[Wording] = []
    for each in items(node, MOST_WORDINGS):
        parts = mapping(each, {*TEXTS, "labels"})
        said = {name: text_of(parts[name], LONGEST_PART[name]) for name in WORDS if name in parts}
        language = _language(parts["language"]) if "language" in parts else ""
        band = text_of(parts["band"], LONGEST_PART["id"]) if "band" in parts else ""
        if band and band not in BANDS:
            raise broken(parts["band"], f"the age band is one of {', '.join(BANDS)}.")
        if not said.get("wording") or not (language or band):
            raise broken(each, "other words need “wording:”, and “language:” or “band:”.")
        on = day(parts["reviewed_on"]) if "reviewed_on" in parts else None
        if (on is None) != (not said.get("reviewed_by")):
            raise broken(each, "a review has both “reviewed_by:” and “reviewed_on:”.")
        labels = (
            tuple((option.id, option.label) for option in _options(parts["labels"]))
            if "labels" in parts
            else ()
        )
        read.append(Wording(language, band, **said, labels=labels, reviewed_on=on.isoformat() if on else ""))
        if len({each.asked_as for each in read}) < len(read):
            raise broken(each, "the same language and age stand here twice.")
    return tuple(read)


def _languages(node: Node) -> tuple[SurveyLanguage, ...]:
    read: list[SurveyLanguage] = []
    for each in items(node, MOST_LANGUAGES):
        parts = mapping(each, {"code", "title", "is_on"})
        if "code" not in parts:
            raise broken(each, "the language needs “code:”.")
        code = _language(parts["code"])
        if code in {other.code for other in read}:
            raise broken(each, f"the language “{code}” stands here twice.")
        title = text_of(parts["title"], LONGEST_PART["title"]) if "title" in parts else ""
        read.append(SurveyLanguage(code, title, yes_or_no(parts["is_on"]) if "is_on" in parts else False))
    return tuple(read)


def _language(node: Node) -> str:
    return matching(node, 2, LANGUAGE.fullmatch, "a language is two small letters, such as pl.")


def _option_id(node: Node) -> str:
    told = "an id is small letters, digits and hyphens, such as by-bus."
    return matching(node, LONGEST_PART["id"], OPTION_ID.fullmatch, told)


def _limit(node: Node | None) -> int | None:
    return None if node is None else whole(node, -LARGEST_WHOLE, LARGEST_WHOLE)
