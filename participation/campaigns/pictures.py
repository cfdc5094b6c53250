"""Pictures for sharing, drawn by us in the house colours: a view in its bubble, and another that answers it."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

#: The size of a story in the apps that have them.
STORY = (1080, 1920)
MARGIN = 84
COLOURS = {"sea": "#0b5f66", "heather": "#5e4380", "ammonite": "#7a3e2b", "gorse": "#f2b705"}
GORSE, INK, CHALK, TINT = "#f2b705", "#1d2a35", "#fbf8f1", "#d6ebea"
TITLE_SIZES = (116, 100, 88, 76, 66, 56, 46)
MOST_TITLE_LINES = 6
WORDS_SIZE, MOST_WORDS_LINES, GAP = 50, 5, 44
#: From line to line, in sizes of the letters.
LINE_STEP = 1.15
#: How far a wave's crest stands above its trough, and how wide one is.
WAVE_HEIGHT, WAVE_WIDTH = 26, 120
#: Dashes that the usual typeface lacks.
PLAIN_DASHES = str.maketrans("–—", "--")
_UNKNOWN = "\U0010ffff"


@dataclass(frozen=True)
class Story:
    """What a story says.

    Attributes:
        title, words: what stands in the bubble that asks, large and smaller; `words` may be empty.
        answer: what stands in the bubble that answers.
        act: what to do, above the address; may be empty.
    """

    title: str
    answer: str
    address: str
    accent: str = "sea"
    words: str = ""
    act: str = ""


@lru_cache(maxsize=32)
def story_picture(story: Story) -> bytes:
    """The story as a PNG file."""
    ground = COLOURS.get(story.accent, COLOURS["sea"])
    is_light = ground == GORSE
    picture = Image.new("RGB", STORY, ground)
    draw = ImageDraw.Draw(picture)
    line = INK if is_light else CHALK
    asking = (MARGIN, 250, STORY[0] - MARGIN, 960)
    _bubble(draw, asking, CHALK if is_light else GORSE, tail_at_start=True)
    _question(draw, story, asking)
    answering = (STORY[0] // 3, 1080, STORY[0] - MARGIN, 1310)
    draw.line((STORY[0] // 2, 960, STORY[0] // 2 + 90, 1080), fill=line, width=8)
    _bubble(draw, answering, TINT, tail_at_start=False)
    _centred(draw, story.answer, answering, INK, 48)
    _arch(draw, line)
    _sea(draw)
    if story.act:
        _centred(draw, story.act, (MARGIN, 1650, STORY[0] - MARGIN, 1730), INK, 58)
    _centred(draw, story.address, (MARGIN, 1730, STORY[0] - MARGIN, 1850), INK, 44)
    return _as_file(picture)


def fold(text: str, font: Font, width: int) -> list[str]:
    """A text in lines no wider than `width` pixels; a word too wide for a line is cut."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(joined) <= width:
            lines[-1] = joined
            continue
        pieces = _cut(word, font, width)
        lines.extend(pieces)
    return lines


def font_for(text: str, size: int) -> Font:
    """A typeface that has every letter of the text, as far as one is at hand."""
    usual = ImageFont.load_default(size)
    wide = _wide_typeface()
    if wide is None or all(_has(usual, letter) for letter in set(text) if not letter.isspace()):
        return usual
    return ImageFont.truetype(wide, size)


def _cut(word: str, font: Font, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and font.getlength(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _has(font: Font, letter: str) -> bool:
    """Whether a typeface can draw a letter: what it cannot draw looks like what no typeface can."""
    return bytes(font.getmask(letter)) != bytes(font.getmask(_UNKNOWN))


@lru_cache(maxsize=1)
def _wide_typeface() -> Path | None:
    """A typeface with the letters of more languages, which comes with the word cloud."""
    found = find_spec("wordcloud")
    path = Path(found.origin).with_name("DroidSansMono.ttf") if found and found.origin else None
    return path if path and path.is_file() else None


def _bubble(
    draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], fill: str, *, tail_at_start: bool
) -> None:
    left, _, right, bottom = box
    draw.rounded_rectangle(box, radius=72, fill=fill)
    if tail_at_start:
        draw.polygon(
            [(left + 110, bottom - 2), (left + 210, bottom - 2), (left + 110, bottom + 84)], fill=fill
        )
    else:
        draw.polygon(
            [(right - 210, bottom - 2), (right - 110, bottom - 2), (right - 110, bottom + 84)], fill=fill
        )


def _question(draw: ImageDraw.ImageDraw, story: Story, box: tuple[int, int, int, int]) -> None:
    """The title as large as it fits, and below it the words, left out when there is no room for all of them."""
    left, width, height = box[0] + 65, box[2] - box[0] - 130, box[3] - box[1] - 110
    words = story.words.translate(PLAIN_DASHES)
    small = font_for(words, WORDS_SIZE)
    below = fold(words, small, width)
    if len(below) > MOST_WORDS_LINES:
        below = []
    below_height = int(len(below) * WORDS_SIZE * LINE_STEP) + (GAP if below else 0)
    title = story.title.translate(PLAIN_DASHES)
    for size in TITLE_SIZES:
        font = font_for(title, size)
        lines = fold(title, font, width)
        title_height = int(len(lines) * size * LINE_STEP)
        if len(lines) <= MOST_TITLE_LINES and title_height + below_height <= height:
            break
    top = (box[1] + box[3] - title_height - below_height) // 2
    _lines(draw, lines, font, size, (left, top + title_height // 2), INK, anchor="lm")
    if below:
        middle = top + title_height + GAP + (below_height - GAP) // 2
        _lines(draw, below, small, WORDS_SIZE, (left, middle), INK, anchor="lm", is_heavy=False)


def _arch(draw: ImageDraw.ImageDraw, colour: str) -> None:
    """The cliff arch of the coast, as on the site, standing in the sea; and a bird."""
    draw.line((140, 1640, 140, 1520), fill=colour, width=12)
    draw.arc((134, 1400, 374, 1640), 180, 270, fill=colour, width=12)
    draw.line((250, 1406, 400, 1406), fill=colour, width=12)
    draw.arc((280, 1400, 520, 1700), 270, 360, fill=colour, width=12)
    draw.line((514, 1540, 514, 1640), fill=colour, width=12)
    draw.arc((240, 1480, 420, 1760), 180, 360, fill=colour, width=12)
    for left in (620, 700):
        draw.arc((left, 1440, left + 80, 1500), 200, 340, fill=colour, width=9)


def _centred(
    draw: ImageDraw.ImageDraw, text: str, box: tuple[int, int, int, int], colour: str, size: int
) -> None:
    font = font_for(text, size)
    lines = fold(text, font, box[2] - box[0] - 60)
    _lines(draw, lines, font, size, ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2), colour, anchor="mm")


def _lines(
    draw: ImageDraw.ImageDraw,
    lines: list[str],
    font: Font,
    size: int,
    place: tuple[int, int],
    colour: str,
    anchor: str,
    *,
    is_heavy: bool = True,
) -> None:
    """Lines around the height of `place`; the anchor says what of a line stands there."""
    step = size * LINE_STEP
    top = place[1] - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        draw.text(
            (place[0], top + number * step),
            line,
            fill=colour,
            font=font,
            anchor=anchor,
            stroke_width=max(1, size // 30) if is_heavy else 0,
            stroke_fill=colour,
        )


def _sea(draw: ImageDraw.ImageDraw) -> None:
    """Chalk below, which begins in waves."""
    top = 1620
    draw.rectangle((0, top, *STORY), fill=CHALK)
    for left in range(-WAVE_WIDTH, STORY[0] + WAVE_WIDTH, WAVE_WIDTH):
        draw.ellipse((left, top - WAVE_HEIGHT, left + WAVE_WIDTH, top + WAVE_HEIGHT), fill=CHALK)


def _as_file(picture: Image.Image) -> bytes:
    """A PNG of few colours, which is a tenth of the bytes."""
    drawn = BytesIO()
    picture.quantize(32, dither=Image.Dither.NONE).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
