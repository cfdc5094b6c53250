"""A document as a tagged PDF (PDF/UA-1), set by typst from the template `document.typ`.

The template reads the blocks as data, so nothing anybody typed is ever read as markup. No font of the
machine is used: Source Sans for the words, DejaVu Sans for the scripts and signs it lacks, such as
Arabic. Both come installed with us, so that the same document gives the same bytes on every machine.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.reports.blocks import Block, Document, Picture
from analysis.reports.charts import chart_font_folder
from analysis.reports.motif import MOTIF_ALT, MOTIF_TITLE, bubbles_png
from analysis.reports.safe_text import printable


def pdf_bytes(document: Document) -> bytes:
    """Write the document as PDF; the same document gives the same bytes."""
    # Imported here because most requests never write a PDF.
    import typst

    with TemporaryDirectory(prefix="document-") as folder:
        root = Path(folder)
        pictures = [Picture(MOTIF_TITLE, MOTIF_ALT, bubbles_png())]
        blocks = [_as_data(block, pictures) for block in document.blocks]
        for number, picture in enumerate(pictures):
            (root / f"picture-{number}.png").write_bytes(picture.png)
        data = {
            "title": document.title,
            "subtitle": document.subtitle,
            "subject": document.subject,
            "author": document.author,
            "footer": document.footer,
            "fingerprint": document.fingerprint,
            "made": [document.made_at.year, document.made_at.month, document.made_at.day],
            "motif": MOTIF_ALT,
            "is_short": document.is_short,
            "cover": blocks[: len(document.cover)],
            "body": blocks[len(document.cover) :],
        }
        (root / "document.json").write_text(json.dumps(_printable(data)), encoding="utf-8")
        (root / "document.typ").write_bytes(files("analysis.reports").joinpath("document.typ").read_bytes())
        written: bytes = typst.compile(
            root / "document.typ",
            root=root,
            format="pdf",
            font_paths=_font_folders(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(document.made_at.timestamp()),
        )
    return written


def _as_data(block: Block, pictures: list[Picture]) -> dict[str, Any]:
    said = {"is": type(block).__name__}
    if isinstance(block, Picture):
        pictures.append(block)
        return said | {"file": f"picture-{len(pictures) - 1}.png", "description": block.description}
    return said | asdict(block)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value


@cache
def _font_folders() -> list[Path]:
    package = find_spec("font_source_sans_pro")
    if package is None or package.origin is None:
        raise RuntimeError("font-source-sans-pro, which brings the letters for PDF files, is not installed")
    return [Path(package.origin).parent / "files", chart_font_folder()]
