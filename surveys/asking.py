"""What the take-part page needs to know of a campaign, kept for a moment so that most visits ask no database.

A change made in this process shows at once; one made in another process within `FRESH_SECONDS`.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from threading import Lock
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from participation.campaigns.domain import CampaignState, campaign_state, reading_words
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.foundation.languages import offered
from participation.foundation.looks import OURS, Look, own_look
from participation.foundation.outage import is_outage
from participation.foundation.rendering import demo_checks
from participation.look.models import SiteLook
from surveys import recordings
from surveys.definition import SurveyDefinition
from surveys.equality.domain import Asked
from surveys.equality.models import EqualitySetup
from surveys.equality.queries import asked_of
from surveys.models import QuestionRecording, SourceLink, SurveyVersion
from surveys.queries import latest_version, source_labels
from surveys.question_types import HELPED_KINDS
from surveys.shells import Shells
from surveys.wordings import USUAL_WORDS, AskedAs

FRESH_SECONDS = 1.0
EXTENSION = "surveys.asked"
CHANGED = "a campaign changed"
#: What the pages of a survey are made from.
AFFECTING = (Campaign, SurveyVersion, QuestionRecording, SourceLink, EqualitySetup, SiteLook)


@dataclass(frozen=True)
class AskedSurvey:
    """A campaign and its questions as the public meets them.

    Attributes:
        closed_early_on: the day staff closed it, None when nobody did.
        recordings: the mark of its recording by question key, where one says what is asked.
        paused_on: the day it began to take no views, because nobody reads or because staff paused it.
        stopped_because: why staff paused it, as the public is told; empty when they did not.
        languages: those beside English that somebody may choose now.
        sources: labels of the links that staff made.
        youngest: from this age on people can take part.
        equality: which equality questions come after a view, by age band.
        beside_helper: the questions with those that only a helper can take an answer to; `definition` has the rest.
        asked_as: for whom the questions are worded.
        is_demo_site: whether pages carry the banner of the demonstration.
        look: the council's own, which rendered pages carry too.
    """

    campaign_id: int
    slug: str
    title: str
    accent: str
    is_sensitive: bool
    minutes_needed: int
    opens_on: date | None
    closes_on: date | None
    closed_early_on: date | None
    hear_back_by: date | None
    unread_since: date | None
    next_read_on: date | None
    paused_on: date | None
    stopped_because: str
    version_id: int
    definition: SurveyDefinition
    is_demo_site: bool
    recordings: Mapping[str, str]
    look: Look = OURS
    languages: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    youngest: int = 0
    equality: Asked = field(default_factory=dict)
    beside_helper: SurveyDefinition = field(default_factory=lambda: SurveyDefinition(()))
    asked_as: AskedAs = USUAL_WORDS

    def with_helper(self) -> "AskedSurvey":
        """The survey as it is asked with an adult beside the child, drawings too, or printed on paper."""
        return replace(self, definition=self.beside_helper)

    def worded(self, asked_as: AskedAs) -> "AskedSurvey":
        """The survey in the words for somebody, from the usual ones; recordings say those alone."""
        if asked_as == USUAL_WORDS:
            return self
        language = self.definition.language(asked_as.language)
        return replace(
            self,
            title=(language and language.title) or self.title,
            definition=self.definition.worded(asked_as),
            recordings={},
            asked_as=asked_as,
        )

    @property
    def state(self) -> CampaignState:
        """Where the campaign stands today, however long ago this was looked up."""
        was_closed = self.closed_early_on is not None
        return campaign_state(
            True,
            was_closed,
            self.opens_on,
            self.closes_on,
            clock.today(),
            is_paused=self.paused_on is not None,
        )

    @property
    def is_paused(self) -> bool:
        """Whether it would be open if somebody were there to read."""
        return self.state is CampaignState.PAUSED

    def reading_words(self, usual_hours: str) -> str:
        """When people read, as the public is told now."""
        return reading_words(usual_hours, self.unread_since, self.next_read_on)

    @property
    def closed_on(self) -> date | None:
        """The day it closed: when staff closed it or its last day, whichever came first; None before that."""
        if self.state is not CampaignState.CLOSED:
            return None
        return min((day for day in (self.closes_on, self.closed_early_on) if day), default=None)

    @property
    def is_open(self) -> bool:
        """Whether it can be answered today."""
        return self.state is CampaignState.OPEN

    def takes_late_view(self, made_on: date | None, late_days: int, today: date) -> bool:
        """Whether a view written before closing, or before a pause, is still taken though it arrives after.

        Args:
            made_on: the day its key was made; None when the key does not say.
        """
        if self.is_paused and self.paused_on is not None:
            return made_on is None or made_on <= self.paused_on
        closed_on, until = self.closed_on, self.takes_late_views_until(late_days)
        if closed_on is None or until is None:
            return False
        was_before = made_on is None or made_on <= closed_on
        return was_before and today <= until

    def takes_late_views_until(self, late_days: int) -> date | None:
        """The last day on which views written before closing are taken; None while it is not closed."""
        return None if self.closed_on is None else self.closed_on + timedelta(days=late_days)


@dataclass
class _Kept:
    survey: AskedSurvey
    until: float
    shells: Shells = field(default_factory=Shells)


class AskedSurveys:
    """The surveys asked for lately, by the slug of their campaign."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = Lock()

    def get(self, slug: str) -> tuple[AskedSurvey, Shells]:
        """The survey and its rendered pages.

        Raises:
            NotFound: when there is no such campaign, or it never opened.
        """
        kept, moment = self._kept.get(slug), time.monotonic()
        if kept is not None and moment < kept.until:
            return kept.survey, kept.shells
        try:
            survey = _load(slug)  # an unknown slug is not kept, so made-up ones cannot fill the memory
        except SQLAlchemyError as error:
            if kept is None or not is_outage(error):
                raise
            db.session.rollback()
            survey = kept.survey  # a form that was filled in can then be shown again with nothing lost
        with self._lock:
            if kept is None or kept.survey != survey:
                kept = self._kept[slug] = _Kept(survey, 0.0)
            kept.until = moment + FRESH_SECONDS
        return kept.survey, kept.shells

    def open_shells(self, slug: str) -> Shells | None:
        """The rendered pages of a survey that takes views; None when it does not, or was not asked for lately."""
        kept = self._kept.get(slug)
        if kept is None or time.monotonic() >= kept.until or not kept.survey.is_open:
            return None
        return kept.shells

    def forget(self) -> None:
        """Look everything up again."""
        with self._lock:
            self._kept.clear()


def asked_survey(slug: str) -> tuple[AskedSurvey, Shells]:
    """The survey of a campaign and its rendered pages.

    Raises:
        NotFound: when there is no such campaign, or it never opened.
    """
    kept: AskedSurveys = current_app.extensions[EXTENSION]
    return kept.get(slug)


def _load(slug: str) -> AskedSurvey:
    campaign = campaign_by_slug(slug)
    version = latest_version(campaign.id)
    if version is None or campaign.state is CampaignState.DRAFT:
        raise NotFound("This campaign is not open yet. Look on the home page for what is open now.")
    definition = SurveyDefinition.from_json(version.definition)
    return AskedSurvey(
        campaign_id=campaign.id,
        slug=campaign.slug,
        title=campaign.title,
        accent=campaign.accent,
        is_sensitive=campaign.is_sensitive,
        minutes_needed=campaign.minutes_needed,
        opens_on=campaign.opens_on,
        closes_on=campaign.closes_on,
        closed_early_on=clock.in_london(campaign.closed_at).date() if campaign.closed_at else None,
        hear_back_by=campaign.hear_back_by,
        unread_since=campaign.unread_since,
        next_read_on=campaign.next_read_on,
        paused_on=min(filter(None, (campaign.paused_on, campaign.stopped_on)), default=None),
        stopped_because=campaign.stopped_because,
        version_id=version.id,
        definition=definition.asked_alone(HELPED_KINDS),
        beside_helper=definition,
        is_demo_site=any(demo_checks.call()),
        recordings=recordings.marks(campaign.id, definition),
        look=own_look(),
        languages=languages_of(campaign.id),
        sources=frozenset(source_labels(campaign.id)),
        youngest=campaign.youngest,
        equality=asked_of(campaign.id),
    )


def languages_of(campaign_id: int) -> tuple[str, ...]:
    """The languages beside English in which a campaign is asked now."""
    version = latest_version(campaign_id)
    definition = SurveyDefinition.from_json(version.definition) if version else SurveyDefinition(())
    return tuple(code for code in definition.languages_on if code in offered())


def install(extensions: dict[str, Any]) -> AskedSurveys:
    """Begin keeping, and forget whenever a campaign or its questions were changed here."""
    kept = extensions[EXTENSION] = AskedSurveys()
    if not event.contains(Session, "after_flush", _note_changes):
        event.listen(Session, "after_flush", _note_changes)
        event.listen(Session, "after_commit", _forget_changed)
    return kept


def _note_changes(session: Session, _context: object) -> None:
    touched = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(each, AFFECTING) for each in touched):
        session.info[CHANGED] = True


def _forget_changed(session: Session) -> None:
    if session.info.pop(CHANGED, False) and has_app_context() and EXTENSION in current_app.extensions:
        current_app.extensions[EXTENSION].forget()
