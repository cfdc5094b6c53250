"""Sends what alerts say by e-mail: that something waits and where to look, and never a word of it.

The text of a mail is one of two, fixed here. No view, note, name, session or place can come into it.
"""

from datetime import timedelta
from itertools import groupby

import structlog
from sqlalchemy import select

from moderation.alerts.domain import AlertKind
from moderation.alerts.models import Alert
from participation.accounts.models import Person
from participation.foundation import clock, mail
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.transactions import transaction

#: Another worker leaves alone what one is sending; a killed worker's alerts are sent again after this.
LEASE = timedelta(minutes=5)
MOST_TRIES = 8
AT_ONCE = 50

SUBJECTS = {
    AlertKind.CONCERN: "A concern is waiting",
    AlertKind.UNREAD: "Something marked urgent or soon is waiting to be read",
}
TEXTS = {
    AlertKind.CONCERN: (
        "A concern is waiting for somebody to accept it.\n\n{site}/staff/safeguarding\n\n"
        "This e-mail says nothing about it on purpose. Sign in to read it. Do not forward or answer this e-mail.\n"
    ),
    AlertKind.UNREAD: (
        "Something marked urgent or soon has not been read yet.\n\n{site}/staff/queue\n\n"
        "This e-mail says nothing about it on purpose. Sign in to read it. Do not forward or answer this e-mail.\n"
    ),
}


def send_alerts() -> int:
    """Send what is due, one mail a person for all of a kind; how many went. Does nothing when mail is not set."""
    if not mail.can_send() or not _due(1):
        db.session.rollback()
        return 0
    sent = 0
    for to, kind, alert_ids in _take():
        try:
            mail.send(to, SUBJECTS[kind], TEXTS[kind].format(site=deployment().settings.site_url))
        except OSError as problem:  # its words may hold the address
            structlog.get_logger("mail").warning("mail_failed", error=type(problem).__name__)
            _settle(alert_ids, is_sent=False)
        else:
            _settle(alert_ids, is_sent=True)
            sent += 1
    return sent


def _due(limit: int) -> list[Alert]:
    statement = select(Alert).where(Alert.try_after <= clock.now()).order_by(Alert.person_id, Alert.kind)
    return list(db.session.scalars(statement.limit(limit).with_for_update(skip_locked=True)))


def _take() -> list[tuple[str, AlertKind, list[int]]]:
    """Lease what is due and put it together: address, what waits, ids of the alerts."""
    with transaction():
        alerts = _due(AT_ONCE)
        for alert in alerts:
            alert.try_after, alert.tries = clock.now() + LEASE, alert.tries + 1
        people = db.session.scalars(select(Person).where(Person.id.in_({each.person_id for each in alerts})))
        addresses = {person.id: person.email for person in people if person.is_active}
        taken = [
            (addresses.get(person_id, ""), kind, [each.id for each in group])
            for (person_id, kind), group in groupby(alerts, key=lambda each: (each.person_id, each.kind))
        ]
    return [(to, AlertKind(kind), ids) for to, kind, ids in taken if to]


def _settle(alert_ids: list[int], *, is_sent: bool) -> None:
    with transaction():
        for alert in db.session.scalars(select(Alert).where(Alert.id.in_(alert_ids))):
            if is_sent:
                alert.sent_at, alert.try_after = clock.now(), None
            else:
                wait = timedelta(minutes=2**alert.tries)
                alert.try_after = clock.now() + wait if alert.tries < MOST_TRIES else None
