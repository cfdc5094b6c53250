"""Takes everything of the demonstration away again. The audit trail stays: it holds no words."""

import secrets

from sqlalchemy import ColumnElement, FromClause, Select, Table, delete, inspect, or_, select, update

from analysis.models import DiscoveryRun, ThemeChange, ThemingRun
from moderation.alerts.models import Alert
from moderation.models import Claim, SafeguardingCase
from moderation.rota.models import RotaTurn
from participation.accounts.models import Person, PersonRole
from participation.accounts.passwords import hash_password
from participation.campaigns.models import Campaign
from participation.demonstration import presence
from participation.demonstration.people import demo_person_ids
from participation.foundation import audit
from participation.foundation.append_only import allow_changes, refuse_changes
from participation.foundation.database import Base, db
from participation.foundation.jobs import Job
from participation.foundation.tallies import TALLIES, keep_tallies, stop_tallies
from participation.foundation.transactions import transaction
from participation.pages.complaints.models import ComplaintNote, DataComplaint
from surveys.models import Submission

NAME_OF_CLOSED = "Former demo account"
#: Tables whose rows asked for background work.
WITH_JOBS = (ThemingRun, ThemeChange, DiscoveryRun)


def is_anything_here() -> bool:
    """Whether any part of the demonstration is here, whole or not."""
    if not inspect(db.engine).has_table(Campaign.__tablename__):
        return False
    found = [
        db.session.scalar(select(Campaign.id).where(Campaign.is_demo).limit(1)),
        db.session.scalar(select(Person.id).where(Person.is_demo).limit(1)),
    ]
    db.session.rollback()
    return any(found)


def remove() -> bool:
    """Take the demonstration away, whole or not at all; whether there was anything to take.

    Made-up people who also worked on something real cannot go without breaking its record: their accounts are
    closed and lose their names.
    """
    if not is_anything_here():
        return False
    with transaction():
        connection = db.session.connection()
        allow_changes(connection)
        stop_tallies(connection)
        _remove_tallies()
        _remove_campaigns()
        _remove_complaints()
        _remove_people(demo_person_ids())
        refuse_changes(connection)
        keep_tallies(connection)
        audit.record("removed", "demonstration")
    presence.forget()
    return True


def _remove_tallies() -> None:
    """Counts of the campaigns that go; nothing ties their rows to them."""
    demo = select(Campaign.id).where(Campaign.is_demo)
    for name in TALLIES:
        table = Base.metadata.tables[name]
        db.session.execute(delete(table).where(table.c.campaign_id.in_(demo)))


def _remove_campaigns() -> None:
    """Delete the campaigns and all that hangs on them, what refers to others first."""
    job_ids = [number for table in WITH_JOBS for number in _jobs_of(table.__table__)]
    for table in reversed(Base.metadata.sorted_tables):
        if _is_part(table):
            db.session.execute(delete(table).where(_hangs_on_demo(table)))
    db.session.execute(delete(Job).where(Job.id.in_(job_ids)))


def _remove_complaints() -> None:
    made_up = select(DataComplaint.id).where(DataComplaint.is_demo)
    db.session.execute(delete(ComplaintNote).where(ComplaintNote.complaint_id.in_(made_up)))
    db.session.execute(delete(DataComplaint).where(DataComplaint.is_demo))


def _jobs_of(table: FromClause) -> list[int]:
    """Background work that was asked for by rows of this table."""
    asked = select(table.c.job_id).where(_hangs_on_demo(Base.metadata.tables[str(table)]))
    return [number for number in db.session.scalars(asked) if number is not None]


def _hangs_on_demo(table: Table) -> ColumnElement[bool]:
    """Which rows of a table belong to the demonstration, through whatever they refer to.

    Found from the tables themselves, so that one added later is not forgotten here.
    """
    conditions: list[ColumnElement[bool]] = [
        column.in_(select(key).where(_hangs_on_demo(key.table))) for column, key in _references(table)
    ]
    if table.name == Campaign.__tablename__:
        conditions.append(Campaign.is_demo.expression)
    if table.name == SafeguardingCase.__tablename__:  # its record outlives the view, so nothing ties the two
        conditions.append(SafeguardingCase.is_demo.expression)
        conditions.append(SafeguardingCase.submission_id.in_(_submissions()))
    return or_(*conditions)


def _submissions() -> Select[int]:
    return select(Submission.id).where(_hangs_on_demo(Base.metadata.tables["submission"]))


def _is_part(table: Table) -> bool:
    """Whether rows of a table can belong to a campaign at all."""
    return table.name in (Campaign.__tablename__, SafeguardingCase.__tablename__) or bool(_references(table))


def _references(table: Table) -> list[tuple[ColumnElement[int], ColumnElement[int]]]:
    """Columns of a table that tie a row to a part of a campaign, each with the column it refers to."""
    return [
        (reference.parent, reference.column)
        for reference in sorted(table.foreign_keys, key=lambda each: each.parent.name)
        if reference.column.table is not table
        and reference.ondelete != "SET NULL"
        and _is_part(reference.column.table)
    ]


def _remove_people(ids: list[int]) -> None:
    for table in (Claim, RotaTurn, Alert):
        db.session.execute(delete(table).where(table.person_id.in_(ids)))
    db.session.execute(update(Person).where(Person.sponsor_id.in_(ids)).values(sponsor_id=None))
    for number in ids:
        if _is_named_elsewhere(number):
            _close(number)
        else:
            db.session.execute(delete(PersonRole).where(PersonRole.person_id == number))
            db.session.execute(delete(Person).where(Person.id == number))


def _is_named_elsewhere(person_id: int) -> bool:
    """Whether something that stays names this person."""
    columns = [
        reference.parent
        for table in Base.metadata.sorted_tables
        if table.name != PersonRole.__tablename__
        for reference in table.foreign_keys
        if reference.column.table.name == Person.__tablename__
    ]
    named = (db.session.scalar(select(column).where(column == person_id).limit(1)) for column in columns)
    return any(number is not None for number in named)


def _close(person_id: int) -> None:
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            name=NAME_OF_CLOSED,
            email=f"former-demo-{person_id}@example.invalid",
            password_hash=hash_password(secrets.token_hex(32)),
            is_active=False,
            is_demo=False,
            own_setting="",
            own_place="",
            session_version=Person.session_version + 1,
        )
    )
