"""Fills a store with views as if they had been sent, screened, decided and themed: straight into its tables.

Words are sealed as ever, so that pages which open them do their whole work.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion
from analysis.tallies import gather_tallies
from moderation.domain import DecisionKind, Lane
from moderation.models import ApprovedText, Decision, Screening
from participation.foundation import clock
from participation.foundation.database import Base, db
from participation.foundation.deployment import deployment
from surveys.answers import sealing_place
from surveys.definition import SurveyDefinition
from surveys.domain import Captured, Channel, MayQuote, SubmissionState
from surveys.models import Answer, Submission, SurveyVersion

BATCH = 5_000
#: One in so many waits to be read.
WAITING = 20
ANSWERS = 3
PLACES = ("park", "school", "station", "library", "harbour", "market", "bus stop", "beach", "field", "bridge")
WISHES = (
    "more lights",
    "a bus at night",
    "somewhere warm",
    "a bench",
    "less litter",
    "a skate ramp",
    "a crossing",
)
Row = dict[str, Any]
Rows = dict[type[Base], list[Row]]


@dataclass(frozen=True)
class Filling:
    """What views are made for.

    Attributes:
        choices: question key to the ids of its options, for two questions answered from a list.
        themes: keys of the themes, of which each answer gets one or two.
    """

    campaign_id: int
    version_id: int
    frame_id: int
    words_key: str
    choices: dict[str, list[str]]
    themes: tuple[str, ...]
    person_id: int


def filling_for(frame: CodeFrameVersion, person_id: int) -> Filling:
    """Everything there is to know of the campaign of a theme list."""
    version = db.session.scalars(select(SurveyVersion).filter_by(campaign_id=frame.campaign_id)).one()
    definition = SurveyDefinition.from_json(version.definition)
    listed = {
        each.key: [option.id for option in each.options] for each in definition.questions if each.options
    }
    return Filling(
        frame.campaign_id,
        version.id,
        frame.id,
        frame.question_key,
        dict(list(listed.items())[: ANSWERS - 1]),
        tuple(theme.key for theme in frame.themes),
        person_id,
    )


def fill_up_to(filling: Filling, count: int, seed: int = 1) -> int:
    """Add views until there are so many; gives how many were added."""
    there = db.session.scalar(select(func.count()).select_from(Submission)) or 0
    first = (db.session.scalar(select(func.max(Submission.id))) or 0) + 1
    first_decision = (db.session.scalar(select(func.max(Decision.id))) or 0) + 1
    db.session.rollback()
    chance = random.Random(seed + there)
    missing = max(0, count - there)
    with db.engine.connect() as connection:
        for start in range(first, first + missing, BATCH):
            numbers = range(start, min(start + BATCH, first + missing))
            rows = _rows(filling, numbers, first_decision + (start - first), chance)
            for model, made in rows.items():
                _put(connection, model.__table__, made)  # type: ignore[arg-type]
            connection.commit()
        _continue_numbering(connection)
    _learn(missing)
    return missing


def words(number: int, chance: random.Random) -> str:
    """What somebody might say, different for every number."""
    return f"I want {chance.choice(WISHES)} by the {chance.choice(PLACES)}, number {number}, because it is dark there"


def _rows(filling: Filling, numbers: Sequence[int], first_decision: int, chance: random.Random) -> Rows:
    """The rows of these views, table by table in the order in which they refer to each other."""
    made: Rows = {
        table: []
        for table in (Submission, Answer, Screening, Decision, ApprovedText, AnswerCoding, Assignment)
    }
    for place, number in enumerate(numbers):
        for model, row in _rows_of_one(filling, number, first_decision + place, chance):
            made[model].append(row)
    return made


def _rows_of_one(
    filling: Filling, number: int, decision: int, chance: random.Random
) -> Iterator[tuple[type[Base], Row]]:
    identity, said, today = chance.randbytes(32), words(number, chance), clock.today()
    is_waiting = number % WAITING == 0
    moment = clock.now().replace(second=0, microsecond=0)
    yield (
        Submission,
        {
            "id": number,
            "campaign_id": filling.campaign_id,
            "survey_version_id": filling.version_id,
            "identity": identity,
            "receipt_hash": chance.randbytes(32),
            "channel": Channel.PHONE,
            "may_quote": MayQuote.YES if number % 3 else MayQuote.NO,
            "state": SubmissionState.PENDING if is_waiting else SubmissionState.APPROVED,
            "lane": Lane.NORMAL.value,
            "lane_rank": Lane.NORMAL.rank,
            "is_checked": True,
            "received_on": today,
            "arrived_at": moment if is_waiting else None,
            "decided_on": None if is_waiting else today,
            "captured": Captured.NOT_SAID,
        },
    )
    sealed = deployment().sealer.seal(said, sealing_place(identity, filling.words_key))
    answer = {"submission_id": number, "question_key": filling.words_key, "position": 0}
    yield Answer, {**answer, "sealed": sealed, "choices": None}
    for position, (key, options) in enumerate(filling.choices.items(), start=1):
        chosen = chance.choice(options)
        yield (
            Answer,
            {
                "submission_id": number,
                "question_key": key,
                "position": position,
                "sealed": None,
                "choices": chosen,
            },
        )
    yield (
        Screening,
        {
            "submission_id": number,
            "version": "made for measuring",
            "lane": Lane.NORMAL.value,
            "signals": [],
            "spans": [],
            "language": "en",
            "screened_on": today,
            "tells_of_risk": False,
        },
    )
    if is_waiting:
        return
    yield (
        Decision,
        {
            "id": decision,
            "submission_id": number,
            "kind": DecisionKind.APPROVE.value,
            "reason": "",
            "lane_at_decision": Lane.NORMAL.value,
            "person_id": filling.person_id,
            "decided_at": moment,
            "was_bulk": False,
        },
    )
    key = {"submission_id": number, "question_key": filling.words_key}
    yield ApprovedText, {**key, "text": said, "is_quotable": bool(number % 3), "decision_id": decision}
    coded = {**key, "campaign_id": filling.campaign_id}
    yield (
        AnswerCoding,
        {**coded, "status": "sure" if number % 5 else "unsure", "confidence": 0.8, "reason": {}},
    )
    for rank, theme in enumerate(chance.sample(filling.themes, 1 + number % 2)):
        yield Assignment, {**coded, "theme_key": theme, "rank": rank, "stance": "wants"}


def _put(connection: Connection, table: Table, rows: list[Row]) -> None:
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
        return
    names = list(rows[0])
    kinds = [table.columns[name].type.dialect_impl(connection.dialect) for name in names]
    binds = [kind.bind_processor(connection.dialect) or _as_is for kind in kinds]
    driver: Any = connection.connection.driver_connection
    listed = ", ".join(f'"{name}"' for name in names)
    with driver.cursor().copy(f'COPY "{table.name}" ({listed}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([_plain(bind(row[name])) for name, bind in zip(names, binds, strict=True)])


def _as_is(value: Any) -> Any:
    return value


def _plain(value: Any) -> Any:
    """JSON comes out of SQLAlchemy wrapped; COPY wants its text."""
    return json.dumps(value.obj) if hasattr(value, "dumps") else getattr(value, "value", value)


def _continue_numbering(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        return
    for table in ("submission", "decision"):
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )
    connection.commit()


def _learn(added: int) -> None:
    """Let the store look at what it holds now, as it does by itself in time, and add up what a worker adds up."""
    if not added:
        return
    gather_tallies()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if db.engine.dialect.name == "sqlite" else "VACUUM ANALYZE")
