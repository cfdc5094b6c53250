"""A campaign that is approved and themed by hand, and what it can be downloaded as."""

import random

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, Reply, Theme, ThemingRun
from participation.foundation import clock
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.plan.services import ensure_plans
from surveys.models import Answer, SurveyVersion
from tests.auditing_client import AuditingClient
from tests.integration.analysis.factories import QUESTION, approve_texts

THEMES = ("accessible-places", "environment", "feeling-safe")
AGES = {
    "key": "q2",
    "kind": "age_band",
    "wording": "How old are you?",
    "hint": "",
    "options": [{"id": "9-11", "label": "9 to 11"}, {"id": "12-14", "label": "12 to 14"}],
}


def code_by_hand(campaign_id: int) -> None:
    """Ninety approved answers with ages, each given a theme by hand."""
    with transaction():
        ensure_plans()
        version = db.session.query(SurveyVersion).filter_by(campaign_id=campaign_id).one()
        version.definition = {"questions": [QUESTION, AGES]}
        version.content_hash = hash_mapping(version.definition)
        frame = CodeFrameVersion(
            campaign_id=campaign_id, number=1, key="i-live-in-dorset", name="List", question_key="q1"
        )
        frame.themes = [
            Theme(key=key, position=number, name=key.replace("-", " "), definition={})
            for number, key in enumerate(THEMES)
        ]
        db.session.add(frame)
        db.session.flush()
        db.session.add(
            ThemingRun(
                campaign_id=campaign_id,
                code_frame_version_id=frame.id,
                engine="core",
                engine_version="1",
                finished_at=clock.now(),
            )
        )
    add_answers(campaign_id, 90)


def add_answers(campaign_id: int, number: int) -> None:
    """Approve this many more answers, each with an age and a theme."""
    ids = approve_texts(
        campaign_id, [f"there should be more of everything, number {n}" for n in range(number)]
    )
    chance = random.Random(number)
    with transaction():
        for place, submission_id in enumerate(ids):
            age = chance.choices(("9-11", "12-14", ""), (30, 60, 4))[0]
            theme = THEMES[0 if place < number * 0.6 else 1 if place < number * 0.95 else 2]
            if age:
                db.session.add(
                    Answer(submission_id=submission_id, question_key="q2", position=1, choices=age)
                )
            db.session.add_all(
                [
                    AnswerCoding(
                        submission_id=submission_id,
                        question_key="q1",
                        campaign_id=campaign_id,
                        status="sure",
                        confidence=0.9,
                        reason={},
                    ),
                    Assignment(
                        submission_id=submission_id,
                        question_key="q1",
                        theme_key=theme,
                        campaign_id=campaign_id,
                        rank=0,
                    ),
                ]
            )


def add_reply(campaign_id: int, status: str, **fields: object) -> None:
    with transaction():
        db.session.add(
            Reply(
                campaign_id=campaign_id,
                theme_key=THEMES[0],
                status=status,
                you_said="You said buses.",
                our_reply="We reply.",
                **fields,
            )
        )


def download(
    client: AuditingClient, kind: str, ending: str, audience: str = "board", draft: str = "yes"
) -> bytes:
    answer = client.submit(
        f"/staff/reports/made-up-place/{kind}.{ending}",
        {"audience": audience, "draft": draft},
        from_page="/staff/reports",
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)[-1500:]
    return answer.get_data()
