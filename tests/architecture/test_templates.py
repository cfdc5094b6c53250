"""Templates: linted, escaped always, without inline script or style, and short enough to read."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

HOUSE = Path(__file__).resolve().parents[2]
TEMPLATES = HOUSE / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))
LONGEST = 100
#: Files of many small macros may be longer than a page's template.
LONGEST_PAGE = 70

FORBIDDEN = {
    "a filter that switches escaping off": r"\|\s*safe\b",
    "a block that switches escaping off": r"\{%-?\s*autoescape\s+false",
    "an inline style": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without a source": r"<script(?![^>]*\bsrc=)[^>]*>",
    "an inline handler": r"<[^>{]*\son[a-z]+\s*=",
    "an address of another site": r"(?:src|href)=[\"'](?:https?:)?//",
    "a javascript address": r"javascript:",
    "a number to phone, which is a setting": r"\b(?:999|11[126]|101|85258|0\d{2,4}(?:[ \d]{5,}))\b",
}


def read(path: Path) -> str:
    """A template without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = [str(path.relative_to(TEMPLATES)) for path in ALL if pattern.search(read(path))]
    assert found == []


def test_each_of_these_patterns_finds_what_it_is_for() -> None:
    bad = {
        "a filter that switches escaping off": "{{ words | safe }}",
        "a block that switches escaping off": "{% autoescape false %}",
        "an inline style": '<p class="a" style="color:red">',
        "a style element": "<style>p{}</style>",
        "a script without a source": '<script type="module">',
        "an inline handler": '<button onclick="x()">',
        "an address of another site": '<img src="//example.org/x.png">',
        "a javascript address": '<a href="javascript:x()">',
        "a number to phone, which is a setting": "<p>Call 0800 1111 or 999.</p>",
    }
    for what, pattern in FORBIDDEN.items():
        assert re.search(pattern, bad[what], re.IGNORECASE), what
    assert not re.search(
        FORBIDDEN["a script without a source"], '<script type="module" src="/x.js"></script>'
    )


def test_the_linter_has_nothing_to_say() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "djlint", "--quiet", "--lint", "templates"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_every_template_compiles_and_escapes(app: Flask) -> None:
    for path in ALL:
        name = str(path.relative_to(TEMPLATES))
        app.jinja_env.get_template(name)
        select = app.jinja_env.autoescape
        assert select(name) if callable(select) else select, name


def test_templates_stay_short() -> None:
    lengths = {
        str(path.relative_to(TEMPLATES)): len(path.read_text(encoding="utf-8").splitlines()) for path in ALL
    }
    macros = {name for name in lengths if name.startswith("components/") or "parts" in name}
    long = {
        name: length
        for name, length in lengths.items()
        if length > (LONGEST if name in macros else LONGEST_PAGE)
    }
    assert long == {}


def test_python_never_marks_words_as_safe() -> None:
    packages = ("participation", "surveys", "moderation", "analysis")
    found = [
        str(path.relative_to(HOUSE))
        for package in packages
        for path in (HOUSE / package).rglob("*.py")
        if re.search(r"\bMarkup\(|render_template_string", path.read_text(encoding="utf-8"))
    ]
    assert found == ["participation/foundation/staff_words.py"]
