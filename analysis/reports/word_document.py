"""A document as a Word file: real headings, header rows that repeat, pictures that say what they show."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.shared import Cm

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
from analysis.reports.word_styles import (
    SHORT_TITLE,
    TITLE,
    add_page_numbers,
    add_table,
    apply_house_style,
    describe_picture,
    fixed_bytes,
)

_TEXT_WIDTH, _MARK_WIDTH = 16.2, 5.0


def word_bytes(document: Document) -> bytes:
    """Write the document as DOCX; the same document gives the same bytes."""
    word = docx.Document()
    apply_house_style(word, title_size=SHORT_TITLE if document.is_short else TITLE)
    _set_properties(word, document)
    _add_picture(
        word,
        Picture(MOTIF_TITLE, MOTIF_ALT, bubbles_png()),
        _MARK_WIDTH if document.is_short else _TEXT_WIDTH,
    )
    _say(word, document.title, "Title")
    _say(word, document.subtitle, "Subtitle")
    for block in document.blocks:
        _WRITERS[type(block)](word, block)
    return fixed_bytes(word)


def _set_properties(word: WordFile, document: Document) -> None:
    properties = word.core_properties
    properties.title = printable(f"{document.title}: {document.subtitle}")[:255]
    properties.subject = printable(document.subject)[:255]
    properties.author = properties.last_modified_by = printable(document.author)[:255]
    properties.language = document.language
    properties.comments = ""
    properties.identifier = document.fingerprint
    properties.created = properties.modified = document.made_at.replace(tzinfo=None)
    properties.revision = 1
    add_page_numbers(word.sections[0].footer.paragraphs[0], printable(document.footer))


def _add_heading(word: WordFile, block: Heading) -> None:
    heading = word.add_heading(printable(block.text), level=block.level)
    heading.paragraph_format.page_break_before = block.starts_page or None


def _add_bullets(word: WordFile, block: Bullets) -> None:
    for item in block.items:
        _say(word, item, "List Bullet")


def _add_facts(word: WordFile, block: Facts) -> None:
    for name, value in block.items:
        paragraph = word.add_paragraph(style="Cover facts")
        paragraph.add_run(f"{printable(name)}\t").bold = True
        paragraph.add_run(printable(value))


def _add_figures(word: WordFile, block: Figures) -> None:
    # A heading or a caption never stays behind on the page before its table.
    for before in word.paragraphs[-1:]:
        before.paragraph_format.keep_with_next = True
    add_table(
        word,
        [printable(text) for text in block.header],
        [[printable(text) for text in row] for row in block.rows],
        [share * _TEXT_WIDTH for share in block.widths],
        description=printable(block.description),
        numbers=block.numbers,
    )


def _add_picture(word: WordFile, block: Picture, width: float = _TEXT_WIDTH) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run().add_picture(io.BytesIO(block.png), width=Cm(width))
    describe_picture(paragraph, printable(block.title), printable(block.description))


def _add_voice(word: WordFile, block: Voice) -> None:
    _say(word, f"“{block.text}”{f' – {block.said_by}' if block.said_by else ''}", "Young words")


def _add_pair(word: WordFile, block: Pair) -> None:
    said = word.add_paragraph(style="You said")
    said.add_run("You said  ").bold = True
    said.add_run(printable(block.said))
    said.paragraph_format.keep_with_next = True
    answer = word.add_paragraph(style="Our reply")
    answer.add_run(f"{printable(block.status)}  ").bold = True
    answer.add_run(printable(block.answer))
    if block.facts:
        answer.paragraph_format.keep_with_next = True
        _say(word, "  ·  ".join(block.facts), "Reply facts")


def _say(word: WordFile, text: str, style: str) -> None:
    word.add_paragraph(printable(text), style=style)


_WRITERS: dict[type, Callable[[WordFile, Any], None]] = {
    Heading: _add_heading,
    Say: lambda word, block: _say(word, block.text, "Normal"),
    Small: lambda word, block: _say(word, block.text, "Caption"),
    Stress: lambda word, block: _say(word, block.text, "You said"),
    Bullets: _add_bullets,
    Facts: _add_facts,
    Figures: _add_figures,
    Picture: _add_picture,
    Voice: _add_voice,
    Pair: _add_pair,
}
