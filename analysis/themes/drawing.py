"""Pictures of the desk as SVG, drawn from masked figures only. Attributes, never inline style. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from analysis.reports.charts import CHALK, INK, SEA, TRACK
from analysis.reports.safe_text import printable
from analysis.themes.comparing import MORE, Comparison

AMMONITE, GORSE = "#7A3E2B", "#F2B705"
_PADDING, _LABEL, _ROW = 16, 280, 34
_LETTERS = 34


@dataclass(frozen=True)
class SizeRow:
    """One theme's share of responses from 0 to 1 (None when hidden), with the interval where one was measured."""

    name: str
    share: float | None
    text: str
    interval: tuple[float, float] | None = None


def sizes_svg(rows: Sequence[SizeRow], title: str, description: str) -> str:
    """Bars of theme sizes with a whisker where the blind sample gives an interval."""
    width, bar = 900, 440
    height = 2 * _PADDING + _ROW * max(1, len(rows))
    most = max((max(row.share or 0, *(row.interval or (0,))) for row in rows), default=0) or 1
    parts = _opening(width, height, title, description)
    start = _PADDING + _LABEL
    for place, row in enumerate(rows):
        top = _PADDING + place * _ROW
        middle = top + _ROW // 2
        parts.append(_text(start - 12, middle + 5, _short(row.name), "end"))
        parts.append(f'<rect x="{start}" y="{top + 7}" width="{bar}" height="20" rx="4" fill="{TRACK}"/>')
        if row.share:
            parts.append(
                f'<rect x="{start}" y="{top + 7}" width="{round(bar * row.share / most)}" height="20" rx="4"'
                f' fill="{SEA}"/>'
            )
        if row.interval:
            parts.append(_whisker(start, middle, bar / most, row.interval))
        parts.append(_text(start + bar + 12, middle + 5, row.text, "start"))
    return "\n".join([*parts, "</svg>"])


def comparison_svg(found: Comparison, title: str) -> str:
    """A grid of shares by group: the larger the fuller; what stands out has a frame and an arrow."""
    cell_width = 76
    width = 2 * _PADDING + _LABEL + cell_width * max(1, len(found.columns))
    height = 2 * _PADDING + 64 + _ROW * max(1, len(found.rows))
    parts = _opening(width, height, title, found.summary)
    for place, column in enumerate(found.columns):
        middle = _PADDING + _LABEL + place * cell_width + cell_width // 2
        parts += [
            _text(middle, _PADDING + 20 + 18 * line, words, "middle", 13)
            for line, words in enumerate(_two_lines(column))
        ]
    for row, (key, name) in enumerate(found.rows):
        top = _PADDING + 64 + row * _ROW
        parts.append(_text(_PADDING + _LABEL - 12, top + 21, _short(name), "end"))
        for place, column in enumerate(found.columns):
            parts += _cell(found, key, column, _PADDING + _LABEL + place * cell_width, top, cell_width)
    return "\n".join([*parts, "</svg>"])


def _cell(found: Comparison, key: str, column: str, left: int, top: int, width: int) -> list[str]:
    cell = found.cells.get((key, column))
    if cell is None:
        return []
    share = int(cell.share.rstrip("%")) / 100 if cell.share else 0
    box = f'x="{left + 2}" y="{top + 2}" width="{width - 4}" height="{_ROW - 4}" rx="4"'
    frame = f' stroke="{AMMONITE}" stroke-width="3"' if cell.stands_out else ""
    arrow = "" if not cell.stands_out else " ▲" if cell.stands_out == MORE else " ▼"
    text = (cell.share or cell.count.text) + arrow
    return [
        f'<rect {box} fill="{TRACK}"/>',
        f'<rect {box} fill="{GORSE}" fill-opacity="{min(1.0, share * 1.5):.2f}"{frame}/>',
        _text(left + width // 2, top + 22, text, "middle", 14),
    ]


def _whisker(start: int, middle: int, scale: float, interval: tuple[float, float]) -> str:
    low, high = (round(start + scale * end) for end in interval)
    line = f'stroke="{AMMONITE}" stroke-width="3"'
    return (
        f'<path d="M{low} {middle}H{high}M{low} {middle - 6}v12M{high} {middle - 6}v12" fill="none" {line}/>'
    )


def _opening(width: int, height: int, title: str, description: str) -> list[str]:
    name = quoteattr(printable(title))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label={name} font-size="15" '
        'font-family="ui-rounded, system-ui, sans-serif">'
    )
    return [
        head,
        f"<title>{escape(printable(title))}</title>",
        f"<desc>{escape(printable(description))}</desc>",
        f'<rect width="{width}" height="{height}" rx="12" fill="{CHALK}"/>',
    ]


def _text(x: int, y: int, words: str, anchor: str, size: int = 15) -> str:
    said = escape(printable(words))
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" fill="{INK}">{said}</text>'


def _short(name: str) -> str:
    name = printable(name)
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"


def _two_lines(name: str) -> list[str]:
    words, first = printable(name).split(), ""
    while words and len(first) + len(words[0]) < 11:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    return [line for line in (first, rest if len(rest) <= 11 else rest[:10] + "…") if line]
