"""Parts that several documents have: the cover's facts, a theme's voices, a pair, how we know."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.disclosure import count_in_words
from analysis.reports.blocks import (
    Block,
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
    facts,
)
from analysis.reports.charts import ChartRow, alt_text, bar_chart_png, bar_chart_svg
from analysis.reports.content import STANCES, ReplyLine, ThemeReport, ThemeRow, day_in_words

CHART_TITLE = "Responses by theme"
DRAFT = "Draft. These themes are not signed off: do not publish."
QUOTES_SHOWN = 3


def made_document(
    report: ThemeReport,
    title: str,
    subtitle: str,
    cover: Sequence[Block],
    body: Sequence[Block],
    *,
    is_short: bool = False,
) -> Document:
    """Put a document together with what all of them share: who made it, its footer and its state."""
    state = "Draft, not signed off. " if report.is_draft else ""
    return Document(
        title=title,
        subtitle=subtitle,
        subject=report.question,
        author=report.partnership_name or report.site_name,
        footer=f"{state}{subtitle}  ·  snapshot {report.snapshot_id}",
        made_at=report.made_at,
        cover=(*([Stress(DRAFT)] if report.is_draft else []), *cover),
        body=tuple(body),
        is_draft=report.is_draft,
        is_short=is_short,
    )


def cover_facts(report: ThemeReport) -> Facts:
    """Say what was asked, of whom, for what decision, and who stands behind the answer."""
    return facts(
        ("We asked", f"“{report.question}”"),
        ("Responses", f"{report.about_base}, {report.period}"),
        ("Feeds into", report.decision_fed),
        ("Who decides", report.decision_maker),
        ("Signed off by", report.signature),
        ("Published by", report.partnership_name),
        ("Made from", f"snapshot {report.snapshot_id}, taken on {day_in_words(report.made_at.date())}"),
    )


def theme_chart(report: ThemeReport) -> list[Block]:
    """Draw the themes, with the base below."""
    rows = [ChartRow(theme.name, theme.count) for theme in report.ranked_themes]
    if not rows or report.uses_ranks:
        return []
    return [
        Picture(
            CHART_TITLE,
            alt_text(rows, report.base),
            bar_chart_png(rows, CHART_TITLE),
            bar_chart_svg(rows, report.base, CHART_TITLE),
        ),
        Small(f"How many responses mention each theme. Base: {report.about_base}."),
    ]


def theme_figures(report: ThemeReport) -> list[Block]:
    """Give the theme table with its note; below fifty responses ranks in words, not a table of blanks."""
    if report.uses_ranks:
        return [
            Say(
                f"{report.about_base.capitalize()} are too few for a table to say much, so here is the order."
            ),
            Bullets(tuple(f"{theme.name}: {theme.rank}" for theme in report.ranked_themes)),
            Small(report.table_note),
        ]
    return [
        Figures(
            header=("Theme", "What it covers", "Responses", "Share", "How well checked"),
            rows=tuple(
                (theme.name, theme.description, theme.count.text, theme.percent or "–", theme.confidence)
                for theme in report.ranked_themes
            ),
            widths=(0.23, 0.3, 0.18, 0.12, 0.17),
            description="Themes with the number of responses that mention each",
            numbers=(2, 3),
        ),
        Small(report.table_note),
    ]


def stance_figures(report: ThemeReport) -> list[Block]:
    """Give the themes large enough to divide by how their responses stand to them; nothing where there is none."""
    if report.uses_ranks or not report.stance_themes:
        return []
    return [
        Heading("Who asks, who likes, who objects", 2),
        Figures(
            ("Theme", "Responses", *STANCES),
            tuple((theme.name, theme.count.text, *theme.stance_texts) for theme in report.stance_themes),
            (0.3, *(0.14,) * (1 + len(STANCES))),
            "Responses in each theme by whether they ask for something, like it, object or neither",
            tuple(range(1, 2 + len(STANCES))),
        ),
        Small(
            "Read by rules from the words, so take these as a guide. Rounded for everybody; small numbers "
            "are not shown."
        ),
    ]


def cross_figures(report: ThemeReport) -> list[Block]:
    """Give the two-way tables there are, each with the responses behind its columns."""
    parts: list[Block] = []
    for table in report.cross_tables:
        parts.append(Heading(table.name, 2))
        if table.is_withheld:
            parts.append(Say("This table would point at small groups, so it is not shown."))
            continue
        first = 0.28
        rows = [*table.rows, ("All responses", table.column_totals)]
        parts += [
            Figures(
                ("Theme", *table.columns),
                tuple((name, *(cell.text for cell in cells)) for name, cells in rows),
                (first, *[(1 - first) / len(table.columns)] * len(table.columns)),
                f"{table.name}: responses that mention each theme",
                tuple(range(1, len(table.columns) + 1)),
            ),
            Small(report.cross_note),
        ]
    return parts


def equality_figures(report: ThemeReport) -> list[Block]:
    """Who answered the equality questions: one table each, crossed with nothing; none until they are counted."""
    if not report.people:
        return []
    parts: list[Block] = [
        Heading("Who answered the equality questions"),
        Say(
            "They were asked after a view was sent, and could be left out. The answers were counted together and "
            "erased: nothing ties them to a view any more, and no table crosses them with anything."
        ),
    ]
    for table in report.people:
        about = "about " if table.base.is_rounded else ""
        parts += [
            Heading(table.about, 2),
            Figures(
                (table.question, "Responses"),
                tuple((row.label, row.count.text) for row in table.rows),
                (0.6, 0.3),
                f"{table.about}: {about}{table.base.text} responses of those who were asked",
                (1,),
            ),
        ]
    return [*parts, Small(report.cross_note)]


def voices(theme: ThemeRow, report: ThemeReport) -> list[Block]:
    """Let a theme speak: how many, then their words."""
    spoken = [Voice(quote.text, quote.descriptor) for quote in theme.quotes[:QUOTES_SHOWN]]
    return [Small(count_sentence(theme, report)), *spoken]


def count_sentence(theme: ThemeRow, report: ThemeReport) -> str:
    """Say how many responses were about a theme, as far as it may be said."""
    if theme.count.value is None:
        return "We do not show how many responses were about this, so that nobody can be picked out."
    words = count_in_words(theme.count, report.base)
    return f"{words[0].upper()}{words[1:]} were about this."


def pair_of(reply: ReplyLine) -> Pair:
    """Set what was said beside what is answered, with everything that makes the answer believable."""
    answer = [
        reply.our_reply,
        f"What we cannot do: {reply.left_out}" if reply.left_out else "",
        f"{reply.reason_kind}. {reply.reason}" if reply.reason_kind and reply.reason else reply.reason,
        f"What could change this: {reply.could_change}" if reply.could_change else "",
    ]
    return Pair(
        reply.you_said, reply.status_label, " ".join(part for part in answer if part), reply_facts(reply)
    )


def reply_facts(reply: ReplyLine) -> tuple[str, ...]:
    """Return the facts under a reply: who, by when, and what shows it."""
    late = " – overdue" if reply.is_overdue else ""
    told = (
        ("Owner", reply.owner),
        ("Decided by", reply.decision_maker),
        ("By", f"{day_in_words(reply.due_on)}{late}" if reply.due_on else ""),
        ("First step", reply.first_step),
        ("Next update", day_in_words(reply.next_update_on) if reply.next_update_on else ""),
        ("Their answer", reply.their_answer),
        ("Where", ", ".join(reply.places)),
        ("Cost to families", reply.family_cost),
        ("Plan priority", reply.priority),
        ("Outcome", reply.outcome),
        ("Young people say", reply.evidence),
        ("People who do the work say", reply.practice_evidence),
        ("The numbers say", reply.data_evidence),
    )
    return tuple(f"{name}: {value}" for name, value in told if value)


def how_we_know(report: ThemeReport) -> list[Block]:
    """Close with the method, its limits and where the figures come from."""
    parts: list[Block] = [Heading("How we know"), Bullets(report.method_notes)]
    if report.caveats:
        parts += [Heading("What this cannot tell you", 2), Bullets(report.caveats)]
    return [*parts, *provenance(report)]


def provenance(report: ThemeReport) -> list[Block]:
    """Say what a reader needs to check the figures: the manifest of the document."""
    return [
        Heading("Where the figures come from", 2),
        Say(
            f"Theme list: {report.code_frame_name}, version {report.code_frame_version}. Themed by "
            f"{report.engine}, version {report.engine_version}. Share of responses coded as not sure: "
            f"{report.unsure_share or 'not recorded'}. Signed off by: {report.signature}."
        ),
        Small(
            f"Snapshot {report.snapshot_id}, fingerprint {report.snapshot_hash}. Made for: "
            f"{report.audience.value}. The Word, PDF and web page files of this document say the same, and "
            "hold its fingerprint among their properties."
        ),
    ]
