"""Bar charts of masked theme counts, drawn on the server for pages and documents.

Only masked cells come in, so a hidden count has no bar, no length and no attribute to betray it. The
drawing uses presentation attributes, never inline style, and brings its own paper, so that it reads
the same in a dark page and under a strict content security policy.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from analysis.disclosure import MaskedCell, count_in_words
from analysis.reports.safe_text import printable

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

CHALK, INK, SEA, TRACK = "#FBF8F1", "#1D2A35", "#0B5F66", "#E7EAE4"
_LABEL_WIDTH, _BAR_WIDTH, _VALUE_WIDTH, _ROW_HEIGHT, _PADDING = 300, 420, 70, 40, 16
_LABEL_LETTERS = 36


@dataclass(frozen=True)
class ChartRow:
    """One bar: the theme's name and its masked count."""

    label: str
    count: MaskedCell


def alt_text(rows: Sequence[ChartRow], base: MaskedCell) -> str:
    """Say in words everything the chart shows, and no more."""
    shown = sorted(
        (row for row in rows if row.count.value is not None),
        key=lambda row: (-(row.count.value or 0), row.label),
    )
    hidden = [row.label for row in rows if row.count.value is None]
    parts = [f"{row.label}: {count_in_words(row.count, base)}" for row in shown]
    if hidden:
        parts.append(f"{_hidden_words(rows)}: {', '.join(hidden)}")
    return printable("Bar chart of how many responses mention each theme. " + ". ".join(parts) + ".")


def bar_chart_svg(rows: Sequence[ChartRow], base: MaskedCell, title: str) -> str:
    """Draw the chart as one SVG document with a title, a description and a text label on every bar."""
    width = 2 * _PADDING + _LABEL_WIDTH + _BAR_WIDTH + _VALUE_WIDTH
    height = 2 * _PADDING + _ROW_HEIGHT * max(1, len(rows))
    longest = max((row.count.value or 0 for row in rows), default=0)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label={quoteattr(printable(title))} font-size="16" '
        'font-family="ui-rounded, system-ui, sans-serif">'
    )
    parts = [
        opening,
        f"<title>{escape(printable(title))}</title>",
        f"<desc>{escape(alt_text(rows, base))}</desc>",
        f'<rect width="{width}" height="{height}" rx="12" fill="{CHALK}"/>',
    ]
    for position, row in enumerate(rows):
        parts += _svg_row(row, _PADDING + position * _ROW_HEIGHT, longest)
    return "\n".join([*parts, "</svg>"])


def bar_chart_png(rows: Sequence[ChartRow], title: str) -> bytes:
    """Draw the same chart as a PNG for documents: same rows in, same bytes out."""
    return _drawn(tuple(rows), title)


@lru_cache(maxsize=16)
def _drawn(rows: tuple[ChartRow, ...], title: str) -> bytes:
    """Draw it once for all the documents and formats that are made of one snapshot."""
    # Imported here because most requests never draw.
    from PIL import Image, ImageDraw, PngImagePlugin

    width, row_height, left, bar = 2000, 92, 780, 980
    image = Image.new("RGB", (width, row_height * max(1, len(rows)) + 16), "white")
    draw = ImageDraw.Draw(image)
    plain, bold = chart_font(36), chart_font(36, is_bold=True)
    longest = max((row.count.value or 0 for row in rows), default=0) or 1
    for position, row in enumerate(rows):
        middle = 8 + position * row_height + row_height // 2
        length = round(bar * (row.count.value or 0) / longest)
        draw.rounded_rectangle((left, middle - 28, left + bar, middle + 28), 10, fill=TRACK)
        if length:
            draw.rounded_rectangle((left, middle - 28, left + length, middle + 28), 10, fill=SEA)
        draw.text((left - 28, middle), _shortened(row.label), fill=INK, font=plain, anchor="rm")
        is_shown = row.count.value is not None
        place = left + bar + 28 if is_shown else left + 24
        draw.text((place, middle), row.count.text, fill=INK, font=bold if is_shown else plain, anchor="lm")
    about = PngImagePlugin.PngInfo()
    about.add_itxt("Title", title)
    drawn = io.BytesIO()
    image.save(drawn, format="PNG", optimize=True, pnginfo=about, dpi=(300, 300))
    return drawn.getvalue()


def chart_font(size: int, *, is_bold: bool = False) -> FreeTypeFont:
    """Return DejaVu Sans at a size in pixels; it comes installed with us, so no system font is used."""
    from PIL import ImageFont

    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(chart_font_folder() / name), size)


def chart_font_folder() -> Path:
    """Find the folder of the fonts that are installed with matplotlib, without loading matplotlib."""
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        raise RuntimeError("matplotlib, which brings the fonts for charts, is not installed")
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"


def _svg_row(row: ChartRow, top: int, longest: int) -> list[str]:
    middle, start, thick = top + _ROW_HEIGHT // 2, _PADDING + _LABEL_WIDTH, _ROW_HEIGHT - 16
    length = round(_BAR_WIDTH * (row.count.value or 0) / longest) if longest else 0
    is_shown = row.count.value is not None
    place = start + _BAR_WIDTH + 12 if is_shown else start + 12
    box = f'y="{top + 8}" height="{thick}" rx="4"'
    words = f'y="{middle + 5}" fill="{INK}"'
    label, figure = escape(_shortened(row.label)), escape(printable(row.count.text))
    parts = [
        f'<text x="{start - 12}" text-anchor="end" {words}>{label}</text>',
        f'<rect x="{start}" width="{_BAR_WIDTH}" {box} fill="{TRACK}"/>',
        f'<rect x="{start}" width="{length}" {box} fill="{SEA}"/>' if length else "",
        f'<text x="{place}" font-weight="{700 if is_shown else 400}" {words}>{figure}</text>',
    ]
    return [part for part in parts if part]


def _hidden_words(rows: Sequence[ChartRow]) -> str:
    """Return the mark the rows use for a hidden count, spoken out where it is a symbol."""
    mark = next((row.count.text for row in rows if row.count.value is None), "")
    return "Count not shown" if mark.startswith("[") else mark.capitalize()


def _shortened(label: str) -> str:
    label = printable(label)
    return label if len(label) <= _LABEL_LETTERS else label[: _LABEL_LETTERS - 1].rstrip() + "…"
