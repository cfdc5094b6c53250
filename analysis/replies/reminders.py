"""Reminders to owners: once a day the register is looked through, and whoever must act soon gets a message.

A message names the reply by its theme and says where to go; what anybody wrote stays on the site.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from analysis.models import ReminderRound, Reply, ReplyReminder
from analysis.replies.clocks import is_reminder_due
from analysis.replies.domain import ReplyStatus, date_to_watch
from analysis.replies.queries import theme_names
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.foundation import clock, jobs, mail
from participation.foundation.clock import show_date
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.jobs import Job
from participation.foundation.transactions import transaction

ROUND_JOB = "look_for_reminders"
JOB = "remind_owner"
FROM_HOUR = 8


def begin_round() -> int:
    """Ask for today's look through the register, once a day from eight in the morning; how many were asked for.

    Called at every look of every worker, so it costs one row read by its key.
    """
    today = clock.today()
    if clock.in_london(clock.now()).hour < FROM_HOUR:
        return 0
    known = db.session.get(ReminderRound, today) is not None
    db.session.rollback()
    if known:
        return 0
    with transaction():
        if db.session.get(ReminderRound, today) is None:
            db.session.add(ReminderRound(day=today))
            db.session.flush()
            jobs.ask_for(ROUND_JOB)
    return 1


def look_for_reminders(_job: Job) -> None:
    """Ask for a message for each reply whose owner must act soon, or should have."""
    if not mail.can_send():
        return
    with transaction():
        for reply in to_be_reminded(clock.today()):
            jobs.ask_for(JOB, reply_id=reply.id)


def to_be_reminded(today: date) -> Sequence[Reply]:
    """Replies whose owner is reminded on this day."""
    rows = db.session.execute(
        select(ReplyReminder.reply_id, func.max(ReplyReminder.sent_on)).group_by(ReplyReminder.reply_id)
    )
    last_sent = {row[0]: row[1] for row in rows}
    replies = db.session.scalars(select(Reply).where(Reply.owner_id.is_not(None)).order_by(Reply.id))
    return [
        reply for reply in replies if is_reminder_due(watched_date(reply), last_sent.get(reply.id), today)
    ]


def watched_date(reply: Reply) -> date | None:
    """The day by which something is expected of a reply: its date, or the news promised before it."""
    status = ReplyStatus(reply.status)
    days = [date_to_watch(status, reply.due_on, reply.next_update_on)]
    days += [reply.next_update_on] if status.is_open else []
    return min((day for day in days if day is not None), default=None)


def remind_owner(job: Job) -> None:
    """Send one message, then note it: better twice after a crash than never after a failing server."""
    today = clock.today()
    reply = db.session.get(Reply, int(job.arguments["reply_id"] or 0))
    owner = db.session.get(Person, reply.owner_id) if reply is not None and reply.owner_id else None
    if reply is None or owner is None or not owner.is_active or reply not in to_be_reminded(today):
        db.session.rollback()
        return
    reply_id, person_id, to = reply.id, owner.id, owner.email
    subject, text = _message(reply, today)
    db.session.rollback()
    mail.send(to, subject, text)
    with transaction():
        db.session.add(ReplyReminder(reply_id=reply_id, person_id=person_id, sent_on=today))


def _message(reply: Reply, today: date) -> tuple[str, str]:
    campaign = db.session.get_one(Campaign, reply.campaign_id)
    title = theme_names(campaign.id).get(reply.theme_key, reply.theme_key)
    day = watched_date(reply) or today
    when = (
        f"was due on {show_date(day)} and shows as late in public"
        if day < today
        else f"is due on {show_date(day)}"
    )
    address = f"{deployment().settings.site_url}/staff/my-items/{reply.id}"
    return (
        f"A reply of yours needs you: {title}",
        f"The reply about “{title}” {when}.\n\nSay how it stands here: {address}\n",
    )
