"""How a campaign was held and answered: the Lundy record, and the record that what was heard was considered.

Laura Lundy's model of a child's right to be heard has four parts: space, voice, audience and influence. The law
of consultation asks that what was heard is conscientiously considered before anybody decides. Both records say
what was done; what was not is named as missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from analysis.disclosure import AudienceClass
from analysis.reports.blocks import Block, Bullets, Document, Facts, Heading, Pair, Say, Small, facts
from analysis.reports.content import Reading, ReplyLine, ThemeReport, ThemeRow, day_in_words
from analysis.reports.shared_parts import cover_facts, how_we_know, made_document, provenance, voices

NOT_RECORDED = "not recorded"
NOBODY_YET = "nobody has confirmed it yet"
FEWEST_WAYS = 2


@dataclass(frozen=True)
class LateWord:
    """What people were told when the answer was late."""

    on: date
    reason: str
    expected_on: date


@dataclass(frozen=True)
class CampaignRecord:
    """What was done, from the records of the site.

    Attributes:
        left_out: who might be left out, and what was done about it.
        other_ways: ways to take part beside this site.
        ways: the kinds of question, by which people could answer.
        easy_read: how many of the questions have words in Easy Read of their own.
        answer_due_on: the last day on which an answer was in time.
        published_on: the day results first went out; None while they have not.
    """

    purpose: str
    can_change: str
    cannot_change: str
    who_reads: str
    left_out: str
    other_ways: str
    ages: tuple[int, int]
    minutes: int
    questions: int
    ways: tuple[str, ...]
    easy_read: int
    opened_on: date | None
    closed_on: date | None
    answer_due_on: date | None
    published_on: date | None
    notices: tuple[LateWord, ...]
    taken_on: date


@dataclass(frozen=True)
class LundyPart:
    """One of the four parts: what it asks, what was done, and what is missing."""

    name: str
    question: str
    done: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()


def lundy_parts(report: ThemeReport, record: CampaignRecord) -> tuple[LundyPart, ...]:
    """Return the four parts, for the document and for the page."""
    return (_space(record), _voice(report, record), _audience(report, record), _influence(report, record))


def lundy_record(report: ThemeReport, record: CampaignRecord) -> Document:
    """Compose the Lundy record."""
    body: list[Block] = [Heading("In four parts", starts_page=True)]
    for part in lundy_parts(report, record):
        body += [
            Heading(f"{part.name}: {part.question}", 2),
            Facts(part.done),
        ]
        if part.missing:
            body += [Say("Missing"), Bullets(part.missing)]
    return made_document(
        report, "How we listened", report.campaign_title, [cover_facts(report)], [*body, *provenance(report)]
    )


def consideration_record(report: ThemeReport, record: CampaignRecord) -> Document:
    """Compose the record of what was heard, who read it, and what was decided and why, theme by theme."""
    body: list[Block] = [
        *_consulted(report, record),
        Heading("What is missing"),
        Bullets(tuple(_unconsidered(report)) or ("Nothing.",)),
        Heading("Theme by theme", starts_page=True),
    ]
    for theme in report.ranked_themes:
        body += [Heading(theme.name, 2), Heading("What was heard", 3), *voices(theme, report)]
        body += _decided(theme, names_people=report.audience is not AudienceClass.PUBLIC)
    return made_document(
        report,
        "Record of consideration",
        report.campaign_title,
        [cover_facts(report)],
        [*body, *how_we_know(report)],
    )


def _space(record: CampaignRecord) -> LundyPart:
    youngest, oldest = record.ages
    return LundyPart(
        "Space",
        "could children and young people speak safely?",
        _known(
            ("Who was asked", f"ages {youngest} to {oldest}"),
            ("Maybe left out", record.left_out),
            ("Asked, and why", record.purpose),
            ("Opened", _day(record.opened_on)),
            ("Closed", _day(record.closed_on)),
            (
                "Checked first",
                "people to read every view, help lines, and somebody named to keep children safe",
            ),
            ("Never asked", "name, account or address; no question has to be answered"),
        ),
        tuple(
            message
            for value, message in (
                (record.purpose, "what was asked, and why"),
                (record.opened_on, "the day it opened"),
                (record.left_out, "who might be left out, and what is done about it"),
            )
            if not value
        ),
    )


def _voice(report: ThemeReport, record: CampaignRecord) -> LundyPart:
    channels = [each.label for each in report.received_by_channel if each.count.value]
    return LundyPart(
        "Voice",
        "could they say it in their own way?",
        _known(
            ("Questions", f"{record.questions}, about {record.minutes} minutes" if record.questions else ""),
            ("Ways to answer", ", ".join(record.ways)),
            (
                "In Easy Read",
                f"{record.easy_read} of {record.questions} questions" if record.easy_read else "",
            ),
            ("Other ways", record.other_ways),
            ("Came in by", ", ".join(channels)),
            ("Responses", f"{report.about_base}, {report.period}"),
        ),
        tuple(
            message
            for is_met, message in (
                (len(record.ways) >= FEWEST_WAYS, "a second way to answer beside words"),
                (record.easy_read > 0, "words in Easy Read of their own"),
            )
            if not is_met
        ),
    )


def _audience(report: ThemeReport, record: CampaignRecord) -> LundyPart:
    read = sorted(
        {(each.on, each.role) for reply in _replies(report) for each in reply.read_by if each.is_decider}
    )
    unread = sum(not _deciders(reply) for reply in _replies(report))
    return LundyPart(
        "Audience",
        "did those who decide listen?",
        _known(
            ("Who decides", report.decision_maker),
            ("Feeds into", report.decision_fed),
            ("Who reads", record.who_reads),
            (
                "Have read it",
                f"first on {day_in_words(read[0][0])}, last on {day_in_words(read[-1][0])}" if read else "",
            ),
            ("Signed off by", report.signature),
        ),
        (
            *(() if report.decision_maker else ("who decides",)),
            *(
                (f"“I have read this” by who decides, for {unread} of {len(_replies(report))} replies",)
                if unread
                else ()
            ),
        ),
    )


def _influence(report: ThemeReport, record: CampaignRecord) -> LundyPart:
    replies, unanswered = _replies(report), [each.name for each in report.themes if not each.replies]
    days = [day for each in replies if (day := each.next_update_on or each.due_on)]
    coming = sorted(day for day in days if day >= record.taken_on)
    return LundyPart(
        "Influence",
        "did it change anything, and did they hear back?",
        _known(
            ("Could change", record.can_change),
            ("Could not", record.cannot_change),
            ("Replied to", f"{len(report.themes) - len(unanswered)} of {len(report.themes)} themes"),
            ("Said no to", f"{sum(each.status == 'no' for each in replies)}, with the reason"),
            ("Heard back", _heard_back(record)),
            ("Next news", _day(coming[0]) if coming else ""),
        ),
        (
            *(f"a reply to “{name}”" for name in unanswered),
            *(() if record.published_on else ("results that people can read",)),
            *(() if coming else ("a day for the next news",)),
        ),
    )


def _consulted(report: ThemeReport, record: CampaignRecord) -> list[Block]:
    return [
        Heading("What was consulted on", starts_page=True),
        facts(
            ("Asked, and why", record.purpose or NOT_RECORDED),
            ("The decision", report.decision_fed or NOT_RECORDED),
            ("Could change", record.can_change or NOT_RECORDED),
            ("Could not", record.cannot_change or NOT_RECORDED),
            ("Time to answer", report.period),
            ("Answer due by", _day(record.answer_due_on) or NOT_RECORDED),
            ("Published", _day(record.published_on) or "not yet"),
        ),
        *(
            Small(
                f"On {day_in_words(each.on)} people were told that the answer was late: {each.reason} "
                f"It was then promised for {day_in_words(each.expected_on)}."
            )
            for each in record.notices
        ),
    ]


def _unconsidered(report: ThemeReport) -> list[str]:
    lines = [f"“{theme.name}” has no reply yet" for theme in report.themes if not theme.replies]
    for theme, reply in report.replies:
        if not _deciders(reply):
            lines.append(
                f"“{theme.name}” ({reply.status_label}): whoever decides has not confirmed reading it as it stands"
            )
        if not (reply.reason or reply.our_reply):
            lines.append(f"“{theme.name}” ({reply.status_label}): no reason is given")
    return lines


def _decided(theme: ThemeRow, *, names_people: bool) -> list[Block]:
    if not theme.replies:
        return [Heading("What was decided", 3), Say("Nothing has been decided or said back yet.")]
    return [
        Heading("What was decided, and why", 3),
        *(
            Pair(
                reply.you_said,
                reply.status_label,
                " ".join(
                    filter(
                        None, (reply.our_reply, reply.reason_kind and f"{reply.reason_kind}.", reply.reason)
                    )
                ),
                (
                    f"Decided by: {reply.decision_maker or NOT_RECORDED}",
                    f"On: {_day(reply.decided_on) or NOT_RECORDED}",
                    f"Read by: {_readers(reply.read_by, names_people=names_people)}",
                    *((f"What could change it: {reply.could_change}",) if reply.could_change else ()),
                ),
            )
            for reply in theme.replies
        ),
    ]


def _readers(read_by: Iterable[Reading], *, names_people: bool) -> str:
    """Say who read it and when; the public reads in which role, never the name."""
    said = []
    for each in read_by:
        who = f"{each.name} ({each.role})" if names_people else each.role
        said.append(f"{who} on {day_in_words(each.on)}{'' if each.is_current else ', changed since'}")
    return "; ".join(said) or NOBODY_YET


def _deciders(reply: ReplyLine) -> list[Reading]:
    """Those who decide and have read the reply as it stands."""
    return [each for each in reply.read_by if each.is_decider and each.is_current]


def _replies(report: ThemeReport) -> list[ReplyLine]:
    return [reply for _, reply in report.replies]


def _heard_back(record: CampaignRecord) -> str:
    if record.published_on is None:
        return ""
    day, due = day_in_words(record.published_on), record.answer_due_on
    if due is None:
        return f"on {day}"
    return (
        f"on {day}, {'in time' if record.published_on <= due else 'late'}: it was due by {day_in_words(due)}"
    )


def _known(*items: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in items if value)


def _day(on: date | None) -> str:
    return day_in_words(on) if on else ""
