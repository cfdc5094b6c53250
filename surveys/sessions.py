"""Group sessions: making, opening and closing them, finding one by its code, and what its host may know."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.codes import keyed_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError, NotFound
from surveys.forms import SentForm
from surveys.models import GroupSession, Submission
from surveys.session_rules import end_of_session, is_code, new_code, plain_code, rounded_count, spoken_code
from surveys.setting_kinds import NOT_SAID, WhichSetting

TOKEN_BYTES = 18
MOST_LISTED = 200


class CannotOpenSession(DomainError):
    """A session was opened already, or its campaign takes no views."""

    title = "This session cannot be opened"


@dataclass(frozen=True)
class ShownSession:
    """A session as pages show it.

    Attributes:
        spoken: the code as it is read out.
        is_begun: whether its host has opened it, however long ago.
        is_open: whether views can be sent in it now.
        rounded: views so far, rounded; None when there are too few to say.
    """

    id: int
    code: str
    spoken: str
    label: str
    opened_at: datetime | None
    ends_at: datetime | None
    is_begun: bool
    is_open: bool
    rounded: int | None


@dataclass(frozen=True)
class InGroup:
    """The session a view is sent in, for the page that is shown and for the view that is stored.

    Attributes:
        session_id: None when there is no session with this code in this campaign.
        code: as it came, so that a page can name it.
    """

    session_id: int | None
    code: str
    label: str
    is_open: bool

    def takes(self, sent: SentForm) -> bool:
        """Whether the session takes what was sent: while it is open, or on the way to another page."""
        return self.is_open or (self.session_id is not None and sent.page > 0)


def make_session(
    campaign: Campaign, label: str, actor_id: int | None, setting: WhichSetting = NOT_SAID
) -> GroupSession:
    """Make a session for a host to open later. Its code is not one that is in use."""
    code = new_code()
    while find_session(code) is not None:
        code = new_code()
    made = GroupSession(
        campaign_id=campaign.id,
        code=code,
        label=label,
        made_by_id=actor_id,
        setting_kind=setting.kind,
        setting_name=setting.name,
    )
    db.session.add(made)
    db.session.flush()
    audit.record("made", "group_session", made.id, actor_id=actor_id, detail={"campaign": campaign.slug})
    return made


def say_setting(session: GroupSession, setting: WhichSetting, actor_id: int | None) -> None:
    """Keep which setting a session is for, in place of what was said before."""
    session.setting_kind, session.setting_name = setting.kind, setting.name
    audit.record("said setting of", "group_session", session.id, actor_id=actor_id)


def open_session(session: GroupSession, label: str, hours: int, actor_id: int | None) -> None:
    """Let a group take part now. Call it only for a host who said that the group hears first what we may say.

    Raises:
        CannotOpenSession: when it was opened before, or its campaign is not open.
    """
    if session.opened_at is not None:
        raise CannotOpenSession("This session was opened before. Ask for a new one for another lesson.")
    if campaign_of(session).state is not CampaignState.OPEN:
        raise CannotOpenSession("The campaign is not open today, so nobody can take part.")
    session.label, session.is_told_first = label, True
    session.opened_at = clock.now().replace(second=0, microsecond=0)
    session.valid_until = end_of_session(session.opened_at, hours)
    db.session.flush()
    audit.record("opened", "group_session", session.id, actor_id=actor_id, detail={"hours": hours})


def close_session(session: GroupSession, actor_id: int | None) -> None:
    """End a session now; ending it again changes nothing."""
    if session.closed_at is None:
        session.closed_at = clock.now()
        audit.record("closed", "group_session", session.id, actor_id=actor_id)


def replace_host_link(session: GroupSession, actor_id: int | None) -> None:
    """Make every link that its host was given lead nowhere; `host_token` gives the new one."""
    session.link_turn += 1
    audit.record("replaced link", "group_session", session.id, actor_id=actor_id)


def find_session(typed: str) -> GroupSession | None:
    """The session with this code, however it was typed; open or not."""
    code = plain_code(typed)
    if not is_code(code):
        return None
    return db.session.scalars(select(GroupSession).where(GroupSession.code == code)).first()


def in_group(session: GroupSession) -> InGroup:
    """A session as the form of one of its group knows it."""
    return InGroup(session.id, session.code, session.label, is_open_now(session))


def named_session(typed: str, campaign_id: int) -> InGroup | None:
    """The session a sent form names; None when it names none, as most forms do."""
    if not typed.strip():
        return None
    found = find_session(typed)
    if found is None or found.campaign_id != campaign_id:
        return InGroup(None, plain_code(typed), "", False)
    return in_group(found)


def session_by_id(campaign: Campaign, session_id: int) -> GroupSession:
    """One session of a campaign.

    Raises:
        NotFound: when this campaign has none with that number.
    """
    found = db.session.get(GroupSession, session_id)
    if found is None or found.campaign_id != campaign.id:
        raise NotFound("There is no such session in this campaign. Go back to the list.")
    return found


def hosted_session(typed: str, token: str) -> GroupSession:
    """The session a host's own link leads to.

    Raises:
        NotFound: when the link is not right, in the same words whatever is wrong with it.
    """
    found = find_session(typed)
    if found is None or not hmac.compare_digest(host_token(found).encode(), token.encode()):
        raise NotFound("This link leads to no session. Copy the whole link, or ask for a new one.")
    return found


def host_token(session: GroupSession) -> str:
    """The secret part of a host's link: a keyed hash of the session, so that none of it need be stored."""
    whose = f"{session.id} {session.code} {session.link_turn}"
    digest = keyed_hash(deployment().keys.receipt, "host of a group session", whose)
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode("ascii")


def campaign_of(session: GroupSession) -> Campaign:
    """The campaign a session belongs to."""
    return db.session.get_one(Campaign, session.campaign_id)


def is_open_now(session: GroupSession) -> bool:
    """Whether a session was opened and has not ended."""
    if session.valid_until is None or session.closed_at is not None:
        return False
    return clock.now() < session.valid_until


def shown_session(session: GroupSession) -> ShownSession:
    """A session as pages show it; how many views came in it, by the public rule of counts."""
    return _shown(session, _counts([session.id]).get(session.id, 0))


def shown_sessions(campaign: Campaign) -> list[ShownSession]:
    """The sessions of a campaign, the newest first."""
    found = db.session.scalars(
        select(GroupSession)
        .where(GroupSession.campaign_id == campaign.id)
        .order_by(GroupSession.id.desc())
        .limit(MOST_LISTED)
    ).all()
    counts = _counts([each.id for each in found])
    return [_shown(each, counts.get(each.id, 0)) for each in found]


def in_words(session_id: int | None) -> str:
    """A session for the record of a concern: setting, code and when it was; empty without a session."""
    session = db.session.get(GroupSession, session_id) if session_id is not None else None
    if session is None:
        return ""
    setting = session.label or "setting not named"
    opened = f", opened {clock.show_time(session.opened_at)}" if session.opened_at else ""
    return f"{setting} (code {spoken_code(session.code)}{opened})"


def _counts(session_ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Submission.group_session_id, func.count())
        .where(Submission.group_session_id.in_(session_ids), Submission.withdrawn_on.is_(None))
        .group_by(Submission.group_session_id)
    )
    return {number: count for number, count in rows if number is not None}


def _shown(session: GroupSession, count: int) -> ShownSession:
    settings = deployment().settings
    ends = min((moment for moment in (session.valid_until, session.closed_at) if moment), default=None)
    return ShownSession(
        session.id,
        session.code,
        spoken_code(session.code),
        session.label,
        session.opened_at,
        ends,
        session.opened_at is not None,
        is_open_now(session),
        rounded_count(count, settings.public_minimum_cell, settings.public_round_to),
    )
