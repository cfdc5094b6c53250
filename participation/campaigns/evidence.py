"""What the opening gates look at: what staff said, and what the rest of the house found. Pure.

Nothing here is ticked by hand: other floors find it when somebody wants to open a campaign. Where nobody found
anything, the evidence is missing, and the gate stays shut.
"""

from dataclasses import dataclass, field, fields
from datetime import date

from participation.campaigns.domain import CampaignDetails, OpeningProblem
from participation.foundation.codes import hash_mapping
from participation.foundation.periods import Period

#: What a signature for the best interests of children vouches for: when it changes, it is signed again.
SIGNED = (
    *("title", "purpose", "decision", "can_change", "cannot_change", "youngest", "oldest"),
    *("is_sensitive", "privacy_level", "quick_ask_setting"),
)


@dataclass(frozen=True)
class AskedEvidence:
    """What is known of the questions.

    Attributes:
        problems: why they cannot be asked as they are, and what in them is not easy to read.
        hard_to_read: questions without words for Easy Read that need some.
        languages: what is not reviewed in a language that is switched on.
        offered_in: the languages beside English in which it is asked, as the record names them.
        ways: how people can answer them, as the record names it.
        asks_about_you: whether a question says something of who answers.
        is_met_in_groups: whether group sessions are made for it.
        words: names what is asked; another when it changes.
    """

    problems: tuple[OpeningProblem, ...] = (OpeningProblem("Nobody has looked at the questions."),)
    hard_to_read: tuple[OpeningProblem, ...] = ()
    languages: tuple[OpeningProblem, ...] = ()
    offered_in: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    asks_about_you: bool = False
    is_met_in_groups: bool = False
    words: str = ""


@dataclass(frozen=True)
class SafetyEvidence:
    """What is known of the people who read, and of the help that pages offer.

    Attributes:
        rota: gaps in the rota on the days it is open.
        help_links: what is wrong with the help that every page shows.
        is_staffed_at_close: whether the team works on its last day.
    """

    rota: tuple[OpeningProblem, ...] = (OpeningProblem("Nobody has looked at the rota."),)
    help_links: tuple[OpeningProblem, ...] = (OpeningProblem("Nobody has looked at the help lines."),)
    is_staffed_at_close: bool = False


@dataclass(frozen=True)
class SignOff:
    """A named person's word that a campaign serves children's best interests.

    Attributes:
        seal: names what was signed, as `Readiness.seal` does.
    """

    signed_on: date
    signed_as: str
    statement: str
    seal: str


@dataclass(frozen=True)
class Readiness:
    """Everything that decides whether a campaign may open today."""

    details: CampaignDetails
    today: date
    asked: AskedEvidence = field(default_factory=AskedEvidence)
    safety: SafetyEvidence = field(default_factory=SafetyEvidence)
    holidays: tuple[Period, ...] = ()
    elections: tuple[Period, ...] = ()
    sign_off: SignOff | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day it would be open; None while that is not known."""
        first = max(self.today, self.details.opens_on or self.today)
        last = self.details.closes_on
        return (first, last) if last and last >= first else None

    @property
    def seal(self) -> str:
        """Names what a signature vouches for."""
        said = {each.name: str(getattr(self.details, each.name)) for each in fields(self.details)}
        return hash_mapping({**{name: said[name] for name in SIGNED}, "asked": self.asked.words})
