"""What python-docx does not offer by itself: house styles, page numbers, alternative text, fixed bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from analysis.reports.charts import CHALK, INK, SEA
from analysis.reports.motif import GORSE

FONT = "Arial"
QUIET = "#4A5862"
TITLE, SHORT_TITLE = 34, 22
"""Sizes of the title in points: on a cover, and at the top of a sheet."""
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def apply_house_style(document: Document, *, title_size: float = TITLE) -> None:
    """Give the document its page, its type and its language; every later paragraph only names a style."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
    section.different_first_page_header_footer = True
    _style(document, "Normal", 11.5, INK, after=8, spacing=1.25)
    before = 22 if title_size == TITLE else 4
    _style(document, "Title", title_size, INK, is_bold=True, before=before, after=4, spacing=1.05)
    _style(document, "Subtitle", 16, SEA, after=14, spacing=1.15)
    _style(document, "Heading 1", 22, SEA, is_bold=True, before=26, after=8, spacing=1.1)
    _style(document, "Heading 2", 15, INK, is_bold=True, before=20, after=4, spacing=1.1)
    _style(document, "Heading 3", 11.5, SEA, is_bold=True, before=8, after=2, spacing=1.1)
    _style(document, "Caption", 10, QUIET, before=4, after=6, spacing=1.15)
    _style(document, "List Bullet", 11.5, INK, after=4, spacing=1.25)
    _style(document, "Footer", 9, QUIET, spacing=1.0)
    _bubble_style(document, "You said", CHALK, GORSE, is_right=False)
    _bubble_style(document, "Our reply", "#E6F0EF", SEA, is_right=True)
    quote = _new_style(document, "Young words", 11.5, INK, after=6)
    quote.paragraph_format.left_indent = Cm(0.5)
    _border(quote.element, (("left", "#C9CFCB", 18),), space=10)
    facts = _new_style(document, "Cover facts", 12, INK, after=9).paragraph_format
    facts.left_indent, facts.first_line_indent = Cm(4.2), Cm(-4.2)
    facts.tab_stops.add_tab_stop(Cm(4.2))
    _new_style(document, "Reply facts", 10, QUIET, after=10).paragraph_format.left_indent = Cm(1.6)
    _new_style(document, "Table text", 10.5, INK, after=0)
    _set_language(document, "en-GB")


def describe_picture(paragraph: Paragraph, title: str, description: str) -> None:
    """Give the last picture of a paragraph its title and alternative text, and no margin of its own."""
    properties = paragraph._p.findall(".//" + qn("wp:docPr"))[-1]
    for side in ("distT", "distB", "distL", "distR"):
        properties.getparent().set(side, "0")
    properties.set("title", title)
    properties.set("descr", description)


def add_table(
    document: Document,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    description: str,
    numbers: Sequence[int] = (),
) -> Table:
    """Add a table with a header row that repeats on each page; widths in cm, `numbers` align right."""
    table: Table = document.add_table(rows=1 + len(rows), cols=len(header))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _describe_table(table, description)
    # By its id: looking a style up by name reads every style of the document, once for each cell.
    style_id = document.styles["Table text"].style_id
    for row_number, (row, values) in enumerate(zip(table.rows, [header, *rows], strict=True)):
        _keep_row_together(row, is_header=row_number == 0)
        for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.width = Cm(widths[column])
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style_id
            run = paragraph.add_run(value)
            if column in numbers:
                paragraph.alignment = 2
            _finish_cell(cell._tc, is_header=row_number == 0)
            if row_number == 0:
                run.bold, run.font.color.rgb = True, _colour(CHALK)
            elif column == 0:
                run.bold = True
    return table


def add_page_numbers(paragraph: Paragraph, text: str) -> None:
    """Write a footer: a text, then "page 2 of 9" kept up to date by the reader's own program."""
    paragraph.style = "Footer"
    paragraph.add_run(f"{text}  ·  page ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _add_field(paragraph, "NUMPAGES")


def fixed_bytes(document: Document) -> bytes:
    """Save a document so that the same content always gives the same bytes."""
    saved = io.BytesIO()
    document.save(saved)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=_FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return packed.getvalue()


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.removeprefix("#"))


def _style(
    document: Document,
    name: str,
    size: float,
    colour: str,
    *,
    is_bold: bool = False,
    before: float = 0,
    after: float = 0,
    spacing: float = 1.15,
) -> Any:
    style: Any = document.styles[name]
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), is_bold
    style.font.italic, style.font.color.rgb = False, _colour(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.MULTIPLE, spacing
    layout.widow_control = True
    for stretch in style.element.findall(".//" + qn("w:spacing")):
        if stretch.getparent().tag == qn("w:rPr"):
            stretch.getparent().remove(stretch)
    for border in style.element.findall(".//" + qn("w:pBdr")):
        border.getparent().remove(border)
    return style


def _new_style(document: Document, name: str, size: float, colour: str, *, after: float) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    return _style(document, name, size, colour, after=after, spacing=1.25)


def _bubble_style(document: Document, name: str, paper: str, edge: str, *, is_right: bool) -> None:
    """Make a paragraph that looks like one of the two bubbles: a tinted block with a strong edge."""
    style = _new_style(document, name, 11.5, INK, after=6)
    style.paragraph_format.left_indent = Cm(1.6 if is_right else 0.3)
    style.paragraph_format.right_indent = Cm(0.3 if is_right else 1.6)
    style.paragraph_format.keep_together = True
    sides = [(side, paper, 4) for side in ("top", "bottom", "right" if not is_right else "left")]
    _border(style.element, (*sides, ("right" if is_right else "left", edge, 36)), space=7)
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), paper.removeprefix("#"))
    properties = style.element.get_or_add_pPr()
    properties.find(qn("w:pBdr")).addnext(shading)


def _border(style_element: Any, sides: Sequence[tuple[str, str, int]], *, space: int) -> None:
    """Draw borders on a paragraph style; thickness in eighths of a point, space in points."""
    order = ("top", "left", "bottom", "right")
    borders = OxmlElement("w:pBdr")
    for side, colour, thickness in sorted(sides, key=lambda entry: order.index(entry[0])):
        edge = OxmlElement(f"w:{side}")
        for name, value in (
            ("val", "single"),
            ("sz", thickness),
            ("space", space),
            ("color", colour.removeprefix("#")),
        ):
            edge.set(qn(f"w:{name}"), str(value))
        borders.append(edge)
    properties = style_element.get_or_add_pPr()
    before = [qn(f"w:{name}") for name in ("shd", "spacing", "ind", "jc")]
    following = next((child for child in properties if child.tag in before), None)
    if following is None:
        properties.append(borders)
    else:
        following.addprevious(borders)


def _set_language(document: Document, language: str) -> None:
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    properties = document.styles["Normal"].element.get_or_add_rPr()
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    properties.append(mark)


def _describe_table(table: Table, description: str) -> None:
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    for name, text in (("w:tblCaption", description), ("w:tblDescription", description)):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        properties.append(element)
    if look is not None:
        for attribute, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1")):
            look.set(qn(f"w:{attribute}"), value)


def _keep_row_together(row: Any, *, is_header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))


def _finish_cell(cell: Any, *, is_header: bool) -> None:
    properties = cell.get_or_add_tcPr()
    borders = OxmlElement("w:tcBorders")
    edge = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C9CFCB")):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    properties.append(borders)
    if is_header:
        shading = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", SEA.removeprefix("#"))):
            shading.set(qn(f"w:{name}"), value)
        properties.append(shading)
    margins = OxmlElement("w:tcMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "90")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)


def _add_field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)
