"""A made-up theme report for the tests of the writers; nobody in it is real."""

from __future__ import annotations

from datetime import UTC, date, datetime

from analysis.disclosure import DEFAULT_RULES, AudienceClass, TableKind, mask_counts, table_note
from analysis.reports.content import (
    CategoryCount,
    Quote,
    ReplyLine,
    SignOffLine,
    ThemeReport,
    ThemeRow,
)

BASE = 412
THEME_COUNTS = {
    "accessible-places": 143,
    "things-to-do": 121,
    "feeling-safe": 88,
    "environment": 64,
    "being-healthy": 47,
    "having-a-say": 31,
    "kind-and-happy": 22,
    "skills-technology": 13,
    "caring-for-others": 7,
    "proud-role-models": 3,
}
CHANNELS = {"Phone": 301, "Group session": 78, "Paper": 29, "Kiosk": 4}
_COVERS = {
    "accessible-places": ("Places everyone can get to", "Buses, paths, ramps, and what it costs"),
    "things-to-do": ("Things to do", "Clubs, parks, sport, play, and somewhere to meet"),
    "feeling-safe": ("Feeling safe", "Streets, parks, school and online"),
    "environment": ("Looking after the environment", "Litter, beaches, wildlife and the climate"),
    "being-healthy": ("Being healthy", "Body and mind, and help when it is needed"),
    "having-a-say": ("Having a say", "Being asked, being heard, and hearing back"),
    "kind-and-happy": ("A kind and happy Dorset", "Bullying, kindness and belonging"),
    "skills-technology": ("Skills for the future", "Lessons for life, work and technology"),
    "caring-for-others": ("Caring for each other", "Young carers, neighbours and helping out"),
    "proud-role-models": ("Being proud", "Local people and places to look up to"),
}
_QUOTES = {
    "accessible-places": (
        Quote("the last bus home is at twenty to six so i cant do any clubs", "15 to 17"),
        Quote("My wheelchair gets stuck by the harbour steps & nobody fixes it"),
    ),
    "things-to-do": (Quote("There is nothing to do when it rains"), Quote("=SUM(A1:A9) skate parks please")),
    "feeling-safe": (Quote("put lights on the path by the river, its scary in winter"),),
}
_REPLIES = {
    "accessible-places": (
        ReplyLine(
            "We can do some of it",
            "About 145 of 410 responses were about getting to places.",
            "A later bus will run on Fridays from April. We cannot pay for every night.",
            reason="There is money for one night a week until next spring. A county bus grant could change this.",
            owner="Transport lead",
            due_on=date(2026, 4, 17),
            priority="Best Place to Live",
            outcome="All children and young people enjoy growing up in Dorset",
            is_promise=True,
            status="part",
        ),
    ),
    "things-to-do": (
        ReplyLine(
            "Done",
            "You asked for somewhere dry to meet.",
            "The hall is open after school on Tuesdays.",
            owner="Youth service lead",
            evidence="“we go every week now”",
            is_promise=True,
            status="done",
        ),
    ),
    "feeling-safe": (
        ReplyLine(
            "We are doing it",
            "You asked for lights on the river path.",
            "Six lights are ordered. They go up before the clocks change.",
            owner="Highways lead",
            due_on=date(2026, 10, 24),
            is_promise=True,
            is_overdue=True,
            status="doing",
        ),
    ),
    "environment": (
        ReplyLine(
            "No, and here is why",
            "Some of you asked us to ban all cars near beaches.",
            "We will not do this.",
            reason="People who cannot walk far need to reach the beach too.",
            reason_kind="It would be unfair to other people",
            could_change="A park-and-ride that works for everyone.",
            status="no",
        ),
    ),
    "being-healthy": (
        ReplyLine(
            "We are deciding – answer by 30 June 2026",
            "You asked for someone to talk to at school.",
            "The health board decides.",
            owner="Health board",
            due_on=date(2026, 6, 30),
            status="deciding",
        ),
    ),
}


def sample_report(audience: AudienceClass = AudienceClass.BOARD, *, is_draft: bool = False) -> ThemeReport:
    """Build the sample for an audience, masked as a real one is."""
    themes = mask_counts(THEME_COUNTS, BASE, audience, kind=TableKind.OVERLAPPING)
    channels = mask_counts(CHANNELS, BASE, audience, kind=TableKind.PARTITION)
    return ThemeReport(
        campaign_title="I Live in Dorset",
        question="What would make Dorset the best place to grow up?",
        opened_on=date(2026, 1, 12),
        closed_on=date(2026, 3, 1),
        audience=audience,
        base=themes.base,
        received_by_channel=tuple(CategoryCount(name, channels.cells[name]) for name in CHANNELS),
        themes=tuple(
            ThemeRow(
                key,
                *_COVERS[key],
                count=themes.cells[key],
                percent=themes.percent_text(key),
                quotes=_QUOTES.get(key, ()),
                replies=_REPLIES.get(key, ()),
            )
            for key in THEME_COUNTS
        ),
        table_note=table_note(audience, DEFAULT_RULES),
        code_frame_name="I Live in Dorset",
        code_frame_version="1",
        engine="core",
        engine_version="1.0",
        signed_off=None
        if is_draft
        else SignOffLine("A. Example", "strategy officer", datetime(2026, 3, 9, 10, 30, tzinfo=UTC)),
        snapshot_id="12",
        snapshot_hash="3f" * 32,
        made_at=datetime(2026, 3, 9, 10, 31, tzinfo=UTC),
        is_draft=is_draft,
        unsure_share="14%",
        site_name="I Live in Dorset",
        partnership_name="The children’s partnership (example)",
        decision_maker="Strategic Alliance Board",
        decision_fed="The next Children, Young People and Families’ Plan",
        method_notes=(
            "A person approved every response before it was counted.",
            "A program on our own computers suggested themes. A person signed them off.",
        ),
        caveats=(
            "Those who took part chose to: they are not a sample of all young people in Dorset.",
            "Few responses came from children under eight.",
        ),
    )
