"""Themes the approved views, signs the themes off, writes the replies and publishes them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from analysis.models import Reply, ThemingRun
from analysis.publications import publish
from analysis.replies.services import save_reply, set_published
from analysis.themes.corrections import correct
from analysis.themes.frames import FIRST_FRAME, begin_frame
from analysis.themes.signing import sign_off
from analysis.themes.theming import answers_to_read, store
from analysis.theming.code_frame import built_in
from analysis.theming.engine import build_engine
from moderation.models import ApprovedText
from participation.campaigns.models import Campaign
from participation.demonstration.backdating import backdate_results
from participation.demonstration.campaigns import Begun
from participation.demonstration.people import Staff
from participation.demonstration.script import DemoCampaign, reply_values
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.plan.queries import outcomes, priorities

#: What a reply says only once it stands where its file leaves it.
LATER_FIELDS = ("reason", "left_out", "evidence", "practice_evidence", "data_evidence", "next_update_in")


def theme_and_answer(begun: Begun, staff: Staff) -> None:
    """Everything the analyst does. One transaction: a worker must never find themes in use half filled."""
    engine = build_engine("core")
    answers = answers_to_read(begun.campaign_id, begun.question_key)
    given = engine.assign([answer.text for answer in answers], built_in(FIRST_FRAME))
    db.session.rollback()
    with transaction():
        frame = begin_frame(begun.campaign_id, staff.analyst)
        run = ThemingRun(
            campaign_id=begun.campaign_id,
            code_frame_version_id=frame.id,
            engine=engine.name,
            engine_version=engine.version,
            answer_count=len(answers),
            finished_at=clock.now(),
        )
        db.session.add(run)
        db.session.flush()
        for answer, said in zip(answers, given, strict=True):
            store(answer, said, begun.campaign_id, run.id)
        db.session.flush()
        for correction in begun.script.corrections:
            submission_id = _submission_saying(begun, correction["text"])
            correct(frame, submission_id, correction["themes"], staff.analyst)
        db.session.flush()
        sign_off(begun.campaign_id, staff.analyst)
        _write_replies(begun.script, begun.campaign_id, staff.analyst)
        campaign = db.session.get_one(Campaign, begun.campaign_id)
        backdate_results(publish(campaign, begun.script.introduction, staff.analyst), begun.script)


def _submission_saying(begun: Begun, text: str) -> int:
    return db.session.scalars(
        select(ApprovedText.submission_id).where(
            ApprovedText.submission_id.in_(begun.submission_ids), ApprovedText.text == text
        )
    ).one()


def _write_replies(script: DemoCampaign, campaign_id: int, analyst_id: int) -> None:
    """Each reply with what it said before, so that its history shows."""
    today = clock.today()
    priority_ids = {each.key: each.id for each in priorities()}
    outcome_ids = {each.key: each.id for each in outcomes()}
    for said in script.replies:
        reply: Reply | None = None
        for step in (*({**said, **earlier} for earlier in said.get("earlier", ())), said):
            values = reply_values(_without_leftovers(step, said), today, priority_ids, outcome_ids)
            reply = save_reply(reply, campaign_id, said["theme"], values, analyst_id)
            set_published(reply, True, analyst_id)


def _without_leftovers(step: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """An earlier step never had the reason, evidence or next date that came later."""
    if step is said:
        return step
    return {name: value for name, value in step.items() if name not in LATER_FIELDS}
