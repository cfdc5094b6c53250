"""The equality impact evidence pack, in the order of sections of the assessment the plan was adopted with.

What the source does not say stays "not set". An effect is one of four words; "unclear" is only an
answer together with what would make it clear, and by when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analysis.reports.blocks import Block, Bullets, Document, Figures, Heading, Say, Small, Voice, facts
from analysis.reports.content import ThemeReport, ThemeRow, day_in_words
from analysis.reports.shared_parts import (
    cover_facts,
    equality_figures,
    made_document,
    provenance,
    theme_chart,
    theme_figures,
)

NOT_SET = "not set"
#: Rows of the source whose label did not survive, with what the data say they are about.
_UNLABELLED = {"age": "Age", "carers": "Carers"}
#: Themes offered as evidence for a row until somebody has chosen; the equality lead decides what they show.
_EVIDENCE = {"disability": ("accessible-places",), "rural-isolation": ("accessible-places",)}


@dataclass(frozen=True)
class Judgement:
    """What the council has entered for one row; empty until somebody does."""

    specific_group: str = ""
    expected: str = ""
    evidenced: str = ""
    details: str = ""
    would_make_clear: str = ""
    clear_by: date | None = None
    action: str = ""
    owner: str = ""
    due_on: date | None = None
    evidence: tuple[str, ...] | None = None
    """Keys of themes of this campaign; None where nobody has chosen any yet."""
    elsewhere: tuple[str, ...] = ()
    """Evidence in other campaigns, as `campaign/theme`."""


@dataclass(frozen=True)
class EqualityPack:
    """The pack's content.

    Attributes:
        source: the plan and its equality entries as a snapshot holds them.
        judgements: row key to what the council entered.
        signatures: (role, who and when) of those who have signed this version.
    """

    themes: ThemeReport
    source: Mapping[str, Any]
    version: str = "1"
    review_on: date | None = None
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    signatures: Mapping[str, str] = field(default_factory=dict)
    added_rows: Mapping[str, str] = field(default_factory=dict)
    """Rows the source does not have: key to what each is called."""


def equality_pack(pack: EqualityPack) -> Document:
    """Compose the pack from masked content."""
    report = pack.themes
    cover = [
        facts(
            ("Plan", str(pack.source.get("title", NOT_SET))),
            ("Version", pack.version),
            ("Review date", day_in_words(pack.review_on) if pack.review_on else NOT_SET),
        ),
        cover_facts(report),
    ]
    body = [
        *_about_the_plan(pack),
        *_who_lives_here(pack),
        *_engagement(pack),
        *_what_they_said(pack),
        *_feeding_back(pack),
        *_impacts(pack),
        *_key(pack),
        *_action_plan(pack),
        *_sign_off(pack),
        *provenance(report),
    ]
    return made_document(report, "Equality impact evidence", report.campaign_title, cover, body)


def row_label(key: str, text: str) -> str:
    """Return what a row is called; one that lost its label says what it is about, and that it did."""
    return (
        text or f"{_UNLABELLED.get(key, key.replace('-', ' ').capitalize())} (label {NOT_SET} in the source)"
    )


def _about_the_plan(pack: EqualityPack) -> list[Block]:
    parts: list[Block] = [Heading("What the plan is", starts_page=True)]
    if pack.source.get("vision"):
        parts.append(Say(f"“{pack.source['vision']}”"))
    parts += [
        Heading("Priorities", 2),
        Bullets(tuple(each["heading"] for each in pack.source.get("priorities", [])) or (NOT_SET,)),
        Heading("Outcomes", 2),
        Bullets(tuple(each["text"] for each in pack.source.get("outcomes", [])) or (NOT_SET,)),
        Heading("Effect expected overall", 2),
        Bullets(_texts(pack, "equality_statement") or (NOT_SET,)),
    ]
    return parts


def _who_lives_here(pack: EqualityPack) -> list[Block]:
    rows = tuple(
        (entry["text"], str(entry["details"].get("as_at") or "date not stated"))
        for entry in _entries(pack, "population")
    )
    return [
        Heading("What is known about who lives here"),
        Bullets(_texts(pack, "place_context") or (NOT_SET,)),
        Figures(
            ("What the source says", "As at"),
            rows or ((NOT_SET, NOT_SET),),
            (0.72, 0.28),
            "Population figures of the source; figures with different dates or ages are not comparable",
        ),
    ]


def _engagement(pack: EqualityPack) -> list[Block]:
    return [
        Heading("Who was asked, and how"),
        Bullets(_texts(pack, "engagement_method") or (NOT_SET,)),
        Say(f"This pack adds the campaign “{pack.themes.campaign_title}”: {pack.themes.about_base}."),
        *equality_figures(pack.themes),
    ]


def _what_they_said(pack: EqualityPack) -> list[Block]:
    return [
        Heading("What children and young people said"),
        Bullets(_texts(pack, "feedback_effect") or (NOT_SET,)),
        *theme_chart(pack.themes),
        *theme_figures(pack.themes),
    ]


def _feeding_back(pack: EqualityPack) -> list[Block]:
    return [
        Heading("How feedback is given"),
        Bullets(_texts(pack, "commitment") or (NOT_SET,)),
        Say(f"Replies to this campaign so far: {len(pack.themes.replies)}."),
    ]


def _impacts(pack: EqualityPack) -> list[Block]:
    parts: list[Block] = [
        Heading("Impacts on who or what", starts_page=True),
        Small(
            "The effect column of the source did not survive, so every effect is “not set” until the council "
            "enters it. Words of the source are shown as its words, never as a rating."
        ),
    ]
    for entry in _entries(pack, "characteristic"):
        judged = pack.judgements.get(entry["key"], Judgement())
        parts += [Heading(row_label(entry["key"], entry["text"]), 2), _row_facts(entry, judged)]
        parts += _row_evidence(pack, entry["key"], judged)
    for key, name in pack.added_rows.items():
        judged = pack.judgements.get(key, Judgement())
        parts += [Heading(f"{name} (added by the council)", 2), _row_facts({"details": {}}, judged)]
        parts += _row_evidence(pack, key, judged)
    return parts


def _row_facts(entry: Mapping[str, Any], judged: Judgement) -> Block:
    details = entry["details"]
    group = judged.specific_group or (details.get("specific_group") or {}).get("quote", "")
    source_words = (details.get("wording_supports") or {}).get("quote", "")
    return facts(
        ("Specific group", group or NOT_SET),
        ("Expected effect", judged.expected or NOT_SET),
        ("Evidenced effect", judged.evidenced or NOT_SET),
        ("Details", judged.details),
        ("Source’s words", f"“{source_words}”" if source_words else ""),
        ("Would make it clear", judged.would_make_clear),
        ("Clear by", day_in_words(judged.clear_by) if judged.clear_by else ""),
        ("Action", judged.action or NOT_SET),
        ("Owner", judged.owner or NOT_SET),
        ("By", day_in_words(judged.due_on) if judged.due_on else NOT_SET),
    )


def _row_evidence(pack: EqualityPack, key: str, judged: Judgement) -> list[Block]:
    chosen = _EVIDENCE.get(key, ()) if judged.evidence is None else judged.evidence
    themes = [theme for theme in pack.themes.themes if theme.id in chosen]
    parts = [part for theme in themes for part in _evidence(theme)]
    if judged.elsewhere:
        parts.append(Small(f"Evidence in other campaigns: {', '.join(judged.elsewhere)}"))
    return parts


def _evidence(theme: ThemeRow) -> list[Block]:
    said: list[Block] = [Small(f"Evidence offered: theme “{theme.name}”, {theme.count.text} responses")]
    return [*said, *(Voice(quote.text, quote.descriptor) for quote in theme.quotes[:1])]


def _key(pack: EqualityPack) -> list[Block]:
    rows = tuple(
        ((entry["details"].get("label_quote") or entry["key"]).capitalize(), entry["text"])
        for entry in _entries(pack, "effect")
    )
    return [
        Heading("Key to the effects"),
        Figures(("Effect", "What it means"), rows or ((NOT_SET, NOT_SET),), (0.25, 0.75), "The four effects"),
    ]


def _action_plan(pack: EqualityPack) -> list[Block]:
    entered = [
        (judged.action, judged.owner or NOT_SET, day_in_words(judged.due_on) if judged.due_on else NOT_SET)
        for judged in pack.judgements.values()
        if judged.action
    ]
    stated = [(text, NOT_SET, NOT_SET) for text in _texts(pack, "equality_action")]
    return [
        Heading("Action plan"),
        Figures(
            ("Action to be taken", "Person(s) responsible", "Date to be completed by"),
            tuple(entered + stated) or ((NOT_SET, NOT_SET, NOT_SET),),
            (0.56, 0.22, 0.22),
            "Actions with who is responsible and by when",
        ),
    ]


def _sign_off(pack: EqualityPack) -> list[Block]:
    roles: Sequence[str] = [entry["text"] for entry in _entries(pack, "sign_off_role")]
    return [
        Heading("Sign-off"),
        Figures(
            ("Role", "Signed by"),
            tuple((role, pack.signatures.get(role, "not signed")) for role in roles) or ((NOT_SET, NOT_SET),),
            (0.5, 0.5),
            f"Sign-off of version {pack.version}, three roles",
        ),
        Small(
            "A signed version is never changed: a change makes a new version that needs its own signatures."
        ),
    ]


def _entries(pack: EqualityPack, kind: str) -> list[Mapping[str, Any]]:
    return [entry for entry in pack.source.get("entries", []) if entry["kind"] == kind]


def _texts(pack: EqualityPack, kind: str) -> tuple[str, ...]:
    return tuple(entry["text"] for entry in _entries(pack, kind) if entry["text"])
