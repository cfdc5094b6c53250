"""Quotes that speak for a theme: the most central answers and one that sees it differently, chosen anew each time,
with what a person kept or left out above the choice.

Only words whose sender said that they may be shown, as redacted; each answer once, no two from one group session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass, may_describe_quote
from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, QuoteChoice
from analysis.themes.filters import groupings_of
from analysis.theming.quotes import choose_quotes
from moderation.models import ApprovedText
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from surveys.domain import MayQuote
from surveys.models import Answer, Submission

QUOTES_PER_THEME = 5
QUOTE_POOL = 1_500
SHORTEST_QUOTE, LONGEST_QUOTE = 15, 280
KEPT, CENTRAL, OTHERWISE = "kept", "central", "otherwise"


class QuoteProblem(DomainError):
    """An answer cannot be quoted."""

    title = "This answer cannot be quoted"


@dataclass(frozen=True)
class BankQuote:
    """One quote: `kind` says whether a person kept it, it is central, or it sees the theme differently."""

    submission_id: int
    text: str
    kind: str
    descriptor: str = ""


def bank_of(frame: CodeFrameVersion) -> dict[str, list[BankQuote]]:
    """The quotes of every theme, no answer twice, no group session twice within a theme."""
    used: set[int] = set()
    bank: dict[str, list[BankQuote]] = {}
    for theme in frame.themes:
        bank[theme.key] = _chosen(frame, theme.key, used)
        used |= {quote.submission_id for quote in bank[theme.key]}
    described = descriptors(frame, sorted(used))
    return {
        key: [BankQuote(q.submission_id, q.text, q.kind, described.get(q.submission_id, "")) for q in quotes]
        for key, quotes in bank.items()
    }


def left_out(frame: CodeFrameVersion) -> dict[str, list[BankQuote]]:
    """Quotes a person left out, by theme, so that they can be brought back."""
    rows = db.session.execute(
        quotable(frame)
        .add_columns(QuoteChoice.theme_key)
        .join(QuoteChoice, QuoteChoice.submission_id == ApprovedText.submission_id)
        .where(QuoteChoice.question_key == frame.question_key, ~QuoteChoice.is_kept)
    )
    found: dict[str, list[BankQuote]] = {}
    for row in rows:
        found.setdefault(row.theme_key, []).append(BankQuote(row.submission_id, row.text, ""))
    return found


def choose(
    frame: CodeFrameVersion, theme_key: str, submission_id: int, is_kept: bool | None, actor_id: int
) -> None:
    """Keep a quote, leave it out, or (None) take that back.

    Raises:
        QuoteProblem: when its sender did not say that it may be shown, or it is not in the theme.
    """
    place = {"submission_id": submission_id, "question_key": frame.question_key, "theme_key": theme_key}
    choice = db.session.get(QuoteChoice, tuple(place.values()))
    if is_kept is None:
        if choice is not None:
            db.session.delete(choice)
        return
    in_theme = quotable(frame).join(Assignment, Assignment.submission_id == ApprovedText.submission_id)
    wanted = in_theme.where(
        ApprovedText.submission_id == submission_id,
        Assignment.theme_key == theme_key,
        Assignment.question_key == frame.question_key,
    )
    if db.session.execute(wanted).first() is None:
        raise QuoteProblem("Only words that may be shown, and that are in the theme, can be quoted for it.")
    if choice is None:
        choice = QuoteChoice(**place, campaign_id=frame.campaign_id)
        db.session.add(choice)
    choice.is_kept, choice.person_id, choice.chosen_at = is_kept, actor_id, clock.now()
    audit.record("chose_quote", "submission", submission_id, actor_id=actor_id, detail={"kept": is_kept})


def descriptors(frame: CodeFrameVersion, submission_ids: Sequence[int]) -> dict[int, str]:
    """At most one thing said of the sender of each quote: the age band, where enough responses share it."""
    band = next((group for group in groupings_of(frame.campaign_id) if group.kind == "age_band"), None)
    if band is None:
        return {}
    labels = dict(band.options)
    rows = db.session.execute(
        select(Answer.submission_id, Answer.choices).where(
            Answer.submission_id.in_(submission_ids), Answer.question_key == band.key
        )
    ).all()
    said = {row.choices for row in rows} & labels.keys()
    shared = {choice: _sharing(frame, band.key, choice) for choice in said}
    return {
        row.submission_id: f"Aged {labels[row.choices]}"
        for row in rows
        if row.choices in said and may_describe_quote(shared[row.choices], AudienceClass.PUBLIC, mask_rules())
    }


def _sharing(frame: CodeFrameVersion, question_key: str, choice: str) -> int:
    """How many responses chose so, counted no further than a descriptor needs."""
    some = (
        select(Answer.submission_id)
        .join(ApprovedText, ApprovedText.submission_id == Answer.submission_id)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(
            Submission.campaign_id == frame.campaign_id,
            Answer.question_key == question_key,
            Answer.choices == choice,
            ApprovedText.question_key == frame.question_key,
        )
        .limit(mask_rules().public_minimum)
    ).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _chosen(frame: CodeFrameVersion, theme_key: str, used: set[int]) -> list[BankQuote]:
    choices = {
        row.submission_id: row.is_kept
        for row in db.session.scalars(
            select(QuoteChoice).where(
                QuoteChoice.campaign_id == frame.campaign_id,
                QuoteChoice.question_key == frame.question_key,
                QuoteChoice.theme_key == theme_key,
            )
        )
    }
    rows = [row for row in _pool(frame, theme_key, list(choices)) if row.submission_id not in used]
    kept = [row for row in rows if choices.get(row.submission_id)]
    sessions = {row.group_session_id for row in kept if row.group_session_id is not None}
    fitting = _from_different_settings(
        [
            row
            for row in rows
            if row.submission_id not in choices and SHORTEST_QUOTE <= len(row.text) <= LONGEST_QUOTE
        ],
        sessions,
    )
    room = max(0, QUOTES_PER_THEME - len(kept))
    places = choose_quotes([row.text for row in fitting], room) if room else []
    quotes = [BankQuote(row.submission_id, row.text, KEPT) for row in kept]
    for number, place in enumerate(places):
        differs = len(places) > 2 and number == len(places) - 1
        row = fitting[place]
        quotes.append(BankQuote(row.submission_id, row.text, OTHERWISE if differs else CENTRAL))
    return quotes


def _from_different_settings(rows: Sequence[Any], taken: set[int]) -> list[Any]:
    """At most one answer from each group session; those sent alone all stay."""
    seen, found = set(taken), []
    for row in rows:
        if row.group_session_id is None or row.group_session_id not in seen:
            found.append(row)
        if row.group_session_id is not None:
            seen.add(row.group_session_id)
    return found


def _pool(frame: CodeFrameVersion, theme_key: str, also: Sequence[int]) -> Sequence[Any]:
    """Answers that may speak for a theme: it is their main one and sure, or a person chose them."""
    in_theme = (
        quotable(frame)
        .join(Assignment, Assignment.submission_id == ApprovedText.submission_id)
        .join(
            AnswerCoding,
            (AnswerCoding.submission_id == ApprovedText.submission_id)
            & (AnswerCoding.question_key == ApprovedText.question_key),
        )
        .where(
            Assignment.campaign_id == frame.campaign_id,
            Assignment.theme_key == theme_key,
            Assignment.question_key == frame.question_key,
        )
        .order_by(Assignment.submission_id)
    )
    chosen = db.session.execute(in_theme.where(Assignment.submission_id.in_(also))).all() if also else []
    # In the order of the theme's index, so that however many answers it has, so many are looked at.
    others = in_theme.where(
        Assignment.rank == 0, AnswerCoding.status == "sure", Assignment.submission_id.not_in(also)
    )
    return [*chosen, *db.session.execute(others.limit(max(0, QUOTE_POOL - len(chosen)))).all()]


def quotable(frame: CodeFrameVersion) -> Select[int, str, int | None]:
    """Approved answers whose senders let us quote them: view, words and group session."""
    return (
        select(ApprovedText.submission_id, ApprovedText.text, Submission.group_session_id)
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .where(
            Submission.campaign_id == frame.campaign_id,
            ApprovedText.question_key == frame.question_key,
            ApprovedText.is_quotable,
            Submission.may_quote == MayQuote.YES,
        )
    )
