"""Whom a view is offered to: not to somebody who knows the sender, no hard one to somebody who reads none."""

from sqlalchemy import ColumnElement, delete, func, literal_column, select

from moderation.case_seeing import is_about
from moderation.models import KnowsSender, ReaderChoice, SafeguardingCase, Screening
from participation.accounts.models import Person, PersonRole
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.foundation.inserting import insert_into
from surveys.models import Submission


class NotForYou(DomainError):
    """This view is for somebody else to read."""

    title = "This one is for somebody else"

    def __init__(self) -> None:
        super().__init__("A colleague reads this view. Read the next one.")


class NobodyLeft(DomainError):
    """Nobody else could read it."""

    title = "Nobody else is left to read it"


def step_aside(submission_id: int, person_id: int) -> None:
    """A person knows the sender: the view is never offered to them again, nor open to them.

    Raises:
        NobodyLeft: when no other moderator could read it.
    """
    if not _others(person_id, submission_id):
        raise NobodyLeft(
            "You are the only one who can read this view. Ask an administrator for another moderator, or hand "
            "it to the safeguarding lead."
        )
    db.session.execute(
        insert_into(KnowsSender)
        .values(submission_id=submission_id, person_id=person_id)
        .on_conflict_do_nothing(index_elements=["submission_id", "person_id"])
    )
    audit.record("stepped_aside", "submission", submission_id, actor_id=person_id)


def reads_hard_ones(person_id: int) -> bool:
    """Whether views that may tell of a child at risk are offered to this person."""
    choice = db.session.get(ReaderChoice, person_id)
    return choice is None or choice.reads_hard_ones


def choose(person_id: int, reads_hard: bool) -> None:
    """Let a person say whether hard views are offered to them. Nobody has to say why.

    Raises:
        NobodyLeft: when nobody else would read them.
    """
    if not reads_hard and not _others(person_id, None):
        raise NobodyLeft(
            "Nobody else would read the views that may tell of a child at risk. Tell the safeguarding lead or "
            "an administrator, who can ask another moderator."
        )
    choice = db.session.get(ReaderChoice, person_id)
    if choice is None:
        choice = ReaderChoice(person_id=person_id)
        db.session.add(choice)
    choice.reads_hard_ones = reads_hard
    db.session.flush()


def is_for(submission: Submission, person_id: int) -> bool:
    """Whether this person may read a view."""
    if db.session.get(KnowsSender, (submission.id, person_id)) is not None:
        return False
    if is_named_in(submission.id, person_id):
        return False
    return reads_hard_ones(person_id) or not is_hard(submission)


def is_named_in(submission_id: int, person_id: int) -> bool:
    """Whether a concern that this view raised is about this person: they meet it nowhere, closed or not."""
    statement = select(SafeguardingCase.id).where(
        SafeguardingCase.submission_id == submission_id, is_about(person_id)
    )
    return db.session.scalars(statement.limit(1)).first() is not None


def refuse_whoever_is_named(submission_id: int, person_id: int) -> None:
    """Guard of every page about a view, decided or not.

    Raises:
        NotForYou: when the view raised a concern about this person.
    """
    if is_named_in(submission_id, person_id):
        raise NotForYou


def is_hard(submission: Submission) -> bool:
    """Whether a view may tell of a child at risk. One not checked yet may."""
    screening = db.session.get(Screening, submission.id)
    return screening is None or screening.tells_of_risk


def refuse_when_not_for(submission: Submission, person_id: int) -> None:
    """Guard of every act on a waiting view.

    Raises:
        NotForYou: when it is not for this person.
    """
    if not is_for(submission, person_id):
        raise NotForYou


def offered_to(person_id: int) -> list[ColumnElement[bool]]:
    """What a view must be to be offered to this person."""
    knows = (
        select(literal_column("1"))
        .select_from(KnowsSender)
        .where(KnowsSender.submission_id == Submission.id, KnowsSender.person_id == person_id)
        .correlate(Submission)
        .exists()
    )
    is_named = (
        select(literal_column("1"))
        .select_from(SafeguardingCase)
        .where(SafeguardingCase.submission_id == Submission.id, is_about(person_id))
        .correlate(Submission)
        .exists()
    )
    if reads_hard_ones(person_id):
        return [~knows, ~is_named]
    is_harmless = (
        select(literal_column("1"))
        .select_from(Screening)
        .where(Screening.submission_id == Submission.id, Screening.tells_of_risk.is_(False))
        .correlate(Submission)
        .exists()
    )
    return [~knows, ~is_named, is_harmless]


def forget_who_knows(submission_id: int) -> None:
    """The sender took the view back: nobody need know who knew them."""
    db.session.execute(delete(KnowsSender).where(KnowsSender.submission_id == submission_id))


def _others(person_id: int, submission_id: int | None) -> int:
    """How many other moderators could read this view, or hard ones at all."""
    statement = (
        select(func.count())
        .select_from(Person)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .outerjoin(ReaderChoice, ReaderChoice.person_id == Person.id)
        .where(PersonRole.role == Role.MODERATOR, Person.is_active, Person.id != person_id)
    )
    submission = db.session.get(Submission, submission_id) if submission_id is not None else None
    if submission is None or is_hard(submission):
        statement = statement.where(ReaderChoice.reads_hard_ones.is_not(False))
    if submission is not None:
        knowing = select(KnowsSender.person_id).where(KnowsSender.submission_id == submission.id)
        statement = statement.where(Person.id.not_in(knowing))
    return db.session.scalar(statement) or 0
