"""Putting words before young researchers, their verdict, and stopping what goes out without it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from analysis.approvals.models import WordingProposal, WordingVerdict
from analysis.models import Reply
from analysis.replies.domain import ANSWER_TEXTS, EVIDENCE_TEXTS
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.access import Role
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound, Refused

#: The words of a reply that people read.
WORDS = ("status", "you_said", "our_reply", "other_views", *ANSWER_TEXTS, *EVIDENCE_TEXTS)


class NotApproved(DomainError):
    """Public words that a young researcher has not approved, in a campaign that asks for it."""

    title = "A young researcher has not approved the words"


class VerdictProblem(DomainError):
    """A verdict that cannot be taken as it is."""

    title = "Say what to change"


def words_hash(replies: Iterable[Mapping[str, Any]]) -> str:
    """What stands behind an approval: the words of every reply, given as a snapshot holds them."""
    return hash_mapping({str(each["id"]): [str(each[name] or "") for name in WORDS] for each in replies})


def words_hash_today(campaign_id: int) -> str:
    """The same for the replies as they stand."""
    rows = db.session.scalars(select(Reply).where(Reply.campaign_id == campaign_id).order_by(Reply.id))
    return words_hash({name: getattr(row, name) for name in ("id", *WORDS)} for row in rows)


def put_before_researchers(campaign: Campaign, introduction: str, actor_id: int) -> WordingProposal:
    """Ask for approval of the words as they stand."""
    asked = WordingProposal(
        campaign_id=campaign.id,
        introduction=introduction.strip(),
        replies_hash=words_hash_today(campaign.id),
        asked_by_id=actor_id,
    )
    db.session.add(asked)
    db.session.flush()
    audit.record("asked_for_approval_of_words", "campaign", campaign.id, actor_id=actor_id)
    return asked


def judge(proposal: WordingProposal, person: Person, is_approved: bool, said: str) -> None:
    """Take a young researcher's word.

    Raises:
        Refused: when somebody else answers, or the words have changed since they were put.
        VerdictProblem: when something is to change and nobody says what.
    """
    if not person.holds(Role.YOUNG_RESEARCHER):
        raise Refused("Only a young researcher approves these words.")
    if not is_as_put(proposal):
        raise Refused("These words were changed since. Go back to Wording for the newest ones.")
    if not is_approved and not said.strip():
        raise VerdictProblem("Say what to change, in your own words.")
    db.session.add(
        WordingVerdict(
            proposal_id=proposal.id, person_id=person.id, is_approved=is_approved, said=said.strip()
        )
    )
    db.session.flush()
    db.session.refresh(proposal)
    audit.record(
        "approved_words" if is_approved else "asked_to_change_words",
        "campaign",
        proposal.campaign_id,
        actor_id=person.id,
    )


def is_as_put(proposal: WordingProposal) -> bool:
    """Whether the words still are those that were put before young researchers."""
    newest = newest_proposal(proposal.campaign_id)
    is_newest = newest is not None and newest.id == proposal.id
    return is_newest and proposal.replies_hash == words_hash_today(proposal.campaign_id)


def newest_proposal(campaign_id: int) -> WordingProposal | None:
    """What was last put before young researchers."""
    return db.session.scalars(
        select(WordingProposal)
        .where(WordingProposal.campaign_id == campaign_id)
        .order_by(WordingProposal.id.desc())
        .limit(1)
    ).first()


def proposal_numbered(number: int) -> WordingProposal:
    """One proposal.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.get(WordingProposal, number)
    if found is None:
        raise NotFound("These words are not here any more. Go back to Wording.")
    return found


def standing_proposals() -> list[tuple[Campaign, WordingProposal]]:
    """The newest words of each campaign that asks for approval, while they stand as they were put."""
    found = []
    for campaign in db.session.scalars(select(Campaign).where(Campaign.asks_researchers.is_(True))):
        proposal = newest_proposal(campaign.id)
        if proposal is not None and is_as_put(proposal):
            found.append((campaign, proposal))
    return found


def require_approval(campaign: Campaign, replies_hash: str, introduction: str | None = None) -> None:
    """Stop words from going out that a campaign wants approved and nobody has approved.

    Args:
        replies_hash: of the replies that go out.
        introduction: what stands above the results; None for a document that has none.

    Raises:
        NotApproved: naming what is missing.
    """
    if not campaign.asks_researchers:
        return
    problem = _problem(newest_proposal(campaign.id), replies_hash, introduction)
    if problem:
        raise NotApproved(
            f"“{campaign.title}” asks a young researcher to approve its public words. {problem}"
        )


def _problem(proposal: WordingProposal | None, replies_hash: str, introduction: str | None) -> str:
    if proposal is None:
        return "Nobody was asked yet: choose “Ask a young researcher” on the page where you publish."
    asked_on = clock.show_date(clock.in_london(proposal.asked_at).date())
    is_same = introduction is None or introduction.strip() == proposal.introduction
    if proposal.replies_hash != replies_hash or not is_same:
        return f"The words were changed since they were put to young researchers on {asked_on}. Ask again."
    if not proposal.verdicts:
        return f"They were asked on {asked_on}, and nobody has answered yet."
    last = proposal.verdicts[-1]
    return "" if last.is_approved else f"They asked for a change: “{last.said}”"
