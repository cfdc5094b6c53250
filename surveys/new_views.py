"""A view that is about to be stored: what was said, and the rows that come of it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from participation.foundation import clock
from participation.foundation.codes import receipt_for, receipt_hash, submission_identity
from participation.foundation.deployment import Deployment
from surveys.answers import drawing_place, seal_answer
from surveys.domain import Captured, Channel, MayQuote
from surveys.question_types import Cleaned

MOST_TURNS = 100


@dataclass(frozen=True)
class NewView:
    """One person's answers, cleaned, ready to be stored.

    Attributes:
        submission_key: made before sending; a repeat of the same view has the same one.
        answers: question key and answer for every question in order, blank ones too.
        group_session_id: the group session it was sent in; no part of what the view is known by.
        captured: how the answers were taken down; no part of what it is known by either.
        asked_as: the words it was asked in (see `surveys.wordings`); the same answer in other words is no second one.
        came_from: the label of the link it came by; empty where it came by none.
        pictures: question key and picture of every drawing or photo, drawn anew (see `surveys.drawings`).
        given_id: for an import whose rows have ids: the view is then known by that, whatever it says.
    """

    campaign_id: int
    survey_version_id: int
    submission_key: str
    answers: tuple[tuple[str, Cleaned], ...]
    may_quote: MayQuote = MayQuote.NOT_SAID
    channel: Channel = Channel.PHONE
    given_id: str = ""
    group_session_id: int | None = None
    captured: Captured = Captured.NOT_SAID
    asked_as: str = ""
    came_from: str = ""
    pictures: tuple[tuple[str, bytes], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether no question was answered."""
        return all(answer.is_blank for _, answer in self.answers)

    def identity(self, key: bytes) -> bytes:
        """What the view is known by: the same for a repeat of it, another for anything else.

        The answer about quoting is left out: somebody who goes back to change it has not said a second thing.
        """
        if self.given_id:
            return submission_identity(key, f"{self.submission_key}\x1f{self.given_id}", ())
        said = [(name, answer.canonical) for name, answer in self.answers if not answer.is_blank]
        drawn = [(f"{name} picture", hashlib.sha256(picture).hexdigest()) for name, picture in self.pictures]
        return submission_identity(key, self.submission_key, [*said, *drawn])


@dataclass(frozen=True)
class Receipt:
    """What the sender of a view is given.

    Attributes:
        words: four plain words and a number.
        is_repeat: whether the same view was stored before, so that nothing was added.
    """

    words: str
    is_repeat: bool
    submission_id: int


@dataclass(frozen=True)
class AnswerRow:
    """One row of the answer table, without the number of its view."""

    question_key: str
    position: int
    sealed: bytes | None
    choices: str | None


@dataclass(frozen=True)
class PictureRow:
    """One row of the drawing table, without the number of its view."""

    question_key: str
    sealed: bytes


@dataclass(frozen=True)
class SealedView:
    """A view as its rows: nothing in it can be read without the keys.

    `arrived_at` is whole minutes: service levels need no more, and an exact time can point at a person.
    """

    campaign_id: int
    survey_version_id: int
    identity: bytes
    channel: Channel
    may_quote: MayQuote
    received_on: date
    arrived_at: datetime
    group_session_id: int | None
    captured: Captured
    asked_as: str
    came_from: str
    answers: tuple[AnswerRow, ...]
    receipt_key: bytes
    pictures: tuple[PictureRow, ...] = ()

    def receipt(self, turn: int) -> str:
        """The receipt words at this turn."""
        return receipt_for(self.receipt_key, self.identity, turn)

    def receipts(self) -> Iterator[tuple[int, str, bytes]]:
        """Turn, receipt words and their hash; the next is for when another view has those words."""
        for turn in range(MOST_TURNS):
            words = self.receipt(turn)
            yield turn, words, receipt_hash(self.receipt_key, words)


def seal_view(view: NewView, held: Deployment) -> SealedView:
    """Seal the words of a view and work out its identity."""
    key = held.keys.receipt
    identity = view.identity(key)
    rows = tuple(
        AnswerRow(
            name,
            position,
            seal_answer(held.sealer, identity, name, answer),
            " ".join(answer.choices) if not answer.words else None,
        )
        for position, (name, answer) in enumerate(view.answers)
        if not answer.is_blank
    )
    moment = clock.now().replace(second=0, microsecond=0)
    return SealedView(
        view.campaign_id,
        view.survey_version_id,
        identity,
        view.channel,
        view.may_quote,
        clock.in_london(moment).date(),
        moment,
        view.group_session_id,
        view.captured,
        view.asked_as,
        view.came_from,
        rows,
        key,
        tuple(
            PictureRow(name, held.sealer.seal_bytes(picture, drawing_place(identity, name)))
            for name, picture in view.pictures
        ),
    )
