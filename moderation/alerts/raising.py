"""Raises alerts: at once when a concern is passed on, and by the clock while nobody accepts or reads.

Every look of a worker goes through what waits. What was done is a row, so a step is taken once, whoever was
killed meanwhile and however many workers there are.
"""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import load_only

from moderation import case_seeing, claims, safeguarding
from moderation.alerts.domain import OUT_OF_HOURS, AlertKind, Step, due, unaccepted_steps, unread_steps
from moderation.alerts.models import Alert
from moderation.domain import CaseKind, CaseState, Lane
from moderation.models import CaseReader, Claim, SafeguardingCase
from moderation.rota.domain import Part
from moderation.rota.queries import Rota, rota
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.inserting import insert_into
from participation.foundation.staffing import is_staffed, staffed_time
from participation.foundation.transactions import transaction
from surveys.models import Submission

#: More waiting views than this are not gone through one by one: the first of them tell the same people.
MOST_VIEWS = 200
BY_THE_CLOCK = "by the clock: nobody had accepted it"


def tell_of_concern(case: SafeguardingCase) -> None:
    """The first step, in the transaction that passes the view on."""
    _climb(case, rota())


def remind() -> int:
    """Take every step that is due for what waits; how many alerts were raised. Commits its own work."""
    if not _anything_due():
        db.session.rollback()  # ends the look
        return 0
    with transaction():
        held = rota()
        waiting = select(SafeguardingCase).where(SafeguardingCase.state == CaseState.WAITING)
        raised = sum(_climb(case, held) for case in db.session.scalars(waiting).all())
        return raised + sum(
            _tell(AlertKind.UNREAD, view.id, step, held)
            for view in _unread()
            for step in _due_for_view(view, held)
        )


def _anything_due() -> bool:
    """Looks without writing, so that an idle site takes no lock each minute."""
    held, views = rota(), _unread()
    cases = db.session.scalars(
        select(SafeguardingCase).where(SafeguardingCase.state == CaseState.WAITING)
    ).all()
    known = {
        (row.kind, row.subject_id, row.step)
        for row in db.session.execute(
            select(Alert.kind, Alert.subject_id, Alert.step).where(
                or_(
                    Alert.subject_id.in_([case.id for case in cases]),
                    Alert.subject_id.in_([view.id for view in views]),
                )
            )
        )
    }
    wanted = [(AlertKind.CONCERN, case.id, step.name) for case in cases for step in _due_for_case(case, held)]
    wanted += [(AlertKind.UNREAD, view.id, step.name) for view in views for step in _due_for_view(view, held)]
    return any(each not in known for each in wanted)


def _due_for_case(case: SafeguardingCase, held: Rota) -> list[Step]:
    return _due(unaccepted_steps(deployment().settings.unaccepted_alert_hours), case.opened_at, held)


def _due_for_view(view: Submission, held: Rota) -> list[Step]:
    """The steps for a view nobody reads. Out of hours on-call is told of urgent views only."""
    steps = _due(unread_steps(deployment().settings.unread_alert_hours), view.arrived_at or clock.now(), held)
    if view.lane == Lane.URGENT:
        return steps
    return [step for step in steps if step.name != OUT_OF_HOURS]


def _due(steps: tuple[Step, ...], since: datetime, held: Rota) -> list[Step]:
    settings, now = deployment().settings, clock.now()
    waited = staffed_time(since, now, settings.staffed_spans, settings.closed_days)
    is_left_alone = held.who(Part.ON_CALL, clock.today()) is not None and not is_staffed(
        now, settings.staffed_spans, settings.closed_days
    )
    return due(steps, waited, is_out_of_hours=is_left_alone)


def _climb(case: SafeguardingCase, held: Rota) -> int:
    return sum(_tell(AlertKind.CONCERN, case.id, step, held, case) for step in _due_for_case(case, held))


def _unread() -> list[Submission]:
    """Urgent and soon views that wait and nobody is reading, the most pressing first."""
    statement = (
        select(Submission)
        .outerjoin(Claim, and_(Claim.submission_id == Submission.id, claims.is_live()))
        .where(
            Submission.state == "pending",
            Submission.lane_rank <= Lane.SOON.rank,
            Submission.arrived_at.is_not(None),
            Claim.submission_id.is_(None),
        )
        .order_by(Submission.lane_rank, Submission.id)
        .limit(MOST_VIEWS)
        .options(load_only(Submission.id, Submission.lane, Submission.arrived_at))
    )
    return list(db.session.scalars(statement))


def _tell(
    kind: AlertKind, subject_id: int, step: Step, held: Rota, case: SafeguardingCase | None = None
) -> int:
    """Raise one step's alerts, once; a step on a concern goes onto its record."""
    taken = select(Alert.id).where(
        Alert.kind == kind, Alert.subject_id == subject_id, Alert.step == step.name
    )
    if db.session.scalar(taken.limit(1)) is not None:
        return 0
    people = _who(step, held) if case is None else _who_for(case, step, held)
    return sum(_raise(kind, subject_id, step, person_id, case) for person_id in sorted(people))


def _who(step: Step, held: Rota) -> set[int]:
    """Whoever is on duty; when nobody is, every lead: a broken rota must never mean silence."""
    on_duty = held.who(step.part, clock.today())
    return {on_duty} if on_duty is not None else case_seeing.people_holding(Role.SAFEGUARDING_LEAD)


def _who_for(case: SafeguardingCase, step: Step, held: Rota) -> set[int]:
    """The same for a concern; one about the team goes only to those who may see it."""
    if case.kind != CaseKind.MEMBER_OF_TEAM:
        return _who(step, held)
    if step.part == Part.ON_CALL:
        _widen(case)
    brought_in = set(db.session.scalars(select(CaseReader.person_id).where(CaseReader.case_id == case.id)))
    return (brought_in | case_seeing.people_holding(Role.ALTERNATE_LEAD)) - {case.about_person_id}


def _widen(case: SafeguardingCase) -> None:
    """Nobody who may see it has accepted it: the leads who are not named are brought in, on the record."""
    others = case_seeing.people_holding(Role.SAFEGUARDING_LEAD) - {case.about_person_id}
    present = set(db.session.scalars(select(CaseReader.person_id).where(CaseReader.case_id == case.id)))
    for person_id in sorted(others - present):
        db.session.add(CaseReader(case_id=case.id, person_id=person_id))
        safeguarding.add_step(case, "brought_in", person_id, BY_THE_CLOCK)


def _raise(
    kind: AlertKind, subject_id: int, step: Step, person_id: int, case: SafeguardingCase | None
) -> int:
    values = {"kind": kind, "step": step.name, "subject_id": subject_id, "person_id": person_id}
    statement = insert_into(Alert).values(**values, made_at=clock.now(), try_after=clock.now(), tries=0)
    statement = statement.on_conflict_do_nothing(
        index_elements=["kind", "subject_id", "step", "person_id"]
    ).returning(Alert.id)
    if db.session.execute(statement).first() is None:
        return 0
    if case is not None:
        safeguarding.add_step(case, f"told_{step.name}", person_id)
    return 1
