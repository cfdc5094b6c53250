"""Links to a campaign that say where they were put up, so that staff see which places bring answers."""

import re

from participation.campaigns.models import Campaign
from participation.foundation import audit
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound
from surveys.models import SourceLink
from surveys.queries import source_links
from surveys.setting_kinds import NOT_SAID, WhichSetting

LABEL = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
MOST_LINKS = 200


class WrongLink(DomainError):
    """A link cannot have this label."""

    title = "Check the link"


def add_link(
    campaign: Campaign,
    label: str,
    place: str,
    actor_id: int | None = None,
    setting: WhichSetting = NOT_SAID,
) -> SourceLink:
    """Make a link with a label.

    Raises:
        WrongLink: when the label cannot stand in an address, or is there already.
    """
    present = source_links(campaign.id)
    if not LABEL.fullmatch(label):
        raise WrongLink("Use small letters, digits and hyphens, such as library-blandford.")
    if label in {each.label for each in present}:
        raise WrongLink("There is a link with this label already.")
    if len(present) >= MOST_LINKS:
        raise WrongLink(f"A campaign has at most {MOST_LINKS} links.")
    made = SourceLink(
        campaign_id=campaign.id,
        label=label,
        place=place,
        made_by_id=actor_id,
        setting_kind=setting.kind,
        setting_name=setting.name,
    )
    db.session.add(made)
    db.session.flush()
    detail: dict[str, str | int | bool | None] = {"campaign_id": campaign.id, "label": label}
    audit.record("made", "source_link", made.id, actor_id=actor_id, detail=detail)
    return made


def say_setting(link: SourceLink, setting: WhichSetting, actor_id: int | None) -> None:
    """Keep which setting a link is for, in place of what was said before."""
    link.setting_kind, link.setting_name = setting.kind, setting.name
    audit.record("said setting of", "source_link", link.id, actor_id=actor_id)


def link_of(campaign: Campaign, label: str) -> SourceLink:
    """One link of a campaign.

    Raises:
        NotFound: when there is none with this label.
    """
    for link in source_links(campaign.id):
        if link.label == label:
            return link
    raise NotFound("There is no such link. Go back to the list of links.")
