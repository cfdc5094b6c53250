"""Pictures of published results: a bar chart of the themes and a cloud of words, for pages to show as images.

Both are drawn from what is published and nothing else, so they can say no more than the page beside them.
"""

from collections.abc import Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, request

from analysis.disclosure import MaskedCell
from analysis.publications import PublishedResults, published_results
from analysis.reports.charts import CHALK, INK, SEA, TRACK, ChartRow, alt_text, bar_chart_svg
from analysis.reports.safe_text import printable
from analysis.reports.word_cloud import WordCount, word_cloud_alt_text, word_cloud_png
from participation.campaigns.queries import find_campaign
from participation.foundation.access import public
from participation.foundation.errors import NotFound

blueprint = Blueprint("analysis_pictures", __name__)

#: Phones and stores may keep a picture this long; results are published in batches, never live.
KEEP_SECONDS = 3600
WIDE_CLOUD, NARROW_CLOUD = (900, 420), (480, 520)
CLOUDS_KEPT = 32
_NARROW_WIDTH, _NARROW_ROW, _PADDING = 360, 62, 14


@blueprint.get("/results/<slug>/chart.svg")
@public
def chart(slug: str) -> Response:
    """How many responses mention each theme. `shape=narrow` puts names above bars, for a phone."""
    results = _results(slug)
    draw = narrow_chart_svg if _is_narrow() else bar_chart_svg
    return _picture(draw(chart_rows(results), results.base, chart_title(results)), "image/svg+xml", results)


@blueprint.get("/results/<slug>/words.png")
@public
def words(slug: str) -> Response:
    """The words used in most responses, for decoration; the table on the page has the figures."""
    results = _results(slug)
    width, height = NARROW_CLOUD if _is_narrow() else WIDE_CLOUD
    return _picture(_cloud(tuple(_word_counts(results)), width, height), "image/png", results)


def chart_rows(results: PublishedResults) -> list[ChartRow]:
    """The bars of the chart, in the order of the page."""
    return [ChartRow(theme.name, theme.count) for theme in results.themes]


def chart_title(results: PublishedResults) -> str:
    """The name of the chart."""
    return f"{results.campaign_title}: what people talked about"


def chart_description(results: PublishedResults) -> str:
    """In words, everything the chart shows and no more."""
    return alt_text(chart_rows(results), results.base)


def cloud_description(results: PublishedResults) -> str:
    """In words, what the cloud shows and where its figures are."""
    return word_cloud_alt_text(_word_counts(results))


def narrow_chart_svg(rows: Sequence[ChartRow], base: MaskedCell, title: str) -> str:
    """The chart for a phone: each theme's name and count on a line of their own, the bar below."""
    width, bar = _NARROW_WIDTH, _NARROW_WIDTH - 2 * _PADDING
    height = 2 * _PADDING + _NARROW_ROW * max(1, len(rows))
    longest = max((row.count.value or 0 for row in rows), default=0) or 1
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label={quoteattr(printable(title))} font-size="16" '
        'font-family="ui-rounded, system-ui, sans-serif">'
    )
    parts = [
        opening,
        f"<title>{escape(printable(title))}</title>",
        f"<desc>{escape(printable(alt_text(rows, base)))}</desc>",
        f'<rect width="{width}" height="{height}" rx="12" fill="{CHALK}"/>',
    ]
    for position, row in enumerate(rows):
        parts += _narrow_row(row, _PADDING + position * _NARROW_ROW, bar, longest)
    return "\n".join([*parts, "</svg>"])


def _narrow_row(row: ChartRow, top: int, bar: int, longest: int) -> list[str]:
    is_shown = row.count.value is not None
    length = round(bar * (row.count.value or 0) / longest)
    box = f'x="{_PADDING}" y="{top + 28}" height="18" rx="4"'
    words_at = f'y="{top + 18}" fill="{INK}"'
    count_at = f'x="{_PADDING + bar}" text-anchor="end" font-weight="{700 if is_shown else 400}" {words_at}'
    parts = [
        f'<text x="{_PADDING}" {words_at}>{escape(_shortened(row.label, 34 if is_shown else 24))}</text>',
        f"<text {count_at}>{escape(row.count.text)}</text>",
        f'<rect {box} width="{bar}" fill="{TRACK}"/>',
        f'<rect {box} width="{length}" fill="{SEA}"/>' if length else "",
    ]
    return [part for part in parts if part]


def _shortened(label: str, most: int) -> str:
    label = printable(label)
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def _results(slug: str) -> PublishedResults:
    found = published_results(slug) if find_campaign(slug) else None
    if found is None:
        raise NotFound("There are no results at this address yet.")
    return found


def _is_narrow() -> bool:
    return request.args.get("shape") == "narrow"


def _word_counts(results: PublishedResults) -> list[WordCount]:
    """Published figures as the cloud wants them: every word here is used often enough to be shown."""
    return [
        WordCount(word, MaskedCell(shown, int(shown.replace(",", "")), is_suppressed=False, is_rounded=True))
        for word, shown in results.words
    ]


@lru_cache(maxsize=CLOUDS_KEPT)
def _cloud(counted: tuple[WordCount, ...], width: int, height: int) -> bytes:
    return word_cloud_png(counted, width=width, height=height)


def _picture(body: str | bytes, kind: str, results: PublishedResults) -> Response:
    answer = Response(body, mimetype=kind)
    answer.headers["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    answer.set_etag(f"{results.snapshot_hash[:24]}-{'narrow' if _is_narrow() else 'wide'}")
    answer.make_conditional(request)
    return answer
