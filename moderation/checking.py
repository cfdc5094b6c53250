"""The automatic check in the background: every view is screened once, whoever was killed meanwhile.

What is still to be checked lies in the main database (`is_checked`), so a killed worker loses nothing; the
reading is stored together with the mark, and only if no other worker was quicker.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from moderation.domain import Lane
from moderation.duplicates import Known, most_like, plain_text
from moderation.erasing import forget_if_withdrawn
from moderation.models import Screening
from moderation.screening import ScreeningResult, screen
from moderation.screening.local_lists import read_local_lists
from moderation.screening.results import NOT_CHECKED_SIGNAL, SCREENING_VERSION, not_checked
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.inserting import insert_into
from participation.foundation.logs import log_failure
from participation.foundation.transactions import transaction
from surveys.answers import open_words
from surveys.drawings.services import drawings_of
from surveys.models import Submission

Screen = Callable[[str], ScreeningResult]
STEP = 50
DRAWING_SIGNAL = "reader.drawing"
LISTS_FOLDER = "lists"
"""Folder of the deployment's data with the council's own `schools.txt` and `streets.txt`."""
#: How many waiting views of a campaign a new one is compared with, newest first.
COMPARED_WITH = 1000


@dataclass(frozen=True)
class Reading:
    """What the check makes of one whole view."""

    submission_id: int
    lane: Lane
    signals: tuple[str, ...]
    spans: tuple[tuple[str, int, int, str], ...]
    language: str
    version: str
    similar_to_id: int | None = None

    @property
    def tells_of_risk(self) -> bool:
        """Whether anything in it may tell of a child at risk, whatever lane it went to."""
        return any(signal.partition(".")[0] == "safeguarding" for signal in self.signals)


def screen_unchecked(limit: int = 200) -> int:
    """Check views that were not checked yet, at most `limit`, and give how many were read."""
    done = 0
    known: dict[int, list[Known]] = {}
    while done < limit:
        readings = _read_some(min(STEP, limit - done), known)
        if not readings:
            break
        with transaction():
            for reading in readings:
                _store(reading)
        done += len(readings)
    return done


def read(submission_id: int, words: Mapping[str, str], screen_text: Screen = screen) -> Reading:
    """One view's reading: the most pressing lane of its answers, with all their signals and spans."""
    results = {key: _screen_safely(text, screen_text) for key, text in words.items() if text.strip()}
    if not results:
        return Reading(submission_id, Lane.NORMAL, (), (), "und", SCREENING_VERSION)
    first = min(results.values(), key=lambda result: result.lane.rank)
    longest = max(results, key=lambda key: len(words[key]))
    return Reading(
        submission_id,
        first.lane,
        tuple(dict.fromkeys(signal for result in results.values() for signal in result.signals)),
        tuple(
            (key, span.start, span.end, span.signal)
            for key, result in results.items()
            for span in result.spans
        ),
        results[longest].language,
        first.version,
    )


def with_drawing(reading: Reading) -> Reading:
    """The reading of a view that has a drawing too: nothing has looked at that, so a person does soon."""
    lane = min(reading.lane, Lane.SOON, key=lambda each: each.rank)
    return replace(reading, lane=lane, signals=(*reading.signals, DRAWING_SIGNAL))


def _screen_safely(text: str, screen_text: Screen) -> ScreeningResult:
    """Any failure means that a person looks soon; it never loses a view or stops the others."""
    try:
        return screen_text(text)
    except Exception as error:
        log_failure(error)
        return not_checked()


def _read_some(count: int, known: dict[int, list[Known]]) -> list[Reading]:
    """Readings of the next views; `known` are the waiting texts by campaign, opened once for a whole run."""
    submissions = db.session.scalars(
        select(Submission)
        .where(Submission.is_checked.is_(False))
        .order_by(Submission.id)
        .limit(count)
        .options(selectinload(Submission.answers))
    ).all()
    screen_here = partial(screen, local=read_local_lists(deployment().settings.data_dir / LISTS_FOLDER))
    readings = []
    for submission in submissions:
        if submission.campaign_id not in known:
            known[submission.campaign_id] = _waiting_texts(submission.campaign_id, submission.id)
        readings.append(_read_one(submission, known[submission.campaign_id], screen_here))
    db.session.rollback()  # ends the look; what was found is stored in a transaction of its own
    return readings


def _read_one(submission: Submission, known: list[Known], screen_text: Screen) -> Reading:
    try:
        words = open_words(submission)
    except Exception as error:  # sealed with a key that is not here: a person must look into it
        log_failure(error)
        return Reading(submission.id, Lane.SOON, (NOT_CHECKED_SIGNAL,), (), "und", SCREENING_VERSION)
    reading = read(submission.id, words, screen_text)
    if drawings_of(submission.id):
        reading = with_drawing(reading)
    text = _all_words(words)
    similar = most_like(text, known)
    known.append(Known(similar or submission.id, plain_text(text)))
    return replace(reading, similar_to_id=similar)


def _waiting_texts(campaign_id: int, before_id: int) -> list[Known]:
    """Words of the views that wait already, to find near copies."""
    earlier = db.session.execute(
        select(Submission, Screening.similar_to_id)
        .outerjoin(Screening, Screening.submission_id == Submission.id)
        .where(
            Submission.campaign_id == campaign_id,
            Submission.state == "pending",
            Submission.id < before_id,
            Submission.withdrawn_on.is_(None),
        )
        .order_by(Submission.id.desc())
        .limit(COMPARED_WITH)
        .options(selectinload(Submission.answers))
    ).all()
    texts = []
    for submission, first_id in earlier:
        try:
            texts.append(Known(first_id or submission.id, plain_text(_all_words(open_words(submission)))))
        except Exception as error:
            log_failure(error)
    return texts


def _all_words(words: Mapping[str, str]) -> str:
    return "\n".join(words.values())


def _store(reading: Reading) -> None:
    """Keep a reading unless another worker kept one first, and mark the view as checked in the same step."""
    db.session.execute(
        insert_into(Screening)
        .values(
            submission_id=reading.submission_id,
            version=reading.version,
            lane=reading.lane,
            signals=list(reading.signals),
            spans=[list(span) for span in reading.spans],
            language=reading.language,
            similar_to_id=reading.similar_to_id,
            tells_of_risk=reading.tells_of_risk,
            screened_on=clock.today(),
        )
        .on_conflict_do_nothing(index_elements=["submission_id"])
    )
    db.session.execute(
        update(Submission)
        .where(Submission.id == reading.submission_id, Submission.is_checked.is_(False))
        .values(lane=reading.lane, lane_rank=reading.lane.rank, is_checked=True)
        .execution_options(synchronize_session=False)
    )
    submission = db.session.get(Submission, reading.submission_id, populate_existing=True)
    if submission is not None:
        forget_if_withdrawn(submission)
