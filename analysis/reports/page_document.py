"""A document as one web page that needs nothing beside it: it opens from a stick, reads aloud and prints."""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import escape
from importlib.resources import files
from typing import Any

from analysis.reports.blocks import (
    Bullets,
    Document,
    Facts,
    Figures,
    Heading,
    Pair,
    Picture,
    Say,
    Small,
    Stress,
    Voice,
)
from analysis.reports.motif import MOTIF_ALT, MOTIF_TITLE, bubbles_png
from analysis.reports.safe_text import printable


def page_bytes(document: Document) -> bytes:
    """Write the document as HTML in UTF-8; the same document gives the same bytes."""
    style = files("analysis.reports").joinpath("document.css").read_text(encoding="utf-8")
    language = _text(document.language)
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language}" dir="ltr">',
            "<head>",
            '<meta charset="utf-8">',
            f"<title>{_text(document.title)}: {_text(document.subtitle)}</title>",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="author" content="{_text(document.author)}">',
            f'<meta name="description" content="{_text(document.subject)}">',
            f'<meta name="fingerprint" content="{document.fingerprint}">',
            f"<style>\n{style}</style>",
            "</head>",
            "<body>",
            "<main>",
            '<div class="cover short">' if document.is_short else '<div class="cover">',
            _picture(Picture(MOTIF_TITLE, MOTIF_ALT, bubbles_png())),
            f"<h1>{_text(document.title)}</h1>",
            f'<p class="subtitle">{_text(document.subtitle)}</p>',
            *(_WRITERS[type(block)](block) for block in document.cover),
            "</div>",
            *(_WRITERS[type(block)](block) for block in document.body),
            "</main>",
            f"<footer><p>{_text(document.footer)}</p></footer>",
            "</body>",
            "</html>",
            "",
        ]
    ).encode()


def _text(words: str) -> str:
    return escape(printable(words))


def _heading(block: Heading) -> str:
    level = block.level + 1
    starts = ' class="new-sheet"' if block.starts_page else ""
    return f"<h{level}{starts}>{_text(block.text)}</h{level}>"


def _bullets(block: Bullets) -> str:
    return "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in block.items) + "</ul>"


def _facts(block: Facts) -> str:
    return (
        "<dl>"
        + "".join(f"<div><dt>{_text(name)}</dt><dd>{_text(said)}</dd></div>" for name, said in block.items)
        + "</dl>"
    )


def _figures(block: Figures) -> str:
    def align(column: int) -> str:
        return ' class="number"' if column in block.numbers else ""

    head = "".join(f'<th scope="col"{align(n)}>{_text(name)}</th>' for n, name in enumerate(block.header))
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{_text(words)}</th>' if n == 0 else f"<td{align(n)}>{_text(words)}</td>"
            for n, words in enumerate(row)
        )
        + "</tr>\n"
        for row in block.rows
    )
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{_text(block.description)}">'
        f"<table>\n<caption>{_text(block.description)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table></div>"
    )


def _picture(block: Picture) -> str:
    if block.svg:
        return f'<div class="chart">{block.svg}</div>'
    packed = base64.b64encode(block.png).decode("ascii")
    return f'<img alt="{_text(block.description)}" src="data:image/png;base64,{packed}">'


def _voice(block: Voice) -> str:
    said_by = f"<footer>{_text(block.said_by)}</footer>" if block.said_by else ""
    return f"<blockquote><p>“{_text(block.text)}”</p>{said_by}</blockquote>"


def _pair(block: Pair) -> str:
    facts = f'<p class="facts">{_text("  ·  ".join(block.facts))}</p>' if block.facts else ""
    return (
        f'<div class="pair"><p class="said"><strong>You said</strong> {_text(block.said)}</p>'
        f'<p class="did"><strong>{_text(block.status)}</strong> {_text(block.answer)}</p>{facts}</div>'
    )


_WRITERS: dict[type, Callable[[Any], str]] = {
    Heading: _heading,
    Say: lambda block: f"<p>{_text(block.text)}</p>",
    Small: lambda block: f'<p class="small">{_text(block.text)}</p>',
    Stress: lambda block: f'<p class="stress">{_text(block.text)}</p>',
    Bullets: _bullets,
    Facts: _facts,
    Figures: _figures,
    Picture: _picture,
    Voice: _voice,
    Pair: _pair,
}
