"""Alerts: who is told when, by a clock that stands still; mails that hold no word; nothing lost or sent twice."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from moderation import claims, safeguarding, services
from moderation.alerts import sending
from moderation.alerts.models import Alert
from moderation.alerts.queries import mail_problem
from moderation.alerts.raising import remind
from moderation.alerts.sending import send_alerts
from moderation.checking import screen_unchecked
from moderation.domain import CaseKind
from moderation.models import CaseEvent, SafeguardingCase
from moderation.rota.domain import Part
from moderation.rota.services import add_turn
from moderation.verifying import verify_cases
from participation.accounts.models import Person
from participation.accounts.services import add_person
from participation.factory import create_app
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.settings import Settings
from tests.auditing_client import AuditingClient, text_of
from tests.conftest import PASSWORD
from tests.integration.duty import a_whole_rota
from tests.integration.moderation.factories import make_campaign, make_view
from tests.mail_server import mail_server

#: A Monday in November, ten in the morning, when Dorset keeps UTC.
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 22, tzinfo=UTC)
WORDS = "quokkas zebedee hurts me at grizzlewick behind the bandstand"
URGENT = "my step dad hurts me when he is drunk and i have nowhere to go"
SESSION = "Marigold Hall"
Clock = time_machine.Traveller


@pytest.fixture
def at() -> Iterator[Clock]:
    """The clock, standing still on a Monday at ten until a test moves it."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def duty(app: Flask, at: Clock) -> dict[Part, int]:
    """A reader, a lead, a deputy and somebody on-call."""
    with transaction():
        people = a_whole_rota()
        on_call = add_person(
            "on-call@rota.example.org", "Nell Nightshift", PASSWORD, [Role.SAFEGUARDING_LEAD]
        )
        add_turn(Part.ON_CALL, on_call.id, clock.today())
        return {**people, Part.ON_CALL: on_call.id}


def told() -> list[tuple[str, str]]:
    """Who was told and on which step, in order: (step, address)."""
    db.session.rollback()
    rows = db.session.execute(
        select(Alert.step, Person.email).join(Person, Person.id == Alert.person_id).order_by(Alert.id)
    )
    return [(row.step, row.email.split("@")[0]) for row in rows]


def pass_on(person_id: int, words: str = WORDS, slug: str = "buses") -> int:
    submission_id = make_view(make_campaign(slug, "Marigold buses"), words)
    with transaction():
        return services.escalate(submission_id, CaseKind.CHILD_AT_RISK, person_id, "grizzlewick note").id


@pytest.mark.both_stores
def test_a_concern_nobody_accepts_goes_from_the_lead_to_the_deputy_to_on_call(
    at: Clock, duty: dict[Part, int]
) -> None:
    case_id = pass_on(duty[Part.READER])
    assert told() == [("lead", "lead")]
    for after, expected in (
        (timedelta(minutes=59), []),
        (timedelta(hours=1), [("lead_again", "lead")]),
        (timedelta(hours=2), [("deputy", "deputy")]),
        (timedelta(hours=3, minutes=59), []),
        (timedelta(hours=4), [("on_call", "on-call")]),
        (timedelta(hours=6), []),
    ):
        before = told()
        at.move_to(MONDAY + after)
        remind()
        remind()
        assert told()[len(before) :] == expected, after
    steps = db.session.scalars(select(CaseEvent.action).order_by(CaseEvent.number)).all()
    assert list(steps) == ["opened", "told_lead", "told_lead_again", "told_deputy", "told_on_call"]
    assert verify_cases().broken == ()
    with transaction():
        safeguarding.accept(case_id, duty[Part.ON_CALL])


def test_once_it_is_accepted_nobody_else_is_told(at: Clock, duty: dict[Part, int]) -> None:
    case_id = pass_on(duty[Part.READER])
    with transaction():
        safeguarding.accept(case_id, duty[Part.LEAD])
    at.move_to(MONDAY + timedelta(hours=6))
    assert remind() == 0
    assert told() == [("lead", "lead")]


def test_the_hours_of_a_night_do_not_count(at: Clock, duty: dict[Part, int]) -> None:
    at.move_to(MONDAY + timedelta(hours=6, minutes=30))  # half past four
    pass_on(duty[Part.READER])
    at.move_to(MONDAY + timedelta(hours=22, minutes=59))  # a minute to nine on Tuesday
    remind()
    assert ("lead_again", "lead") not in told()
    at.move_to(MONDAY + timedelta(hours=23, minutes=30))
    remind()
    assert ("lead_again", "lead") in told()


def test_at_a_weekend_on_call_is_told_at_once(at: Clock, duty: dict[Part, int]) -> None:
    at.move_to(SATURDAY)
    pass_on(duty[Part.READER])
    assert set(told()) == {("lead", "lead"), ("out_of_hours", "on-call")}


def test_an_urgent_view_nobody_reads_climbs_the_same_ladder(at: Clock, duty: dict[Part, int]) -> None:
    make_view(make_campaign(), URGENT)
    screen_unchecked()
    for hours, expected in ((1, 0), (2, 1), (4, 2), (6, 3), (7, 3), (8, 4)):
        at.move_to(MONDAY + timedelta(hours=hours if hours < 7 else hours + 16))  # the day ends at five
        remind()
        assert len(told()) == expected, hours
    assert told() == [("reader", "reader"), ("lead", "lead"), ("deputy", "deputy"), ("on_call", "on-call")]


def test_an_ordinary_view_and_one_somebody_is_reading_remind_nobody(at: Clock, duty: dict[Part, int]) -> None:
    campaign_id = make_campaign()
    make_view(campaign_id, "More benches by the harbour wall would be nice")
    urgent = make_view(campaign_id, URGENT)
    screen_unchecked()
    at.move_to(MONDAY + timedelta(hours=6))
    with transaction():
        claims.take(urgent, duty[Part.READER])
    assert remind() == 0


def test_an_urgent_view_at_a_weekend_reaches_on_call_at_once(at: Clock, duty: dict[Part, int]) -> None:
    at.move_to(SATURDAY)
    make_view(make_campaign(), URGENT)
    screen_unchecked()
    remind()
    assert told() == [("out_of_hours", "on-call")]


def test_when_nobody_is_on_the_rota_every_lead_is_told(app: Flask, at: Clock) -> None:
    with transaction():
        ids = [
            add_person(f"{name}@example.org", name, PASSWORD, [role], is_demo=True).id
            for name, role in (
                ("mo", Role.MODERATOR),
                ("li", Role.SAFEGUARDING_LEAD),
                ("lo", Role.SAFEGUARDING_LEAD),
            )
        ]
    pass_on(ids[0])
    assert told() == [("lead", "li"), ("lead", "lo")]


def test_a_concern_about_the_team_is_never_told_to_the_one_named(at: Clock, duty: dict[Part, int]) -> None:
    with transaction():
        add_person("alternate@example.org", "Alma", PASSWORD, [Role.ALTERNATE_LEAD])
    submission_id = make_view(make_campaign(), WORDS)
    with transaction():
        services.escalate(
            submission_id, CaseKind.MEMBER_OF_TEAM, duty[Part.READER], "", about_person_id=duty[Part.LEAD]
        )
    assert told() == [("lead", "alternate")]
    at.move_to(MONDAY + timedelta(hours=6))
    remind()
    assert "lead" not in {address for _, address in told()}
    assert {address for step, address in told() if step == "on_call"} == {"alternate", "deputy", "on-call"}
    assert verify_cases().broken == ()


def with_mail(settings: Settings, address: str) -> Settings:
    return settings.model_copy(update={"mail_server": address, "mail_from": "alerts@views.example.org"})


def test_the_mail_spool_holds_no_word_of_any_view_name_or_session(settings: Settings) -> None:
    with mail_server() as spool, _on_duty(with_mail(settings, spool.address)) as (at, duty):
        case_id = pass_on(duty[Part.READER])
        make_view(make_campaign("parks", SESSION), URGENT)
        screen_unchecked()
        at.move_to(MONDAY + timedelta(hours=6))
        remind()
        assert send_alerts() == len(spool.received) > 2
        assert send_alerts() == 0
        names = db.session.scalars(select(Person.name)).all()
    for message in spool.received:
        whole = message.as_string().lower()
        words = set(re.findall(r"\w+", whole))
        for secret in (WORDS, URGENT, "grizzlewick note", SESSION, "Marigold buses", "13 to 17"):
            rare = {word for word in re.findall(r"\w+", secret.lower()) if len(word) > 4}
            assert rare & words == set(), secret
        assert not [name for name in names if name.lower() in whole]
        assert str(case_id) not in whole
        assert "http://127.0.0.1:8000/staff/" in message.get_content()
        assert message["To"].endswith("@rota.example.org")


def test_a_server_that_is_down_costs_no_alert_and_is_tried_again(settings: Settings) -> None:
    with mail_server() as spool:
        address = spool.address
    with _on_duty(with_mail(settings, address)) as (at, duty):
        pass_on(duty[Part.READER])
        assert send_alerts() == 0
        at.move_to(MONDAY + timedelta(minutes=1))
        assert not db.session.scalars(select(Alert).where(Alert.try_after <= clock.now())).all()
        at.move_to(MONDAY + timedelta(minutes=3))
        assert db.session.scalars(select(Alert).where(Alert.try_after <= clock.now())).all()
        assert "1 alert was not sent" in mail_problem()


def test_a_worker_killed_while_it_sends_leaves_the_alert_to_the_next(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as spool, _on_duty(with_mail(settings, spool.address)) as (at, duty):
        pass_on(duty[Part.READER])
        with monkeypatch.context() as patched:
            patched.setattr(sending.mail, "send", _die)
            with pytest.raises(KeyboardInterrupt):
                send_alerts()
        assert send_alerts() == 0  # its lease still runs
        at.move_to(MONDAY + timedelta(minutes=6))
        assert send_alerts() == len(spool.received) == 1
        assert db.session.scalars(select(Alert)).one().sent_at is not None


@contextmanager
def _on_duty(settings: Settings) -> Iterator[tuple[Clock, dict[Part, int]]]:
    """A site with these settings and a rota, on a Monday at ten."""
    app = create_app(settings)
    with app.app_context(), time_machine.travel(MONDAY, tick=False) as at:
        with transaction():
            duty = a_whole_rota()
        yield at, duty
        db.session.remove()
        db.engine.dispose()


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_without_mail_the_page_says_so_and_shows_who_was_told(
    app: Flask, staff: Callable[..., AuditingClient]
) -> None:
    lead = staff(Role.SAFEGUARDING_LEAD)
    case_id = pass_on(lead.person_id)
    assert send_alerts() == 0
    assert "E-mail is not set up" in text_of(lead.page("/staff/safeguarding"))
    assert "Told at once" in text_of(lead.page(f"/staff/safeguarding/{case_id}"))
    assert db.session.get_one(SafeguardingCase, case_id).state == "waiting"
