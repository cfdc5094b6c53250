"""Rules that hold for every template, read from their source."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHARED = [path for path in TEMPLATES if path.parent.name in ("components", "layouts")]
STYLES = sorted((ROOT / "participation" / "static" / "css").glob("*.css"))


def source(path: Path) -> str:
    """A template without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_holds_no_inline_style_script_or_handler(path: Path) -> None:
    text = source(path)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_never_switches_escaping_off(path: Path) -> None:
    text = source(path)
    assert not re.search(r"\|\s*safe\b", text)
    assert "autoescape false" not in text
    assert "Markup(" not in text


@pytest.mark.parametrize("path", SHARED, ids=named)
def test_layouts_and_components_ask_no_other_host_for_anything(path: Path) -> None:
    assert not re.search(r"(src|href|action)=\"(https?:)?//", source(path))


@pytest.mark.parametrize("path", SHARED, ids=named)
def test_inputs_are_double_quoted_and_give_their_name_before_their_value(path: Path) -> None:
    for tag in re.findall(r"<(?:input|button)\b.*?>", source(path)):
        assert not re.search(r"\s[a-z-]+='", tag), tag
        if " value=" in tag and " name=" in tag:
            assert tag.index(" name=") < tag.index(" value="), tag


@pytest.mark.parametrize("path", [p for p in SHARED if p.parent.name == "components"], ids=named)
def test_every_macro_is_listed_for_those_who_use_it(path: Path) -> None:
    listed = (ROOT / "templates" / "components" / "README.md").read_text(encoding="utf-8")
    macros = re.findall(r"\{%-? macro ([a-z]\w*)\(", path.read_text(encoding="utf-8"))
    assert [name for name in macros if f"`{name}(" not in listed and name != "described_by"] == []


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_stylesheets_use_logical_properties_so_that_pages_mirror(path: Path) -> None:
    physical = r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![-\w])(?:left|right|top|bottom): "
    assert re.findall(physical, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_stylesheets_fetch_nothing(path: Path) -> None:
    assert not re.search(r"url\(|@import|@font-face", path.read_text(encoding="utf-8"))
