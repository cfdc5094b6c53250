"""What else is in the answers: groups with evidence, rare ones shown, themes only when a person makes them."""

from collections.abc import Callable

import pytest
from flask import Flask

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, DiscoveryRun
from moderation.models import ApprovedText, Screening
from participation.foundation import clock, registries
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import BUSES, LITTER, approve_texts, make_campaign, work_off

Staff = Callable[..., AuditingClient]
DESK = "/staff/themes/made-up-place"
ELSE = f"{DESK}/what-else"
HORSES = [
    "somewhere to keep a pony near town",
    "riding lessons for people without their own pony",
    "a field where ponies can live",
    "I want to learn to ride a pony",
    "pony days in the summer holidays",
]


@pytest.fixture
def analyst(staff: Staff) -> AuditingClient:
    return staff(Role.ANALYST)


@pytest.fixture
def ids(app: Flask, analyst: AuditingClient) -> list[int]:
    campaign_id = make_campaign()
    numbers = approve_texts(campaign_id, BUSES + LITTER + HORSES)
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    with transaction():
        for number in numbers[-len(HORSES) :]:
            db.session.query(Assignment).filter_by(submission_id=number).delete()
            db.session.get_one(AnswerCoding, (number, "q1")).status = "unsure"
    return numbers


def look(app: Flask, analyst: AuditingClient, within: str = "unsure") -> DiscoveryRun:
    assert analyst.submit(ELSE, {"within": within}).status_code == 302
    assert "so far" in text_of(analyst.page(f"{ELSE}?within={within}"))
    work_off(app)
    return db.session.query(DiscoveryRun).order_by(DiscoveryRun.id.desc()).first()  # type: ignore[return-value]


@pytest.mark.both_stores
def test_a_group_is_shown_with_its_evidence_and_becomes_a_theme_only_by_hand(
    app: Flask, analyst: AuditingClient, ids: list[int]
) -> None:
    run = look(app, analyst)
    page = analyst.page(ELSE)
    assert "They are not themes until you make them so" in text_of(page)
    assert "pony" in text_of(page)
    assert db.session.query(CodeFrameVersion).count() == 1
    link = next(a for a in page.select("a.button") if text_of(a).startswith("Make a theme of it"))
    offered = analyst.page(str(link["href"]))
    ticked = [str(box["value"]) for box in offered.select("input[name=ticked][checked]")]
    assert ticked
    assert {int(number) for number in ticked} <= set(run.content["groups"][0]["members"])  # type: ignore[index]
    form = {"group": f"{run.id}:0", "ticked": ticked, "name": "Ponies", "keywords": "pony", "reason": "Found"}
    address = str(analyst.submit(f"{DESK}/list/new", form).headers["Location"])
    work_off(app)
    analyst.submit(f"{address}/save", from_page=address)
    work_off(app)
    themed = {row.submission_id for row in db.session.query(Assignment).filter_by(theme_key="ponies")}
    assert {int(number) for number in ticked} <= themed


def test_a_look_inside_a_theme_reads_only_that_theme(
    app: Flask, analyst: AuditingClient, ids: list[int]
) -> None:
    run = look(app, analyst, "accessible-places")
    inside = {
        row.submission_id for row in db.session.query(Assignment).filter_by(theme_key="accessible-places")
    }
    members = {number for group in run.content["groups"] for number in group["members"]}  # type: ignore[index]
    assert members <= inside
    page = analyst.page(f"{ELSE}?within=accessible-places")
    assert "split=accessible-places" in str(page)
    assert analyst.submit(ELSE, {"within": "unheard-of"}).status_code == 404


def test_rare_answers_that_may_be_serious_are_shown_whatever_the_groups_say(
    analyst: AuditingClient, ids: list[int]
) -> None:
    with transaction():
        db.session.add(
            Screening(
                submission_id=ids[-1],
                version="made up",
                lane="soon",
                signals=["safeguarding.neglect"],
                spans=[],
                language="en",
                screened_on=clock.today(),
            )
        )
    page = text_of(analyst.page(ELSE))
    assert "Rare, and maybe serious" in page
    assert HORSES[-1] in page
    assert BUSES[0] not in page
    assert "Small themes, to be looked at and not cleared away" in page


def test_what_was_found_goes_when_a_view_in_it_is_withdrawn(
    app: Flask, analyst: AuditingClient, ids: list[int]
) -> None:
    run = look(app, analyst)
    with transaction():
        db.session.query(ApprovedText).filter_by(submission_id=ids[-1]).delete()
        registries.erasers.call(ids[-1])
    assert db.session.query(DiscoveryRun).count() == 0
    gone = analyst.get(f"{DESK}/list/new?group={run.id}:0")
    assert gone.status_code == 404
    assert "Look again" in gone.get_data(as_text=True)
    assert analyst.get(f"{DESK}/list/new?group=x:1").status_code == 404


@pytest.mark.parametrize("texts", [["🎉", "🐟🐟"], ["more buses"]], ids=["only emoji", "one answer"])
def test_odd_campaigns_have_clear_pages(app: Flask, analyst: AuditingClient, texts: list[str]) -> None:
    campaign_id = make_campaign()
    approve_texts(campaign_id, texts)
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    assert "Nobody has looked here yet" in text_of(analyst.page(ELSE))
    look(app, analyst)
    analyst.page(ELSE)
