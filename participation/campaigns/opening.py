"""Opening a campaign: gathering what its gates look at, signing for it, and keeping the record."""

from dataclasses import replace
from datetime import date

from participation.campaigns import gates
from participation.campaigns.domain import CampaignDetails, OpeningProblem
from participation.campaigns.evidence import AskedEvidence, Readiness, SafetyEvidence, SignOff
from participation.campaigns.models import BestInterestsSignOff, Campaign
from participation.campaigns.queries import details_of, last_sign_off
from participation.foundation import audit, clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.registries import at_opening, opening_evidence

#: Who may sign that a campaign serves the best interests of children.
SIGNERS = (Role.CAMPAIGN_MANAGER, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER)


def readiness_of(campaign: Campaign, details: CampaignDetails | None = None) -> Readiness:
    """Everything that decides whether a campaign may open; with other `details`, if it said those."""
    settings, signed = deployment().settings, last_sign_off(campaign.id)
    ready = Readiness(
        details or details_of(campaign),
        clock.today(),
        holidays=tuple(settings.school_holidays),
        elections=tuple(settings.pre_election_periods),
        sign_off=SignOff(signed.signed_on, signed.signed_as, signed.statement, signed.seal)
        if signed
        else None,
    )
    for found in opening_evidence.call(campaign.id):
        if isinstance(found, AskedEvidence):
            ready = replace(ready, asked=found)
        elif isinstance(found, SafetyEvidence):
            ready = replace(ready, safety=found)
    return ready


def problems_before_opening(campaign: Campaign) -> list[OpeningProblem]:
    """Everything that keeps a campaign from opening, from every gate there is."""
    return gates.missing(readiness_of(campaign))


def emptied(campaign: Campaign, details: CampaignDetails) -> list[OpeningProblem]:
    """What would be missing once an open campaign said this and is not missing now."""
    now, then = readiness_of(campaign), readiness_of(campaign, details)
    present = {problem.anchor for problem in gates.missing(now)}
    return [problem for problem in gates.missing(then) if problem.anchor not in present]


def sign_best_interests(
    campaign: Campaign, statement: str, person_id: int, roles: frozenset[Role], on: date | None = None
) -> BestInterestsSignOff:
    """Put somebody's name under it that a campaign, as it is now, serves the best interests of children.

    Args:
        roles: the roles this person holds; they sign as those that may.
        on: the day it is dated, today unless told otherwise.
    """
    signed_as = ", ".join(role.label for role in SIGNERS if role in roles)
    signed = BestInterestsSignOff(
        campaign_id=campaign.id,
        signed_by_id=person_id,
        signed_as=signed_as,
        signed_on=on or clock.today(),
        statement=statement,
        seal=readiness_of(campaign).seal,
    )
    db.session.add(signed)
    db.session.flush()
    audit.record("signed_best_interests", "campaign", campaign.id, actor_id=person_id)
    return signed


def let_open(campaign: Campaign) -> list[OpeningProblem]:
    """Open a campaign, when every gate lets it; else what is missing, and nothing happens."""
    ready = readiness_of(campaign)
    problems = gates.missing(ready)
    if not problems:
        campaign.opened_at, campaign.record = clock.now(), gates.record(ready)
        db.session.flush()
        at_opening.call(campaign.id)
    return problems
