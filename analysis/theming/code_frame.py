"""The list of themes answers are coded with: read from YAML, checked, written back."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

BUILT_IN_NAMES: tuple[str, ...] = ("i-live-in-dorset",)

MAX_FILE_BYTES = 2_000_000
DEEPEST = 12
MAX_THEMES = 500
#: Control signs, and halves of signs, which no store keeps.
_UNTYPED = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_IDENTIFIER = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
_RESERVED_IDENTIFIERS = frozenset({"none"})

FieldPath = tuple[str | int, ...]
LineOf = Callable[[FieldPath], int | None]


class CodeFrameError(ValueError):
    """A code frame cannot be read; the message says where and what to put right."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: what it means, what belongs to it, what does not, and words and answers that show it."""

    id: str
    name: str
    description: str = ""
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """The themes one question is coded with."""

    id: str
    name: str
    question: str
    themes: tuple[Theme, ...]

    @property
    def theme_ids(self) -> tuple[str, ...]:
        """Ids in the frame's own order."""
        return tuple(theme.id for theme in self.themes)

    def theme(self, theme_id: str) -> Theme:
        """The theme with that id; KeyError when the frame has none."""
        for theme in self.themes:
            if theme.id == theme_id:
                return theme
        raise KeyError(theme_id)


def built_in(name: str) -> CodeFrame:
    """A code frame that ships with the product, by its name (one of BUILT_IN_NAMES)."""
    if name not in BUILT_IN_NAMES:
        raise CodeFrameError(
            f"There is no built-in code frame {name!r}; there is: {', '.join(BUILT_IN_NAMES)}"
        )
    return _load_built_in(name)


@functools.cache
def _load_built_in(name: str) -> CodeFrame:
    text = files("analysis.theming").joinpath("code_frames", f"{name}.yaml").read_text(encoding="utf-8")
    return parse_yaml(text, source=f"{name}.yaml")


def load_code_frame(path: str | Path) -> CodeFrame:
    """Read a code frame from a YAML file; CodeFrameError names the file, the line and the fault."""
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CodeFrameError(f"Cannot read {path}: {error.strerror}") from error
    if len(content) > MAX_FILE_BYTES:
        raise CodeFrameError(
            f"{path} is larger than {MAX_FILE_BYTES // 1_000_000} MB: too large for a code frame"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodeFrameError(f"{path} is not UTF-8 text (byte {error.start + 1})") from error
    return parse_yaml(text, source=str(path))


def parse_yaml(text: str, source: str = "code frame") -> CodeFrame:
    """Read a code frame from YAML text; `source` names it in messages."""
    try:
        _refuse_tricks(text, source)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        mapping = yaml.safe_load(text)
        return parse_code_frame(mapping, source=source, line_of=lambda path: _line_of(node, path))
    except yaml.YAMLError as error:
        raise CodeFrameError(_yaml_fault(error, source)) from error
    except CodeFrameError:
        raise
    except ValueError as error:  # a day that no month has, or a number of thousands of digits
        raise CodeFrameError(
            f"{source}: a date or a number in it cannot be read; put it in quotes"
        ) from error


def _refuse_tricks(text: str, source: str) -> None:
    """Aliases let a small file expand without limit, depth makes it slow to read, and a code frame needs neither."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            place = _place(source, event.start_mark)
            raise CodeFrameError(f"{place}: lists stand within lists more than {DEEPEST} deep")
        if isinstance(event, yaml.AliasEvent):
            place = _place(source, event.start_mark)
            raise CodeFrameError(f"{place}: aliases (*{event.anchor}) are not allowed in a code frame")


def _yaml_fault(error: Exception, source: str) -> str:
    place = _place(source, getattr(error, "problem_mark", None))
    problem = getattr(error, "problem", None) or "a character is not allowed"
    return f"{place}: not readable as YAML ({problem})"


def _place(source: str, mark: Any) -> str:
    """The file, with the line of a YAML mark where there is one."""
    return f"{source}, line {mark.line + 1}" if mark is not None else source


def _line_of(node: yaml.Node | None, path: FieldPath) -> int | None:
    """The line (from 1) of the deepest part of `path` that the file holds."""
    for step in path:
        child = _child(node, step)
        if child is None:
            break
        node = child
    return node.start_mark.line + 1 if node is not None else None


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    return None


def parse_code_frame(mapping: object, source: str = "code frame", line_of: LineOf | None = None) -> CodeFrame:
    """Check plain data (as read from YAML or JSON) and make it a code frame.

    `line_of` finds the line of a field, so that a message can name it.
    """
    reader = _Reader(source, line_of or (lambda path: None))
    whole = reader.mapping(mapping, ())
    reader.no_unknown_fields(whole, ("id", "name", "question", "themes"), ())
    rows = whole.get("themes")
    if not isinstance(rows, list) or not rows:
        raise reader.fault(("themes",), "needs `themes`, a list with at least one theme")
    if len(rows) > MAX_THEMES:
        raise reader.fault(("themes",), f"has {len(rows)} themes; at most {MAX_THEMES} are allowed")
    themes = tuple(_parse_theme(reader, row, ("themes", index)) for index, row in enumerate(rows))
    _refuse_repeated_ids(reader, themes)
    name = reader.text(whole, "name", ())
    return CodeFrame(
        id=reader.identifier(whole, ()),
        name=name,
        question=reader.text(whole, "question", (), required=False),
        themes=themes,
    )


def _parse_theme(reader: _Reader, row: object, path: FieldPath) -> Theme:
    fields = reader.mapping(row, path)
    lists = ("includes", "excludes", "keywords", "examples")
    reader.no_unknown_fields(fields, ("id", "name", "description", *lists), path)
    return Theme(
        id=reader.identifier(fields, path),
        name=reader.text(fields, "name", path),
        description=reader.text(fields, "description", path, required=False),
        **{name: reader.texts(fields, name, path) for name in lists},
    )


def _refuse_repeated_ids(reader: _Reader, themes: tuple[Theme, ...]) -> None:
    seen: set[str] = set()
    for index, theme in enumerate(themes):
        if theme.id in seen:
            raise reader.fault(("themes", index, "id"), f"two themes have the id {theme.id!r}")
        seen.add(theme.id)


@dataclass(frozen=True)
class _Reader:
    """Takes checked values out of plain data; every fault names the file and, where known, the line."""

    source: str
    line_of: LineOf

    def fault(self, path: FieldPath, problem: str) -> CodeFrameError:
        line = self.line_of(path)
        place = f"{self.source}, line {line}" if line is not None else self.source
        in_theme = len(path) > 1 and path[0] == "themes"
        where = f" theme {int(path[1]) + 1}:" if in_theme else ""
        return CodeFrameError(f"{place}:{where} {problem}")

    def mapping(self, value: object, path: FieldPath) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise self.fault(path, f"expected fields with names, found {_kind(value)}")
        return value

    def no_unknown_fields(self, fields: Mapping[str, Any], known: tuple[str, ...], path: FieldPath) -> None:
        for name in fields:
            if name not in known:
                problem = f"unknown field {str(name)[:60]!r}; the fields are {', '.join(known)}"
                raise self.fault((*path, str(name)), problem)

    def text(self, fields: Mapping[str, Any], name: str, path: FieldPath, *, required: bool = True) -> str:
        value = fields.get(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            raise self.fault((*path, name), f"needs `{name}` as text, found {_kind(value)}")
        return self.typed(value, (*path, name))

    def texts(self, fields: Mapping[str, Any], name: str, path: FieldPath) -> tuple[str, ...]:
        value = fields.get(name)
        if value is None:
            return ()
        if not isinstance(value, (list, tuple)):
            raise self.fault((*path, name), f"needs `{name}` as a list of texts, found {_kind(value)}")
        for index, item in enumerate(value):
            if not isinstance(item, str):
                problem = f"`{name}` holds {_kind(item)} where a text is needed (put it in quotes)"
                raise self.fault((*path, name, index), problem)
        return tuple(self.typed(item, (*path, name)) for item in value if item.strip())

    def typed(self, value: str, path: FieldPath) -> str:
        if _UNTYPED.search(value):
            raise self.fault(path, "holds a character that nobody types; take it out")
        return " ".join(value.split())

    def identifier(self, fields: Mapping[str, Any], path: FieldPath) -> str:
        value = self.text(fields, "id", path)
        if not _IDENTIFIER.fullmatch(value) or value in _RESERVED_IDENTIFIERS:
            problem = f"the id {value!r} must be lower-case letters, digits and hyphens, and not `none`"
            raise self.fault((*path, "id"), problem)
        return value


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return "an empty text" if not value.strip() else "a text"
    if isinstance(value, Mapping):
        return "fields with names"
    if isinstance(value, (list, tuple)):
        return "a list"
    return repr(value)[:60]


def dump(frame: CodeFrame) -> str:
    """The code frame as YAML text that `load_code_frame` reads back to an equal frame."""
    themes = [_plain_theme(theme) for theme in frame.themes]
    plain = {"id": frame.id, "name": frame.name, "question": frame.question, "themes": themes}
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=110)


def _plain_theme(theme: Theme) -> dict[str, object]:
    plain: dict[str, object] = {"id": theme.id, "name": theme.name, "description": theme.description}
    for name in ("includes", "excludes", "keywords", "examples"):
        plain[name] = list(getattr(theme, name))
    return plain
