"""Reading a YAML file from anybody, node by node: whatever is wrong is told with its line. Pure.

No tags, no anchors, nothing that is not known: a small file stays small, and means what it says.
"""

from collections.abc import Callable, Mapping
from datetime import date

import yaml

from participation.foundation.codes import canonical_text
from participation.foundation.errors import DomainError
from surveys.question_types.words import UNTYPED

LARGEST_FILE = 256 * 1024
DEEPEST = 8
LONGEST_NAME = 4000
Node = yaml.Node


class BrokenFile(DomainError):
    """A file that cannot be taken. `line` counts from 1."""

    title = "This file cannot be read"

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line = line


def composed(text: str) -> Node:
    """The whole file as nodes.

    Raises:
        BrokenFile: when it is empty, too large, not YAML, or up to tricks.
    """
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


def mapping(node: Node, known: set[str]) -> Mapping[str, Node]:
    """The parts of a node that has names, each known and there once."""
    if not isinstance(node, yaml.MappingNode):
        raise broken(node, f"here belong lines such as “{min(known)}: …”.")
    found: dict[str, Node] = {}
    for name_node, value in node.value:
        name = text_of(name_node, LONGEST_NAME)
        if name not in known:
            raise broken(name_node, f"“{name[:40]}” is not known here. Known are {', '.join(sorted(known))}.")
        if name in found:
            raise broken(name_node, f"“{name}” stands here twice.")
        found[name] = value
    return found


def items(node: Node, most: int) -> list[Node]:
    """The items of a list."""
    if not isinstance(node, yaml.SequenceNode):
        raise broken(node, "here belongs a list, each item behind a hyphen.")
    if len(node.value) > most:
        raise broken(node, f"the list has {len(node.value)} items. {most} at most.")
    items: list[Node] = node.value
    return items


def text_of(node: Node, longest: int) -> str:
    """Words, as the forms of the site would keep them."""
    if not isinstance(node, yaml.ScalarNode):
        raise broken(node, "here belong words, not a list.")
    if node.tag.endswith(":null") and node.style is None:
        return ""
    if node.value.translate(UNTYPED) != node.value:
        raise broken(node, "there is a character that nobody types. Take it out.")
    text = canonical_text(node.value)
    if len(text) > longest:
        raise broken(node, f"use at most {longest:,} characters. There are {len(text):,}.")
    return text


def matching(node: Node, longest: int, fits: Callable[[str], object], message: str) -> str:
    """Words of a given shape."""
    text = text_of(node, longest)
    if not fits(text):
        raise broken(node, message)
    return text


def whole(node: Node, least: int, most: int) -> int:
    """A whole number within limits."""
    text = text_of(node, 20)
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and least <= int(text) <= most):
        raise broken(node, f"write a whole number from {least:,} to {most:,}.")
    return int(text)


def yes_or_no(node: Node) -> bool:
    """A choice between two."""
    text = text_of(node, 10).lower()
    if text not in ("true", "yes", "false", "no"):
        raise broken(node, "write true or false.")
    return text in ("true", "yes")


def day(node: Node) -> date | None:
    """A day, or none."""
    text = text_of(node, 20)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise broken(node, "write the day as year-month-day, such as 2027-03-27.") from None


def broken(node: Node, message: str) -> BrokenFile:
    """What is wrong with a node."""
    return BrokenFile(node.start_mark.line + 1, message)
