"""Keeping the address of a host who asked to be told, writing to it once, and forgetting it.

Hosts are grown-ups who ran a session and hold its private link. No young person is ever asked for an address:
they come back with their receipt words, and the page says there that results are out.
"""

import smtplib
from collections.abc import Mapping

import structlog
from sqlalchemy import delete, select

from participation.campaigns.models import Campaign
from participation.foundation import clock, jobs, mail
from participation.foundation.codes import keyed_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.inserting import insert_into
from participation.foundation.jobs import Job
from participation.foundation.resealing import reseal
from participation.foundation.transactions import transaction
from surveys.result_notices.models import ResultNotice

JOB = "tell_hosts_of_results"
PURPOSE = "result notice"
SUBJECT = "The results of “{title}” are out"
TEXT = (
    "You ran a group session of “{title}” and asked us to tell you when its results are out. They are:\n\n"
    "{site}/results/{slug}\n\n"
    "Please show them to your group. With their receipt words, everybody finds what became of their own view at\n"
    "{site}/my-answer\n\n"
    "This is the only e-mail you get about it. We have deleted your address.\n"
)


def ask_to_be_told(campaign: Campaign, address: str) -> None:
    """Keep the address of a host until results are out; the same one again changes nothing."""
    held = deployment()
    identity = keyed_hash(held.keys.receipt, PURPOSE, f"{campaign.id}\x1f{address.casefold()}")
    row = insert_into(ResultNotice).values(
        campaign_id=campaign.id,
        identity=identity,
        sealed_address=held.sealer.seal(address, _place(identity)),
        asked_on=clock.today(),
    )
    db.session.execute(row.on_conflict_do_nothing(index_elements=["identity"]))


def results_are_out(campaign_id: int) -> None:
    """Have everybody written to who asked for it. Call in the transaction that shows the results."""
    waiting = select(ResultNotice.id).where(ResultNotice.campaign_id == campaign_id).limit(1)
    if db.session.scalar(waiting) is not None:
        jobs.ask_for(JOB, campaign_id=campaign_id)


def tell_hosts(job: Job) -> None:
    """Write to everybody who waits for the results of a campaign, and forget each address that was written to.

    Raises:
        OSError: when the mail server does not take a message; those not yet told stay, and the job comes again.
    """
    if not mail.can_send():
        return
    campaign = db.session.get_one(Campaign, job.arguments["campaign_id"])
    words = {"title": campaign.title, "slug": campaign.slug, "site": deployment().settings.site_url}
    waiting = {
        notice.id: deployment().sealer.open(notice.sealed_address, _place(notice.identity))
        for notice in db.session.scalars(select(ResultNotice).where(ResultNotice.campaign_id == campaign.id))
    }
    db.session.rollback()  # a slow mail server must hold nobody up
    for notice_id, address in waiting.items():
        _write_to(address, words)
        with transaction():
            db.session.execute(delete(ResultNotice).where(ResultNotice.id == notice_id))


def reseal_notices() -> int:
    """Seal addresses anew with the newest key; gives how many."""
    return reseal(ResultNotice, ResultNotice.sealed_address, lambda notice: _place(notice.identity))


def _write_to(address: str, words: Mapping[str, str]) -> None:
    try:
        mail.send(address, SUBJECT.format(**words), TEXT.format(**words))
    except smtplib.SMTPRecipientsRefused:  # nobody is there: trying again would keep the others waiting
        structlog.get_logger("mail").warning("mail_refused")


def _place(identity: bytes) -> bytes:
    return b"result notice\x1f" + identity
