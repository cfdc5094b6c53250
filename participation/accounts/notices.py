"""E-mails to staff about their own account: links to choose a password, and word of changes to signing in."""

from enum import StrEnum

from participation.accounts import links
from participation.accounts.models import AccessLink, LinkKind, Person
from participation.foundation import clock, jobs, mail
from participation.foundation.database import db
from participation.foundation.rendering import site
from participation.foundation.transactions import transaction

JOB = "tell_staff"


class Notice(StrEnum):
    """What a member of staff is told of."""

    INVITATION = "invitation"
    RESET = "reset"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a notice
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"


#: Notices that carry a link, and what it is for.
LINKS = {Notice.INVITATION: LinkKind.INVITATION, Notice.RESET: LinkKind.RESET}
SUBJECTS = {
    Notice.INVITATION: "Your account for {site}",
    Notice.RESET: "Choose a new password for {site}",
    Notice.PASSWORD_CHANGED: "Your password for {site} was changed",
    Notice.SECOND_FACTOR_ON: "Signing in to {site} now takes a second step",
    Notice.SECOND_FACTOR_OFF: "Signing in to {site} no longer takes a second step",
}
NOT_YOU = "If this was not you, tell an administrator of your team at once."
TEXTS = {
    Notice.INVITATION: "An administrator has added you to the team of {site}.\n\n"
    "Choose your password here. The link works once, until {until}:\n{link}\n\n"
    "If you did not expect this, do nothing.",
    Notice.RESET: "Somebody asked for a new password for your account of {site}.\n\n"
    "Choose it here. The link works once, until {until}:\n{link}\n\n"
    "If it was not you, do nothing: your password stays as it is.",
    Notice.PASSWORD_CHANGED: f"The password of your account was changed, and every other session ended.\n\n{NOT_YOU}",
    Notice.SECOND_FACTOR_ON: f"Signing in to your account now takes a code from an authenticator app.\n\n{NOT_YOU}",
    Notice.SECOND_FACTOR_OFF: "The second step of signing in was taken away from your account. "
    f"A password alone opens it now.\n\n{NOT_YOU}",
}


def tell(person: Person, notice: Notice) -> None:
    """Have an e-mail sent once the work in hand is stored, where this deployment has a mail server."""
    if mail.can_send():
        jobs.ask_for(JOB, person_id=person.id, notice=notice.value)


def send(job: jobs.Job) -> None:
    """Send one; a link is made only now, so that none ever lies in a job row."""
    with transaction():
        person = db.session.get(Person, int(job.arguments["person_id"] or 0))
        if person is None or not person.is_active:
            return
        notice = Notice(str(job.arguments["notice"]))
        link = links.make(person, LINKS[notice]) if notice in LINKS else None
        to, subject, text = person.email, _subject(notice), _text(notice, link)
    mail.send(to, subject, text)


def _subject(notice: Notice) -> str:
    return SUBJECTS[notice].format(site=site().name)


def _text(notice: Notice, link: AccessLink | None) -> str:
    return TEXTS[notice].format(
        site=site().name,
        link=links.address(link) if link else "",
        until=clock.show_time(link.expires_at) if link else "",
    )
