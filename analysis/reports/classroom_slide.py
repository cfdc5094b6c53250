"""“You said, we did” on one sheet, for a teacher to show on a screen or pin to a wall."""

from __future__ import annotations

from analysis.replies.domain import ReplyStatus
from analysis.reports.blocks import Block, Document, Heading, Pair, Say, Small
from analysis.reports.content import ReplyLine, ThemeReport, day_in_words
from analysis.reports.shared_parts import made_document

#: A sheet read from the back of a room holds three pairs; one of them is a “no”, if there is one.
PAIRS = 3
_REFUSED = (ReplyStatus.NO, ReplyStatus.CHANGED_MIND)


def classroom_slide(report: ThemeReport) -> Document:
    """Compose the sheet from masked content."""
    said: list[Block] = [_pair(reply) for reply in _chosen(report)]
    body = [
        Heading("Here is what happened"),
        *(said or [Say("Our first replies are on their way.")]),
        Small(
            "Talk about it: which answer would you change? Tell us on the results page. A person reads it."
        ),
        Small(f"Made from snapshot {report.snapshot_id}, fingerprint {report.snapshot_hash}."),
    ]
    cover: list[Block] = [Say(f"Thank you. {report.about_base.capitalize()} came in. We read every one.")]
    return made_document(report, "You said, we did", report.campaign_title, cover, body, is_short=True)


def _chosen(report: ThemeReport) -> list[ReplyLine]:
    """Return the replies to what came up most, among them a “no” where there is one."""
    replies = [reply for theme in report.ranked_themes for reply in theme.replies]
    refused = [reply for reply in replies if reply.status in _REFUSED][:1]
    others = [reply for reply in replies if reply not in refused]
    return [*others[: PAIRS - len(refused)], *refused]


def _pair(reply: ReplyLine) -> Pair:
    answer = " ".join(part for part in (reply.our_reply, reply.reason) if part)
    return Pair(_short(reply.you_said), reply.status_label, _short(answer), _when(reply))


def _when(reply: ReplyLine) -> tuple[str, ...]:
    return (f"By: {day_in_words(reply.due_on)}",) if reply.due_on else ()


def _short(text: str, most: int = 150) -> str:
    """Cut at the end of a sentence where there is one: a room does not read more."""
    if len(text) <= most:
        return text
    end = text.rfind(". ", 0, most)
    return text[: end + 1] if end > 0 else f"{text[:most].rsplit(' ', 1)[0]} …"
