"""Every pair of colours that meets on a page is readable in every theme."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[3] / "participation" / "static" / "css"
PUBLIC = (STYLES / "public.css").read_text(encoding="utf-8")
STAFF = (STYLES / "staff.css").read_text(encoding="utf-8")

BODY, TEXT, CONTROL = 7.0, 4.5, 3.0
GROUNDS = ("paper", "surface", "sand")
TINTS = ("you", "we", "danger-tint", "good-tint", "ammonite-tint", "heather-tint")

#: (text or line, what it lies on, least contrast as WCAG 2.2 counts it).
PAIRS: list[tuple[str, str, float]] = [
    *(("ink", ground, BODY) for ground in (*GROUNDS, *TINTS)),
    ("on-gorse", "gorse", BODY),
    ("on-action", "action", BODY),
    ("on-action", "action-deep", BODY),
    ("on-accent", "accent", BODY),
    ("on-danger", "danger-fill", BODY),
    *(("quiet", ground, TEXT) for ground in (*GROUNDS, *TINTS)),
    *(("sea", ground, TEXT) for ground in (*GROUNDS, "we", "you", "good-tint")),
    *(("danger", ground, TEXT) for ground in (*GROUNDS, "danger-tint")),
    ("ammonite", "you", TEXT),
    ("ammonite", "ammonite-tint", TEXT),
    ("heather", "heather-tint", TEXT),
    ("good", "good-tint", TEXT),
    ("gorse", "on-gorse", TEXT),
    *(("edge", ground, CONTROL) for ground in (*GROUNDS, "we", "you")),
    *(("action", ground, CONTROL) for ground in (*GROUNDS, "we", "you")),
    *(("danger", ground, CONTROL) for ground in GROUNDS),
    ("accent-pop", "accent", CONTROL),
    *(("focus", ground, CONTROL) for ground in (*GROUNDS, *TINTS)),
    ("focus", "halo", CONTROL),
    ("ink", "you", CONTROL),
]
THEMES = {
    "light": [":root"],
    "dark": [":root", ':root[data-theme="dark"]'],
    "dark by the device": [":root", ':root[data-theme="auto"]'],
    "paper": [":root", ":root[data-theme][data-theme]", ":root[data-theme][data-theme] body"],
    "high contrast": [":root", ':root[data-theme="contrast"]', ':root[data-theme="contrast"] body'],
}
ACCENTS = ("sea", "heather", "ammonite", "gorse")


def declared_under(selector: str) -> dict[str, str]:
    """The custom properties with a colour that the first block of a selector sets, name to #rrggbb."""
    block = re.search(rf"(?m)^\s*{re.escape(selector)} \{{(.*?)\}}", PUBLIC, re.S)
    assert block, f"the stylesheet has a block for {selector}"
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block[1]))


def colours_of(theme: str) -> dict[str, str]:
    """All colours of a theme, as the cascade leaves them."""
    colours: dict[str, str] = {}
    for selector in THEMES[theme]:
        colours.update(declared_under(selector))
    return colours


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_faint(colours: dict[str, str]) -> Iterator[str]:
    """A sentence for each pair that falls short."""
    for front, back, least in PAIRS:
        found = contrast(colours[front], colours[back])
        if found < least:
            yield f"{front} {colours[front]} on {back} {colours[back]} is {found:.2f}, needs {least}"


def test_contrast_agrees_with_known_values() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_declared_pair_is_readable(theme: str) -> None:
    assert list(too_faint(colours_of(theme))) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("accent", ACCENTS)
def test_every_accent_a_campaign_may_choose_is_readable(theme: str, accent: str) -> None:
    chosen = {} if accent == "sea" else declared_under(f'[data-accent="{accent}"]')
    assert list(too_faint(colours_of(theme) | chosen)) == []


def test_dark_by_choice_and_dark_by_the_device_are_the_same() -> None:
    assert declared_under(':root[data-theme="dark"]') == declared_under(':root[data-theme="auto"]')


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("paper", "#fbf8f1"),
        ("ink", "#1d2a35"),
        ("sea", "#0b5f66"),
        ("gorse", "#f2b705"),
        ("ammonite", "#7a3e2b"),
        ("heather", "#5e4380"),
    ],
)
def test_the_light_theme_keeps_the_six_named_colours(name: str, colour: str) -> None:
    assert colours_of("light")[name] == colour


def test_a_rule_that_sets_text_and_ground_uses_a_measured_pair() -> None:
    measured = {(front, back) for front, back, _ in PAIRS}
    unmeasured = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", PUBLIC + STAFF):
        front = re.search(r"(?<![-\w])color: var\(--([a-z-]+)\)", body)
        back = re.search(r"background(?:-color)?: var\(--([a-z-]+)\)", body)
        if front and back and (front[1], back[1]) not in measured:
            unmeasured.append(f"{selector.strip()}: {front[1]} on {back[1]}")
    assert unmeasured == []


def test_rules_take_their_colours_from_the_tokens() -> None:
    rules = re.sub(r"--[a-z-]+: #[0-9a-f]{6}|/\*.*?\*/", "", PUBLIC + STAFF, flags=re.S)
    found = re.findall(r"[\w-]+: [^;]*#[0-9a-fA-F]{3,8}[^;]*", rules)
    assert set(found) <= {"background: #ffffff"}, "only charts sit on plain white"


def test_the_public_stylesheet_stays_light_enough_for_a_bad_signal() -> None:
    assert len(gzip.compress(PUBLIC.encode(), 6)) <= 7 * 1024
