"""What the API answers, as the OpenAPI file describes it. Every field is one that a public page shows already.

Words of young people are not here, though pages show some: whoever takes a view back must be able to make it gone
everywhere, and what another site has copied cannot be called back.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from analysis.replies.domain import ReplyStatus
from participation.campaigns.domain import CampaignState


class Answer(BaseModel):
    """Something the API gives out. Nothing can slip in that is not described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(Answer):
    """A count of responses (never of people) as it is published. Small counts are hidden, the rest are rounded."""

    value: int | None = Field(
        description="The published figure; null where it is not shown, so that nobody can be picked out"
    )
    words: str = Field(description="The figure as pages show it, such as “40” or “too few to show”")
    is_hidden: bool
    is_rounded: bool


class Campaign(Answer):
    """One consultation: what is asked and why, who decides, and when people hear back."""

    slug: str = Field(description="Its short name in addresses")
    title: str
    summary: str
    purpose: str
    decision: str = Field(description="What the views help to decide")
    decision_maker: str
    can_change: str
    cannot_change: str
    youngest: int = Field(description="Age from which it is meant for people")
    oldest: int
    state: CampaignState
    opens_on: date | None
    closes_on: date | None = Field(description="The last day; an early one when it was closed early")
    hear_back_by: date | None
    finished_on: date | None = Field(description="The day on which everything main was decided; null before")
    page: str = Field(description="Address of its page for people")
    is_demonstration: bool = Field(description="Made up, to try the site out")


class Campaigns(Answer):
    """Campaigns, the newest first, and where the list goes on."""

    items: list[Campaign]
    next: str | None = Field(description="Address of the rest of the list; null at its end")


class Reply(Answer):
    """What is said back about one theme, who does it, and by when. Empty text means that nothing is said."""

    id: int
    campaign: str = Field(description="Slug of the campaign")
    theme: str = Field(description="Key of the theme")
    theme_name: str
    status: ReplyStatus
    status_words: str = Field(description="The status in words, with its date where it has one")
    is_promise: bool = Field(description="Yes, part of it, doing it or done: somebody is expected to act")
    you_said: str = Field(description="What was heard, in the words of staff")
    our_reply: str
    reason_kind: str
    reason: str
    could_change: str
    left_out: str
    first_step: str
    their_answer: str = Field(description="What others said whom we asked")
    owner: str = Field(description="The role that does it, never a person’s name")
    partner: str
    decision_maker: str
    due_on: date | None
    asked_on: date | None
    next_update_on: date | None
    is_late: bool = Field(description="Its day has gone by")
    evidence: str = Field(description="What young people say shows that it happened")
    places: list[str]
    priority: str = Field(description="What it serves in the plan")
    outcome: str
    published_on: date | None
    updated_on: date
    page: str = Field(description="Address of its page for people")
    is_demonstration: bool


class Replies(Answer):
    """Replies, the newest first, and where the list goes on."""

    items: list[Reply]
    next: str | None = Field(description="Address of the rest of the list; null at its end")


class ThemeFigures(Answer):
    """One theme: how many responses talk about it, and what is said back."""

    key: str
    name: str
    description: str
    responses: Figure
    percent: int | None = Field(description="Share of all responses; null where it is not shown")
    in_words: str = Field(description="The count with its base, such as “about 40 of 80 responses”")
    replies: list[Reply]


class WordFigure(Answer):
    """A word that enough responses use to be shown."""

    word: str
    responses: int


class StatusFigure(Answer):
    """How many replies say so."""

    status: ReplyStatus
    words: str
    replies: int


class ResultsInBrief(Answer):
    """That the results of a campaign are public, and where they are."""

    slug: str
    title: str
    published_on: date
    version: str = Field(description="SHA-256 of the frozen inputs of every figure")
    address: str = Field(description="Address of the results in this API")
    page: str = Field(description="Address of their page for people")


class ResultsList(Answer):
    """Campaigns whose results are public, the newest first, and where the list goes on."""

    items: list[ResultsInBrief]
    next: str | None = Field(description="Address of the rest of the list; null at its end")


class Results(Answer):
    """What one campaign heard and what is done about it, as it was last published."""

    slug: str
    title: str
    question: str
    introduction: str
    published_on: date
    version: str = Field(description="SHA-256 of the frozen inputs of every figure")
    responses: Figure = Field(description="All responses the figures are about")
    themes: list[ThemeFigures]
    words: list[WordFigure]
    statuses: list[StatusFigure]
    rules: str = Field(description="What the figures leave out; show it beside them")
    page: str = Field(description="Address of their page for people")
    is_demonstration: bool


class Problem(Answer):
    """Why there is no answer, and how to put it right (RFC 9457)."""

    type: str = Field(description="Always about:blank: the status says what kind it is")
    title: str
    status: int
    detail: str
