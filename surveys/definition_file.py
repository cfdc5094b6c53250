"""A whole campaign as a YAML file: what it says and everything it asks. Pure.

The file comes from anybody, so it is read node by node: no tags, no anchors, nothing that is not known, and
whatever is wrong is told with its line. What `write_file` wrote, `read_file` gives back exactly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

import yaml

from participation.campaigns.domain import ACCENTS, CampaignDetails, is_slug
from participation.foundation.codes import canonical_text
from participation.foundation.errors import DomainError
from surveys.definition import (
    KEY,
    OPTION_ID,
    Condition,
    Option,
    QuestionDefinition,
    SurveyDefinition,
    option_id_for,
)
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.words import UNTYPED

#: 1 had the questions alone, and options as plain words; 2 has the campaign, rules and limits too.
FORMAT = 2
LARGEST_FILE = 256 * 1024
DEEPEST = 8
MOST_QUESTIONS, MOST_OPTIONS, MOST_CONDITIONS = 40, 60, 20
LARGEST_WHOLE = 1_000_000
#: The longest text of each field, as the forms of the site take it.
LONGEST = {
    **{"title": 120, "slug": 80, "summary": 300, "purpose": 4000, "decision": 1000, "decision_maker": 200},
    **{"can_change": 2000, "cannot_change": 2000, "who_reads": 1000, "accent": 20},
    **{"key": 40, "kind": 30, "wording": 300, "hint": 500, "easy_wording": 300, "easy_hint": 500},
    **{"id": 40, "label": 150, "picture": 20, "question": 40},
}
DAYS = ("opens_on", "closes_on", "hear_back_by")
WHOLE_NUMBERS = {"minutes_needed": (1, 60), "youngest": (0, 25), "oldest": (0, 25)}
#: Columns shown before a line is folded; long texts stay readable in an editor.
WIDTH = 100
Node = yaml.Node
Read = TypeVar("Read")


class BrokenFile(DomainError):
    """A file that cannot be taken. `line` counts from 1."""

    title = "This file cannot be read"

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line = line


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
    root = _composed(text)
    parts = _mapping(root, {"format", "campaign", "questions"})
    number = _whole(parts["format"], 1, LARGEST_WHOLE) if "format" in parts else 1
    if number > FORMAT:
        raise _broken(
            parts["format"], f"a newer release wrote this file (format {number}). This one reads {FORMAT}."
        )
    if "questions" not in parts:
        raise _broken(root, "there is no “questions:”.")
    details = _details(parts["campaign"]) if "campaign" in parts else None
    return CampaignFile(details, SurveyDefinition(_questions(parts["questions"])))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _composed(text: str) -> Node:
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        raise BrokenFile(1, f"the file is larger than {LARGEST_FILE // 1024} KB.")
    try:
        _refuse_tricks(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        is_cut_off = "end of stream" in str(error.problem)  # then the beginning is what to look at
        mark = (is_cut_off and error.context_mark) or error.problem_mark or error.context_mark
        raise BrokenFile(mark.line + 1 if mark else 1, f"this is not YAML: {error.problem}.") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise BrokenFile(line, "there is a character that nobody types. Take it out.") from None
    if root is None:
        raise BrokenFile(1, "the file is empty.")
    return root


def _refuse_tricks(text: str) -> None:
    """Refuse what no campaign needs and what can make a small file huge or strange: anchors, tags, depth."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BrokenFile(line, "references (& and *) are not taken. Write it out.")
        if getattr(event, "tag", None):
            raise BrokenFile(line, "types (!) are not taken. Write the value alone.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise BrokenFile(line, f"lists stand within lists more than {DEEPEST} deep.")


def _details(node: Node) -> CampaignDetails:
    parts = _mapping(node, {each.name for each in fields(CampaignDetails)})
    for needed in ("title", "slug"):
        if needed not in parts:
            raise _broken(node, f"the campaign needs “{needed}:”.")
    read: dict[str, Any] = {name: _detail(name, value) for name, value in parts.items()}
    if not read["title"]:
        raise _broken(parts["title"], "give the campaign a title.")
    if not is_slug(read["slug"]):
        raise _broken(parts["slug"], "use small letters, digits and hyphens, such as safer-buses.")
    if read.get("accent", ACCENTS[0]) not in ACCENTS:
        raise _broken(parts["accent"], f"the colour is one of {', '.join(ACCENTS)}.")
    return CampaignDetails(**read)


def _detail(name: str, node: Node) -> object:
    if name in DAYS:
        return _day(node)
    if name in WHOLE_NUMBERS:
        return _whole(node, *WHOLE_NUMBERS[name])
    return _yes_or_no(node) if name == "is_sensitive" else _text(node, LONGEST[name])


def _questions(node: Node) -> tuple[QuestionDefinition, ...]:
    read: list[QuestionDefinition] = []
    for each in _items(node, MOST_QUESTIONS):
        question = _question(each)
        if question.key in {other.key for other in read}:
            raise _broken(each, f"another question has the key “{question.key}”.")
        read.append(question)
    return tuple(read)


def _question(node: Node) -> QuestionDefinition:
    parts = _mapping(node, {each.name for each in fields(QuestionDefinition)})
    for needed in ("key", "kind", "wording"):
        if needed not in parts:
            raise _broken(node, f"the question needs “{needed}:”.")
    key = _matching(
        parts["key"], LONGEST["key"], KEY.fullmatch, "a key is like q1: small letters and digits."
    )
    kind = _text(parts["kind"], LONGEST["kind"])
    if kind not in QUESTION_TYPES:
        raise _broken(parts["kind"], f"the type is one of {', '.join(QUESTION_TYPES)}.")
    question = QuestionDefinition(
        key,
        kind,
        **{
            name: _text(parts[name], LONGEST[name])
            for name in ("wording", "hint", "easy_wording", "easy_hint")
            if name in parts
        },
        options=_options(parts["options"]) if "options" in parts else (),
        has_other=_yes_or_no(parts["has_other"]) if "has_other" in parts else False,
        least=_limit(parts.get("least")),
        most=_limit(parts.get("most")),
        show_when=_conditions(parts["show_when"]) if "show_when" in parts else (),
    )
    for problem in QUESTION_TYPES[kind].problems(replace(question, show_when=())):
        raise _broken(node, problem)
    return question


def _options(node: Node) -> tuple[Option, ...]:
    read: list[Option] = []
    for each in _items(node, MOST_OPTIONS):
        if isinstance(each, yaml.ScalarNode):  # format 1
            label = _text(each, LONGEST["label"])
            read.append(Option(option_id_for(label, {option.id for option in read}), label))
            continue
        parts = _mapping(each, {"id", "label", "picture"})
        if "id" not in parts or "label" not in parts:
            raise _broken(each, "the option needs “id:” and “label:”.")
        picture = _text(parts["picture"], LONGEST["picture"]) if "picture" in parts else ""
        read.append(Option(_option_id(parts["id"]), _text(parts["label"], LONGEST["label"]), picture))
    return tuple(read)


def _conditions(node: Node) -> tuple[Condition, ...]:
    read = []
    for each in _items(node, MOST_CONDITIONS):
        parts = _mapping(each, {"question", "any_of", "none_of"})
        if "question" not in parts or len(parts) != 2:
            raise _broken(each, "a rule has “question:” and either “any_of:” or “none_of:”.")
        is_none_of = "none_of" in parts
        options = _items(parts["none_of" if is_none_of else "any_of"], MOST_OPTIONS)
        key = _matching(
            parts["question"], LONGEST["question"], KEY.fullmatch, "this is no key of a question."
        )
        read.append(Condition(key, tuple(_option_id(option) for option in options), is_none_of))
    return tuple(read)


def _option_id(node: Node) -> str:
    told = "an id is small letters, digits and hyphens, such as by-bus."
    return _matching(node, LONGEST["id"], OPTION_ID.fullmatch, told)


def _limit(node: Node | None) -> int | None:
    return None if node is None else _whole(node, -LARGEST_WHOLE, LARGEST_WHOLE)


def _mapping(node: Node, known: set[str]) -> Mapping[str, Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _broken(node, f"here belong lines such as “{min(known)}: …”.")
    found: dict[str, Node] = {}
    for name_node, value in node.value:
        name = _text(name_node, max(LONGEST.values()))
        if name not in known:
            raise _broken(
                name_node, f"“{name[:40]}” is not known here. Known are {', '.join(sorted(known))}."
            )
        if name in found:
            raise _broken(name_node, f"“{name}” stands here twice.")
        found[name] = value
    return found


def _items(node: Node, most: int) -> list[Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise _broken(node, "here belongs a list, each item behind a hyphen.")
    if len(node.value) > most:
        raise _broken(node, f"the list has {len(node.value)} items. {most} at most.")
    items: list[Node] = node.value
    return items


def _text(node: Node, longest: int) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _broken(node, "here belong words, not a list.")
    if node.tag.endswith(":null") and node.style is None:
        return ""
    if node.value.translate(UNTYPED) != node.value:
        raise _broken(node, "there is a character that nobody types. Take it out.")
    text = canonical_text(node.value)
    if len(text) > longest:
        raise _broken(node, f"use at most {longest:,} characters. There are {len(text):,}.")
    return text


def _matching(node: Node, longest: int, fits: Callable[[str], object], message: str) -> str:
    text = _text(node, longest)
    if not fits(text):
        raise _broken(node, message)
    return text


def _whole(node: Node, least: int, most: int) -> int:
    text = _text(node, 20)
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and least <= int(text) <= most):
        raise _broken(node, f"write a whole number from {least:,} to {most:,}.")
    return int(text)


def _yes_or_no(node: Node) -> bool:
    text = _text(node, 10).lower()
    if text not in ("true", "yes", "false", "no"):
        raise _broken(node, "write true or false.")
    return text in ("true", "yes")


def _day(node: Node) -> date | None:
    text = _text(node, 20)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _broken(node, "write the day as year-month-day, such as 2027-03-27.") from None


def _broken(node: Node, message: str) -> BrokenFile:
    return BrokenFile(node.start_mark.line + 1, message)
