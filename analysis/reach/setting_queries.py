"""Which settings have a session, a link or a meeting, and through which views came. No count leaves here."""

from collections.abc import Sequence

from sqlalchemy import select

from analysis.reach.models import SettingFigure
from analysis.reach.queries import counts_for_reach, total_of
from analysis.reach.setting_rows import HowMany, OneSetting, SettingsReached, settings_reached
from participation.campaigns.models import Campaign
from participation.foundation.database import db
from surveys.models import GroupSession, Submission
from surveys.queries import source_links
from surveys.records.models import Meeting, MeetingNote
from surveys.setting_kinds import SettingKind, WhichSetting, one_setting


def settings_of(campaign: Campaign) -> SettingsReached:
    """What the page of reach says of settings.

    While so few views came that their number is hidden, it is not said either through which settings they came.
    """
    by_session, by_link = _sessions(campaign.id), _links(campaign.id)
    by_meeting = _meetings(campaign.id)
    made = {*by_session.values(), *by_link.values(), *by_meeting.values()}
    said = figures_of(campaign.id)
    if total_of(campaign.id).value is None:
        return settings_reached(made, None, said)
    came = [by_session[id_] for id_ in _used_sessions(campaign.id) if id_ in by_session]
    came += [by_link[label] for label in _used_links(campaign.id) if label in by_link]
    came += [by_meeting[id_] for id_ in _used_meetings(campaign.id) if id_ in by_meeting]
    return settings_reached(made, came, said)


def figures_of(campaign_id: int) -> dict[SettingKind, HowMany]:
    """What staff said of each kind for a campaign."""
    rows = db.session.scalars(select(SettingFigure).where(SettingFigure.campaign_id == campaign_id))
    return {row.kind: HowMany(row.number, row.source, row.as_at, row.target) for row in rows}


def _sessions(campaign_id: int) -> dict[int, OneSetting]:
    rows = db.session.execute(
        select(GroupSession.id, GroupSession.setting_kind, GroupSession.setting_name).where(
            GroupSession.campaign_id == campaign_id, GroupSession.setting_kind.is_not(None)
        )
    )
    found = {id_: one_setting(WhichSetting(kind, name), f"session {id_}") for id_, kind, name in rows}
    return {id_: one for id_, one in found.items() if one}


def _links(campaign_id: int) -> dict[str, OneSetting]:
    found = {
        link.label: one_setting(WhichSetting(link.setting_kind, link.setting_name), f"link {link.id}")
        for link in source_links(campaign_id)
    }
    return {label: one for label, one in found.items() if one}


def _meetings(campaign_id: int) -> dict[int, OneSetting]:
    rows = db.session.execute(
        select(Meeting.id, Meeting.setting_kind, Meeting.setting_name).where(
            Meeting.campaign_id == campaign_id, Meeting.setting_kind.is_not(None)
        )
    )
    found = {id_: one_setting(WhichSetting(kind, name), f"meeting {id_}") for id_, kind, name in rows}
    return {id_: one for id_, one in found.items() if one}


def _used_meetings(campaign_id: int) -> Sequence[int]:
    """The meetings at which a view was said."""
    return db.session.scalars(
        select(MeetingNote.meeting_id)
        .join(Submission, Submission.id == MeetingNote.submission_id)
        .where(Submission.campaign_id == campaign_id, *counts_for_reach())
        .distinct()
    ).all()


def _used_sessions(campaign_id: int) -> Sequence[int | None]:
    """The opened sessions in which a view came."""
    return db.session.scalars(
        select(Submission.group_session_id)
        .join(GroupSession, GroupSession.id == Submission.group_session_id)
        .where(
            GroupSession.campaign_id == campaign_id, GroupSession.opened_at.is_not(None), *counts_for_reach()
        )
        .distinct()
    ).all()


def _used_links(campaign_id: int) -> Sequence[str]:
    return db.session.scalars(
        select(Submission.came_from)
        .where(Submission.campaign_id == campaign_id, Submission.came_from != "", *counts_for_reach())
        .distinct()
    ).all()
