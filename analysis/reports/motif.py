"""The mark of the product: "You said" in one speech bubble, "We did" answering in another."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from analysis.reports.charts import CHALK, INK, SEA, chart_font

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

GORSE = "#F2B705"
_WIDTH, _HEIGHT = 2000, 800
MOTIF_TITLE = "You said, we did"
MOTIF_ALT = "Two speech bubbles joined by a line. One says “You said”, the other answers “We did”."


@cache
def bubbles_png() -> bytes:
    """Draw the two bubbles on chalk paper for the cover of a document: one picture, drawn once."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (_WIDTH, _HEIGHT), CHALK)
    draw = ImageDraw.Draw(image)
    # The line that joins them is drawn first, so that it seems to pass behind both.
    draw.line([(760, 330), (1240, 450)], fill=INK, width=10)
    _bubble(draw, (170, 110, 930, 460), SEA, tail=((300, 440), (430, 440), (230, 580)))
    _bubble(draw, (1070, 270, 1830, 620), GORSE, tail=((1570, 290), (1700, 290), (1770, 150)))
    draw.text((550, 285), "You said", fill=CHALK, font=chart_font(118, is_bold=True), anchor="mm")
    draw.text((1450, 445), "We did", fill=INK, font=chart_font(118, is_bold=True), anchor="mm")
    drawn = io.BytesIO()
    image.resize((_WIDTH * 3 // 4, _HEIGHT * 3 // 4), Image.Resampling.LANCZOS).save(
        drawn, format="PNG", optimize=True
    )
    return drawn.getvalue()


def _bubble(
    draw: ImageDraw,
    box: tuple[int, int, int, int],
    colour: str,
    tail: tuple[tuple[int, int], tuple[int, int], tuple[int, int]],
) -> None:
    draw.polygon(list(tail), fill=colour)
    draw.rounded_rectangle(box, 110, fill=colour)
