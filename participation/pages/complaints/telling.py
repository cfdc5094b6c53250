"""E-mails to those who answer complaints about data: that one waits or is late, and never a word of it."""

from datetime import date

import structlog
from sqlalchemy import select

from participation.accounts.models import Person, PersonRole
from participation.foundation import clock, mail
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.holding import to_change
from participation.foundation.transactions import transaction
from participation.pages.complaints.domain import is_to_be_told
from participation.pages.complaints.models import DataComplaint
from participation.pages.complaints.queries import clock_of

SUBJECT = "A complaint about data needs you"
TEXT = (
    "A complaint about data is new, due within a week, or late.\n\n{site}/staff/data-complaints\n\n"
    "This e-mail says nothing about it on purpose. Sign in to read it. Do not forward or answer this e-mail.\n"
)


def tell_of_complaints() -> int:
    """Send one mail each to those who answer, where something is due; how many went. Commits its own work.

    What is told is noted first, so that two workers tell once; it is told again when no mail could be sent.
    """
    if not mail.can_send() or not _to_be_told():
        db.session.rollback()  # ends the look
        return 0
    with transaction():
        told = {each.id: each.told_on for each in _to_be_told()}
        _note(dict.fromkeys(told, clock.today()))
        addresses = _who_answers()
    sent = sum(_send(to) for to in addresses)
    if told and not sent:
        with transaction():
            _note(told)
    return sent


def _to_be_told() -> list[DataComplaint]:
    unanswered = to_change(select(DataComplaint).where(DataComplaint.answered_on.is_(None)))
    today = clock.today()
    return [
        each for each in db.session.scalars(unanswered) if is_to_be_told(clock_of(each), each.told_on, today)
    ]


def _note(days: dict[int, date | None] | dict[int, date]) -> None:
    for complaint in db.session.scalars(select(DataComplaint).where(DataComplaint.id.in_(days))):
        complaint.told_on = days[complaint.id]


def _who_answers() -> list[str]:
    """Data protection officers; administrators while there is none."""
    return _addresses(Role.DATA_PROTECTION_OFFICER) or _addresses(Role.ADMINISTRATOR)


def _addresses(role: Role) -> list[str]:
    statement = select(Person.email).join(PersonRole).where(Person.is_active, PersonRole.role == role)
    return list(db.session.scalars(statement.order_by(Person.id)))


def _send(to: str) -> int:
    try:
        mail.send(to, SUBJECT, TEXT.format(site=deployment().settings.site_url))
    except OSError as problem:  # its words may hold the address
        structlog.get_logger("mail").warning("mail_failed", error=type(problem).__name__)
        return 0
    return 1
