"""What finishing a campaign looks at, and keeping what was decided on its public record."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.disclosure import AudienceClass
from analysis.finishing.domain import (
    MainTheme,
    Said,
    Unfinished,
    decision_on,
    main_themes,
    missing,
)
from analysis.models import Reply
from analysis.publications import masked_themes
from analysis.replies.domain import ReasonCode, ReplyStatus
from analysis.replies.queries import replies_of, theme_names
from analysis.replies.signatures import signatures_under
from analysis.themes.signing import signature_under
from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.campaigns.services import finish_campaign
from participation.foundation.access import Role
from participation.foundation.errors import DomainError


class NotFinished(DomainError):
    """Something keeps a campaign from being finished. `problems` names each thing."""

    title = "It is not finished yet"

    def __init__(self, problems: Sequence[Unfinished]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Finishing:
    """How far a campaign is: its main themes, and what is missing."""

    themes: tuple[MainTheme, ...]
    problems: tuple[Unfinished, ...]


def finishing_of(campaign: Campaign) -> Finishing:
    """The main themes of a campaign as they were signed, with what is said back about each."""
    signed = signature_under(campaign.id)
    themes: tuple[MainTheme, ...] = ()
    if signed is not None:
        cells = masked_themes(dict(signed.content), AudienceClass.PUBLIC).cells
        names, replies = theme_names(campaign.id), replies_of(campaign.id)
        themes = tuple(
            MainTheme(
                key, names.get(key, key), tuple(_said(each) for each in replies if each.theme_key == key)
            )
            for key in main_themes({key: cell.value for key, cell in cells.items()})
        )
    found = missing(
        themes,
        is_closed=campaign.state is CampaignState.CLOSED,
        is_signed=signed is not None and signed.is_current,
    )
    return Finishing(themes, tuple(found))


def finish(campaign: Campaign, actor_id: int) -> None:
    """Call a campaign finished, and keep on its record what was decided on each main theme, and why.

    Raises:
        NotFinished: naming each thing that is missing.
        CampaignProblem: when it is finished already.
    """
    finishing = finishing_of(campaign)
    if finishing.problems:
        raise NotFinished(finishing.problems)
    outcome = []
    for theme in finishing.themes:
        decision = decision_on(theme)
        read_on = decision.read_on.isoformat() if decision.read_on else ""
        outcome.append(
            {
                "theme": theme.name,
                "decision": decision.status.label,
                "reason": decision.reason,
                "decided_by": decision.decided_by,
                "read_on": read_on,
                "reply": str(decision.reply_id),
            }
        )
    finish_campaign(campaign, outcome, actor_id)


def _said(reply: Reply) -> Said:
    read = [each for each in signatures_under(reply) if each.role is Role.DECISION_MAKER and each.is_current]
    return Said(
        reply.id,
        ReplyStatus(reply.status),
        _reason(reply),
        reply.is_published,
        reply.decision_maker,
        read[0].on if read else None,
    )


def _reason(reply: Reply) -> str:
    """Why it was decided so, in the words of the reply itself."""
    kind = ReasonCode(reply.reason_code).label if reply.reason_code else ""
    asked = (
        f"It is for {reply.partner} to decide"
        if reply.status == ReplyStatus.NOT_OURS and reply.partner
        else ""
    )
    parts = [part.strip().rstrip(".") for part in (kind, reply.reason, asked) if part and part.strip()]
    return "".join(f"{part}. " for part in parts).strip() if reply.reason.strip() or asked else ""
