"""Messages to staff, and to hosts of group sessions who asked for one: where to look, never what anybody wrote.

Nothing is ever sent to a child: the site asks none for an address.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from participation.foundation.clock import now
from participation.foundation.deployment import deployment

TIMEOUT_SECONDS = 20
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def can_send() -> bool:
    """Whether this deployment has a mail server."""
    return bool(deployment().settings.mail_server)


def send(to: str, subject: str, text: str) -> None:
    """Hand one message to the mail server. Call from a job: a slow server must not keep a page waiting.

    Args:
        text: what waits and where; no view, no name, no receipt.

    Raises:
        OSError: when the server cannot be reached or refuses (`smtplib.SMTPException` is one).
    """
    settings = deployment().settings
    server = urlsplit(settings.mail_server)
    host, port = server.hostname or "localhost", server.port or PORTS[server.scheme]
    secure = ssl.create_default_context()
    # It names itself by where its messages come from: else it would ask a name server for this machine's own name.
    us = _domain(settings.mail_from)
    connection = (
        smtplib.SMTP_SSL(host, port, us, timeout=TIMEOUT_SECONDS, context=secure)
        if server.scheme == "smtps"
        else smtplib.SMTP(host, port, us, timeout=TIMEOUT_SECONDS)
    )
    with connection:
        if server.scheme == "smtp+starttls":
            connection.starttls(context=secure)
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(_message(settings.mail_from, to, subject, text))


def _message(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = formatdate(now().timestamp())
    message["Message-ID"] = make_msgid(domain=_domain(sender))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _domain(address: str) -> str:
    return address.rpartition("@")[2].rstrip("> ")
