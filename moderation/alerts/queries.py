"""What the page says of alerts: whether mail goes out at all, and which alerts did not."""

from sqlalchemy import func, select

from moderation.alerts.models import Alert
from participation.foundation import mail
from participation.foundation.database import db

NOT_SET = (
    "E-mail is not set up: alerts show on this page only. An administrator can set MAIL_SERVER and MAIL_FROM."
)


def mail_problem() -> str:
    """Why nobody can count on e-mail, for the page to say; empty when all is well."""
    if not mail.can_send():
        return NOT_SET
    failing = select(func.count(Alert.id)).where(Alert.sent_at.is_(None), Alert.tries > 0)
    number = db.session.scalar(failing) or 0
    if number:
        return (
            f"{number} {'alert was' if number == 1 else 'alerts were'} not sent by e-mail: look here instead."
        )
    return ""
