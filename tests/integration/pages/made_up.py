"""A made-up campaign that has been all the way: views sent, read, themed, answered and published."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from analysis import publications
from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, Reply, SignOff, Theme, ThemingRun
from analysis.replies.domain import ReplyStatus
from analysis.replies.services import save_reply
from analysis.snapshots import take_snapshot
from moderation.domain import DecisionKind
from moderation.models import ApprovedText, Decision
from participation.accounts.models import Person
from participation.accounts.services import add_person
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.codes import new_submission_key
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import intake
from surveys.domain import MayQuote, SubmissionState
from surveys.models import Question, Submission, Survey
from surveys.queries import current_version
from surveys.question_types import Cleaned
from surveys.services import freeze

SLUG = "out-and-about"
TITLE = "Out and about"
BUSES, PARKS, LIGHTS, SHOPS = "buses", "parks", "lights", "shops"
THEMES = {
    BUSES: ("Getting around", "Buses, trains, bikes and how to get to things."),
    PARKS: ("Parks and play", "Places to play, sit and meet outside."),
    LIGHTS: ("Feeling safe outside", "Lights, paths and people about."),
    SHOPS: ("Shops and food", "Where to eat and what there is to buy."),
}
#: Words of views, and how many views say each; shops stay below what may be shown.
SAYINGS: Mapping[str, tuple[tuple[str, ...], int]] = {
    BUSES: (
        (
            "the last bus home goes at six so i cant stay for football practice",
            "Buses cost too much when you are fifteen and have no job",
            "there is no bus at all to our village on a sunday",
        ),
        14,
    ),
    PARKS: (
        (
            "the swings have been broken since last summer",
            "more benches in the park for us to sit on",
            "please keep the field, do not build on it",
        ),
        7,
    ),
    LIGHTS: (("the path behind the school is dark when we walk home", "put lights on the bike path"), 6),
    SHOPS: (("somewhere warm to eat that we can afford",), 4),
}
REPLY_FIELDS: Mapping[ReplyStatus, dict[str, Any]] = {
    ReplyStatus.HEARD: {},
    ReplyStatus.DECIDING: {
        "decision_maker": "Transport board",
        "due_on": clock.today() + timedelta(days=40),
    },
    ReplyStatus.YES: {
        "owner": "Head of transport",
        "due_on": date(2030, 5, 1),
        "partner": "Bus company",
        "first_step": "We ask drivers for a later bus.",
    },
    ReplyStatus.PART: {
        "owner": "Parks team",
        "due_on": date(2030, 6, 1),
        "left_out": "The park by the river.",
        "reason": "There is money for one park.",
    },
    ReplyStatus.NO: {
        "reason_code": "law",
        "reason": "The law sets the price.",
        "could_change": "A new law could change it.",
    },
    ReplyStatus.NOT_OURS: {"partner": "The rail company", "asked_on": date(2026, 2, 2)},
    ReplyStatus.DOING: {"owner": "Street lighting team", "due_on": date(2020, 1, 1)},
    ReplyStatus.STUCK: {"reason": "The field belongs to somebody else.", "next_update_on": date(2030, 2, 1)},
    ReplyStatus.DONE: {"evidence": "Young people rode on it and said: it gets us home."},
    ReplyStatus.CHANGED_MIND: {"reason": "The builder stopped trading.", "decision_maker": "Parks board"},
}


def open_campaign(slug: str = SLUG, title: str = TITLE, **fields: Any) -> int:
    """A campaign that takes views, with one question in people's own words; gives its id."""
    today = clock.today()
    with transaction():
        given = {
            "opens_on": today - timedelta(days=20),
            "closes_on": today + timedelta(days=20),
            "opened_at": clock.now(),
            "decision": "How the travel money for next year is spent",
            "decision_maker": "The transport board",
            "summary": "Tell us how you get about and what gets in the way.",
            "minutes_needed": 2,
            "hear_back_by": today + timedelta(days=60),
        }
        campaign = Campaign(slug=slug, title=title, **{**given, **fields})
        db.session.add(campaign)
        db.session.flush()
        asked = Question(
            key="q1", kind="long_text", position=0, wording="What would make getting about better?"
        )
        db.session.add(Survey(campaign_id=campaign.id, questions=[asked]))
        db.session.flush()
        freeze(campaign.id)
        return campaign.id


def send(campaign_id: int, *texts: str, may_quote: MayQuote = MayQuote.YES) -> list[intake.Receipt]:
    """Views with these words, as they come in; gives their receipts."""
    with transaction():
        version = current_version(campaign_id)
        views = [
            intake.NewView(
                campaign_id, version.id, new_submission_key(), (("q1", Cleaned(words=text)),), may_quote
            )
            for text in texts
        ]
        return intake.store_all(views)


def settle(submission_id: int, state: SubmissionState, reason: str = "", text: str = "") -> None:
    """Have a person read a view and decide about it."""
    kinds = {
        SubmissionState.APPROVED: DecisionKind.APPROVE,
        SubmissionState.PRIVATE: DecisionKind.KEEP_PRIVATE,
        SubmissionState.REJECTED: DecisionKind.REJECT,
        SubmissionState.ESCALATED: DecisionKind.ESCALATE,
    }
    with transaction():
        submission = db.session.get_one(Submission, submission_id)
        decision = Decision(
            submission_id=submission_id, kind=kinds[state], reason=reason, person_id=somebody().id
        )
        db.session.add(decision)
        submission.state, submission.arrived_at, submission.decided_on = state, None, clock.today()
        submission.is_checked, submission.lane, submission.lane_rank = True, "normal", 5
        db.session.flush()
        if state is SubmissionState.APPROVED:
            db.session.add(
                ApprovedText(
                    submission_id=submission_id,
                    question_key="q1",
                    text=text,
                    decision_id=decision.id,
                    is_quotable=submission.may_quote == MayQuote.YES,
                )
            )


def published_campaign(statuses: Mapping[str, tuple[ReplyStatus, ...]] | None = None) -> dict[str, str]:
    """Everything: views, themes, replies, publication. Gives the receipt words of one view of each theme."""
    campaign_id = open_campaign()
    receipts: dict[str, str] = {}
    coded: list[tuple[int, str]] = []
    for theme, (texts, each) in SAYINGS.items():
        words = [f"{text} number {place}" if place else text for text in texts for place in range(each)]
        for receipt, text in zip(send(campaign_id, *words), words, strict=True):
            settle(receipt.submission_id, SubmissionState.APPROVED, text=text)
            coded.append((receipt.submission_id, theme))
            receipts[theme] = receipt.words
    code(campaign_id, coded)
    chosen = statuses or {
        BUSES: (ReplyStatus.YES, ReplyStatus.NO),
        PARKS: (ReplyStatus.PART,),
        LIGHTS: (ReplyStatus.DOING,),
    }
    for theme, wanted in chosen.items():
        for status in wanted:
            write_reply(campaign_id, theme, status)
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id)
        publications.publish(campaign, "You told us how you get about. This is what we heard.", somebody().id)
    return receipts


def code(campaign_id: int, coded: list[tuple[int, str]]) -> None:
    """Put views into themes and sign the themes off: (submission id, theme) of each."""
    with transaction():
        frame = CodeFrameVersion(
            campaign_id=campaign_id,
            number=1,
            key="made-up",
            name="Made up",
            question_key="q1",
            themes=[
                Theme(key=key, position=place, name=name, description=about, definition={})
                for place, (key, (name, about)) in enumerate(THEMES.items())
            ],
        )
        run = ThemingRun(campaign_id=campaign_id, engine="core", engine_version="1", finished_at=clock.now())
        db.session.add(frame)
        db.session.flush()
        run.code_frame_version_id = frame.id
        db.session.add(run)
        db.session.flush()
        for submission_id, theme in coded:
            db.session.add(
                AnswerCoding(
                    submission_id=submission_id,
                    question_key="q1",
                    campaign_id=campaign_id,
                    status="sure",
                    confidence=0.9,
                    run_id=run.id,
                    reason={},
                )
            )
            db.session.add(
                Assignment(
                    submission_id=submission_id,
                    question_key="q1",
                    theme_key=theme,
                    campaign_id=campaign_id,
                    rank=0,
                )
            )
        db.session.flush()
        snapshot = take_snapshot(campaign_id, None)
        db.session.add(
            SignOff(
                campaign_id=campaign_id,
                snapshot_id=snapshot.id,
                code_frame_version_id=frame.id,
                engine="core",
                engine_version="1",
                signed_by_id=somebody().id,
            )
        )


def write_reply(campaign_id: int, theme: str, status: ReplyStatus, **fields: Any) -> int:
    """A reply with everything its status needs; gives its id. It is not public yet."""
    given = {
        "status": status.value,
        "you_said": f"You told us about {THEMES[theme][0].lower()} and what gets in the way.",
        "our_reply": f"Our reply about {THEMES[theme][0].lower()}: {status.label.lower()}.",
        **REPLY_FIELDS[status],
        **fields,
    }
    with transaction():
        return save_reply(None, campaign_id, theme, given, None).id


def publish_replies() -> None:
    """Show every reply in public."""
    with transaction():
        for reply in db.session.scalars(select(Reply)):
            reply.is_published, reply.published_at = True, clock.now()


def somebody() -> Person:
    """A member of staff who decides and signs."""
    found = db.session.scalars(select(Person).where(Person.email == "somebody@example.org")).first()
    return found or add_person("somebody@example.org", "Somebody", "three plain test words", [Role.ANALYST])
