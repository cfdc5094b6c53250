"""The record of processing and the impact assessment as files, from the register and the settings in force."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis.reports.blocks import Block, Bullets, Document, Facts, Figures, Heading, Say, Small
from analysis.reports.safe_text import neutralised, printable
from participation.foundation.clock import in_london, show_date
from participation.pages.records.register import Processing
from participation.settings import Settings

HEADINGS = (
    "Data",
    "About whom",
    "Purpose",
    "Lawful basis",
    "Kept",
    "Who sees it",
    "Protection",
    "Special care",
    "Where in the database",
)
TO_WRITE = "To be written by the data protection officer."
NOT_SET = "Not set yet"
#: What can go wrong for a child, what lowers the risk here, and what is left; each is a row of the threat model.
RISKS = (
    (
        "A child who tells of harm is not read in time",
        (
            "An automatic check puts what may be a concern on top; service levels with alerts; campaigns pause when"
            " nobody is there to read"
        ),
        "The check misses some; people read every view",
    ),
    (
        "A child is recognised by their words",
        "Nobody is asked who they are; names and places are covered by a person before anybody else reads",
        "A way of writing can point at somebody",
    ),
    (
        "A small number in a table points at a child",
        "One disclosure mask for every page and file, tried by an adversary with a solver",
        "Figures from elsewhere can be combined",
    ),
    (
        "Words are read by somebody who should not",
        "Sealed with keys outside the database; roles page by page; opening an original leaves a trace",
        "Whoever holds database and keys reads what is not yet erased",
    ),
    (
        "Words are kept longer than promised",
        "Rules run each night and leave a certificate in a hash chain",
        "A legal hold keeps a campaign past its term, with a reason and an end",
    ),
    (
        "A machine decides about a child",
        "It orders and highlights only; people decide, sign off themes and answer",
        "People may lean on what it says; even-handedness is measured",
    ),
)


@dataclass(frozen=True)
class RunningCampaign:
    """What an assessment says of one campaign."""

    title: str
    ages: str
    period: str
    is_sensitive: bool


def processing_csv(lines: Sequence[Processing]) -> bytes:
    """The record of processing as a table that a spreadsheet opens."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(HEADINGS)
    for line in lines:
        kind = line.kind
        writer.writerow(
            neutralised(printable(each))
            for each in (
                kind.what,
                kind.people,
                kind.purpose,
                line.basis,
                line.kept,
                kind.seen_by,
                kind.protection,
                kind.special,
                " ".join(line.where),
            )
        )
    return held.getvalue().encode("utf-8-sig")


def assessment(
    settings: Settings, lines: Sequence[Processing], campaigns: Sequence[RunningCampaign], made_at: datetime
) -> Document:
    """A data protection impact assessment, filled as far as the running system knows.

    What only people can say, such as whom they consulted, is left open and marked so.
    """
    return Document(
        title="Data protection impact assessment",
        subtitle=settings.site_name,
        subject="Consultations with children and young people",
        author=settings.data_controller or settings.partnership_name,
        footer=f"Made from the settings in force on {show_date(made_at)}",
        made_at=made_at,
        cover=(_controller(settings, made_at),),
        body=(
            *_need(campaigns),
            *_processing(lines),
            *_consultation(),
            *_necessity(settings),
            *_risks(),
            *_outcome(),
        ),
        is_draft=True,
    )


def _controller(settings: Settings, made_at: datetime) -> Facts:
    return Facts(
        (
            ("Controller", settings.data_controller or NOT_SET),
            ("Partnership", settings.partnership_name),
            ("Data protection officer", settings.data_protection_email or NOT_SET),
            ("Lawful basis", settings.lawful_basis or NOT_SET),
            ("Settings read", show_date(in_london(made_at))),
        )
    )


def _need(campaigns: Sequence[RunningCampaign]) -> list[Block]:
    rows = tuple(
        (each.title, each.ages, each.period, "yes" if each.is_sensitive else "no") for each in campaigns
    )
    table: list[Block] = [
        Figures(
            ("Campaign", "Ages", "Dates", "Sensitive subject"),
            rows,
            (0.4, 0.15, 0.3, 0.15),
            "Campaigns that are open or in preparation",
        )
    ]
    return [
        Heading("1. Why an assessment is needed"),
        Say(
            "An online service is offered to children, and what they write can be about health, belief or harm."
        ),
        *(table if rows else [Say("No campaign is open or in preparation.")]),
    ]


def _processing(lines: Sequence[Processing]) -> list[Block]:
    blocks: list[Block] = [Heading("2. What is done with which data")]
    for line in lines:
        blocks += [
            Heading(line.kind.what, 2),
            Facts(
                (
                    ("About", line.kind.people),
                    ("Purpose", line.kind.purpose),
                    ("Lawful basis", line.basis),
                    ("Kept", line.kept),
                    ("Seen by", line.kind.seen_by),
                    ("Protection", line.kind.protection),
                    *((("Special care", line.kind.special),) if line.kind.special else ()),
                )
            ),
        ]
    return [
        *blocks,
        Say("No data go to any other company: reading aids and themes are worked out on this machine."),
    ]


def _consultation() -> list[Block]:
    return [
        Heading("3. Who was consulted"),
        Small("Say which children, young people, parents and experts were asked, when, and what they said."),
        Say(TO_WRITE),
    ]


def _necessity(settings: Settings) -> list[Block]:
    return [
        Heading("4. Necessity and proportion"),
        Bullets(
            (
                "Nobody is asked for a name, an address, a birthday or an account.",
                "Neither internet address, browser nor exact time is stored with a view.",
                (
                    f"Public counts below {settings.public_minimum_cell} are hidden, the others rounded to"
                    f" {settings.public_round_to}."
                ),
                (
                    f"Words as typed are erased {settings.keep_words_months} months after a campaign closed, approved"
                    f" words {settings.keep_approved_months} months after."
                ),
                "A sender sees, changes or takes back a view with receipt words, without saying who they are.",
            )
        ),
        Say(TO_WRITE),
    ]


def _risks() -> list[Block]:
    rows = tuple((*risk, "") for risk in RISKS)
    return [
        Heading("5. Risks and what lowers them"),
        Figures(
            ("Risk to children", "What lowers it", "What is left", "Level, agreed"),
            rows,
            (0.25, 0.35, 0.25, 0.15),
            "Risks; the last column is for the data protection officer",
        ),
    ]


def _outcome() -> list[Block]:
    rows = tuple(
        (each, "", "")
        for each in ("Measures approved by", "Residual risks approved by", "Advice of the officer")
    )
    return [
        Heading("6. Sign-off"),
        Figures(("Step", "Name and role", "Day"), rows, (0.4, 0.4, 0.2), "To be filled in by hand"),
    ]
