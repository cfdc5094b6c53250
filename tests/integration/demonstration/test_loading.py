"""What somebody finds who starts the demonstration: something in every state, and nothing twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from analysis.models import Correction, Publication, Reply, SignOff
from analysis.publications import published_results
from analysis.replies.domain import ReplyStatus
from moderation.domain import CaseState, DecisionKind, Lane
from moderation.house_rules.queries import house_rule
from moderation.models import ApprovedText, Decision, SafeguardingCase, Screening
from moderation.rota import watching
from participation.accounts.services import add_person
from participation.campaigns.domain import CampaignState
from participation.campaigns.queries import campaign_by_slug
from participation.demonstration import answering, loading, presence
from participation.demonstration.people import DEMO_PEOPLE, PASSWORD
from participation.demonstration.script import CAMPAIGNS, MAIN_CAMPAIGN, Outcome, read_campaign
from participation.foundation import audit, clock
from participation.foundation.access import Role
from participation.foundation.database import Base, db
from participation.foundation.errors import SettingsError
from participation.foundation.transactions import transaction
from participation.settings import Settings
from surveys import sessions
from surveys.domain import SubmissionState
from surveys.models import Submission
from surveys.queries import current_version, definition_of
from tests.auditing_client import AuditingClient

LoadALittle = Callable[[], bool]
#: Covered in one view because of what stands beside them; others say them freely.
COMMON = {"removed", "age", "year group"}


def test_loading_again_adds_nothing(demo: Flask) -> None:
    before = _row_counts()
    assert not loading.load()
    assert _row_counts() == before


def test_views_wait_in_every_lane(demo: Flask) -> None:
    waiting = dict(
        db.session.execute(
            select(Submission.lane, func.count())
            .where(Submission.state == SubmissionState.PENDING)
            .group_by(Submission.lane)
        ).all()
    )
    assert set(waiting) == {lane.value for lane in Lane}
    assert all(waiting.values())
    assert sum(waiting.values()) >= 40


def test_more_than_four_hundred_views_were_sent_and_each_decision_was_taken(demo: Flask) -> None:
    main = campaign_by_slug(MAIN_CAMPAIGN)
    sent = db.session.scalar(select(func.count()).where(Submission.campaign_id == main.id))
    assert sent == len(read_campaign(MAIN_CAMPAIGN).views) >= 430
    taken = set(db.session.scalars(select(Decision.kind)))
    assert taken == set(DecisionKind) - {DecisionKind.TAKE_BACK}


@pytest.mark.parametrize("days", range(7))
def test_somebody_reads_on_whatever_day_it_is_loaded(demo: Flask, days: int) -> None:
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        watching.watch()
        assert campaign_by_slug(MAIN_CAMPAIGN).state is CampaignState.OPEN
    db.session.rollback()


def test_every_rejected_view_has_a_house_rule(demo: Flask) -> None:
    reasons = db.session.scalars(select(Decision.reason).where(Decision.kind == DecisionKind.REJECT)).all()
    assert len(set(reasons)) >= 6
    assert all(house_rule(reason) for reason in reasons)


def test_one_concern_is_accepted_and_one_waits(demo: Flask) -> None:
    states = db.session.scalars(select(SafeguardingCase.state).where(SafeguardingCase.is_demo)).all()
    assert sorted(states) == [CaseState.ACCEPTED, CaseState.WAITING]


def test_covered_words_are_nowhere_in_what_was_approved(demo: Flask) -> None:
    approved = "\n".join(db.session.scalars(select(ApprovedText.text)))
    for name in CAMPAIGNS:
        for view in read_campaign(name).views:
            if view.outcome is Outcome.REDACT:
                for cover in view.covers():
                    assert f"[{cover.label}]" in approved
                    if cover.label not in COMMON:
                        assert view.text[cover.start : cover.end] not in approved


def test_near_copies_of_one_another_are_pointed_out(demo: Flask) -> None:
    copies = db.session.scalar(select(func.count()).where(Screening.similar_to_id.is_not(None)))
    assert copies is not None
    assert copies >= 5


def test_replies_stand_at_every_status_and_name_what_they_serve(demo: Flask) -> None:
    main = campaign_by_slug(MAIN_CAMPAIGN)
    replies = db.session.scalars(select(Reply).where(Reply.campaign_id == main.id)).all()
    assert {reply.status for reply in replies} == {status.value for status in ReplyStatus}
    assert all(reply.priority_id and reply.outcome_id and reply.is_published for reply in replies)


def test_themes_are_corrected_and_signed_off_and_the_results_are_public(demo: Flask) -> None:
    for name in CAMPAIGNS:
        campaign = campaign_by_slug(name)
        for table in (SignOff, Correction, Publication):
            assert db.session.scalar(select(func.count()).where(table.campaign_id == campaign.id))
    results = published_results(MAIN_CAMPAIGN)
    assert results is not None
    assert all(theme.count.value is not None for theme in results.themes)
    assert all(theme.quotes for theme in results.themes)


def test_the_other_campaign_is_over_and_one_of_its_promises_is_late(demo: Flask) -> None:
    closed = campaign_by_slug("getting-about")
    assert closed.state.value == "closed"
    results = published_results(closed.slug)
    assert results is not None
    assert any(reply.is_overdue for reply in results.replies)
    assert any(theme.count.value is None for theme in results.themes), "small counts stay hidden"


def test_the_survey_is_short_and_asks_for_a_long_text(demo: Flask) -> None:
    main = campaign_by_slug(MAIN_CAMPAIGN)
    assert main.state.value == "open"
    definition = definition_of(current_version(main.id).id)
    assert len(definition.questions) <= 5
    assert definition.first_long_text is not None


def test_the_audit_trail_holds(demo: Flask) -> None:
    assert audit.verify().broken_at is None


@pytest.mark.parametrize(
    "address", ["/", "/results/i-live-in-dorset", "/c/i-live-in-dorset/take-part", "/help-now"]
)
def test_every_page_says_that_all_is_made_up(demo: Flask, address: str) -> None:
    client: AuditingClient = demo.test_client()  # type: ignore[assignment]
    assert "everything here is made up" in client.page(address).get_text()
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("person", DEMO_PEOPLE, ids=lambda person: person.email)
def test_every_demo_account_signs_in_and_sees_the_banner(demo: Flask, person: object) -> None:
    client: AuditingClient = demo.test_client()  # type: ignore[assignment]
    client.sign_in(person.email, PASSWORD)  # type: ignore[attr-defined]
    response = client.get("/staff/", follow_redirects=True)
    assert response.status_code == 200
    assert "everything here is made up" in response.get_data(as_text=True)


def test_nothing_says_made_up_before_the_demo_is_there(app: Flask, client: AuditingClient) -> None:
    assert "everything here is made up" not in client.page("/help-now").get_text()


def test_a_load_that_was_interrupted_is_done_afresh(
    app: Flask, load_a_little: LoadALittle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(answering, "publish", break_off)
        with pytest.raises(KeyboardInterrupt):
            load_a_little()
    assert not presence.look()
    assert load_a_little()
    assert presence.look()
    assert db.session.scalar(select(func.count()).select_from(Publication)) == len(CAMPAIGNS)


def test_progress_reaches_its_end_and_never_goes_back(app: Flask, load_a_little: Callable[..., bool]) -> None:
    heard: list[tuple[int, int]] = []
    load_a_little(lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]


def test_a_real_account_with_a_demo_address_is_never_touched(app: Flask) -> None:
    with transaction():
        add_person("Moderator@example.org", "Real Person", "three plain test words", [Role.MODERATOR])
    with pytest.raises(loading.CannotLoad, match=r"oderator@example\.org"):
        loading.load()


def test_production_never_loads_it(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    unsafe = settings.model_copy(update={"environment": "production"})
    held = app.extensions["deployment"]
    monkeypatch.setitem(
        app.extensions, "deployment", type(held)(unsafe, held.keys, held.sealer, held.limiter)
    )
    with pytest.raises(SettingsError, match="development only"):
        loading.load()


def _row_counts() -> dict[str, int]:
    db.session.rollback()
    tables = Base.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_a_group_session_waits_for_somebody_to_open_it(demo: Flask) -> None:
    [waiting] = sessions.shown_sessions(campaign_by_slug(MAIN_CAMPAIGN))
    assert not waiting.is_begun
    assert "made up" in waiting.label
