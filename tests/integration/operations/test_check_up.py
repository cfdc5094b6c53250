"""The check-up names each thing that is unsafe, missing or stale, and what to do about it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from participation.accounts.models import Person
from participation.accounts.services import add_person
from participation.commands.keeping import doctor
from participation.foundation import audit, clock, jobs
from participation.foundation.access import Role
from participation.foundation.append_only import allow_changes
from participation.foundation.database import db
from participation.foundation.deployment import EXTENSION, deployment
from participation.foundation.health import Finding, Level
from participation.foundation.transactions import transaction
from participation.languages.models import LanguageReview
from participation.languages.words_to_review import seal
from participation.operations.check_up import examine
from surveys.models import Submission
from tests.integration.pages.made_up import open_campaign, send


def _found(what: str) -> list[Finding]:
    return [finding for finding in examine() if what in finding.what]


def _one(what: str) -> Finding:
    (finding,) = _found(what)
    return finding


def _set(app: Flask, **settings: Any) -> None:
    changed = deployment().settings.model_copy(update=settings)
    app.extensions[EXTENSION] = replace(deployment(), settings=changed)


@pytest.mark.both_stores
def test_a_new_site_is_safe_but_not_ready_and_each_finding_says_what_to_do(app: Flask) -> None:
    findings = examine()
    assert not [finding for finding in findings if finding.level is Level.UNSAFE]
    to_see = {finding.what for finding in findings if finding.level is Level.LOOK}
    assert {"environment", "front door number", "legal pages", "backup"} <= to_see
    assert all(finding.advice for finding in findings if finding.level is not Level.FINE)


def test_keys_that_others_may_read_are_unsafe(app: Flask) -> None:
    (deployment().settings.keys_dir / "sealing.json").chmod(0o644)
    finding = _one("keys")
    assert finding.level is Level.UNSAFE
    assert "sealing.json" in finding.said


def test_a_number_that_nobody_checked_for_half_a_year_is_named(app: Flask) -> None:
    line = deployment().settings.help_lines[1]
    stale = line.model_copy(update={"last_checked": clock.today() - timedelta(days=200)})
    _set(app, help_lines=[stale])
    finding = _one("Childline")
    assert finding.level is Level.LOOK
    assert "Have it checked again" in finding.advice


def test_a_site_without_help_lines_is_unsafe(app: Flask) -> None:
    _set(app, help_lines=[])
    assert _one("help lines").level is Level.UNSAFE


def test_a_fresh_check_of_the_legal_pages_is_fine(app: Flask) -> None:
    _set(app, legal_last_checked=clock.today(), accessibility_last_tested=date(2020, 1, 1))
    assert Level.FINE in {finding.level for finding in _found("legal pages")}
    assert _one("accessibility test").level is Level.LOOK


def test_a_second_step_that_nobody_must_have_is_named_and_unsafe_in_production(app: Flask) -> None:
    with transaction():
        for role in (Role.MODERATOR, Role.ANALYST):
            add_person(f"{role}@example.org", "Mo", "three plain test words", [role])
    assert _one("second step").level is Level.LOOK
    assert "1 who read" in _one("second step").said
    _set(app, environment="production", second_factor_required="nobody")
    assert _one("second step").level is Level.UNSAFE
    _set(app, second_factor_required="")
    assert _one("second step").level is Level.FINE
    assert "trusted; 1 have" in _one("second step").said


def test_a_language_that_a_new_sentence_switched_off_is_named(app: Flask) -> None:
    assert _found("pages in") == [], "what nobody ever reviewed is no news"
    with transaction():
        person_id = add_person("pat@example.org", "Pat", "three plain test words", [Role.ADMINISTRATOR]).id
    for words_read, level in ((seal("pl"), Level.FINE), ("of the words before", Level.LOOK)):
        with transaction():
            review = LanguageReview(
                language="pl", seal=words_read, reviewed_as="Interpreter", signed_by_id=person_id
            )
            db.session.add(review)
        assert _one("pages in Polish").level is level
    assert "under Languages" in _one("pages in Polish").advice


def test_demo_accounts_are_named(app: Flask) -> None:
    with transaction():
        add_person("made-up@example.org", "Made up", "three plain test words", [Role.ANALYST])
        db.session.query(Person).update({"is_demo": True})
    assert "1 accounts" in _one("demonstration").said


def test_views_that_nobody_reads_for_days_are_unsafe(app: Flask) -> None:
    send(open_campaign(), "is anybody there")
    assert _one("views waiting").level is Level.FINE
    with transaction():
        db.session.query(Submission).update({"arrived_at": clock.now() - timedelta(days=4)})
    assert _one("views waiting").level is Level.UNSAFE
    assert _one("automatic check").level is Level.UNSAFE


def test_an_altered_audit_trail_is_unsafe(app: Flask) -> None:
    with transaction():
        audit.record("tried", "check-up", detail={"count": 1})
    with transaction():
        allow_changes(db.session.connection())
        db.session.execute(text("UPDATE audit_event SET action = 'other'"))
    finding = _one("audit trail")
    assert finding.level is Level.UNSAFE


def test_work_that_was_given_up_is_named(app: Flask) -> None:
    jobs.handles("hopeless", lambda _job: None)
    with transaction():
        job = jobs.ask_for("hopeless")
        job.attempts = jobs.MOST_ATTEMPTS
        jobs.fail(job.id, ValueError())
    assert "1 jobs" in _one("background work").said


def test_redis_that_does_not_answer_is_named_and_none_is_not_asked_for(app: Flask) -> None:
    assert _found("Redis") == []
    _set(app, redis_url="redis://127.0.0.1:1/0")
    assert _one("Redis").level is Level.LOOK


def test_a_database_without_tables_is_unsafe_and_nothing_else_breaks(app: Flask) -> None:
    with transaction():
        db.session.execute(text("DROP TABLE alembic_version"))
        db.session.execute(text("ALTER TABLE submission RENAME TO gone"))
    levels = {finding.what: finding.level for finding in examine()}
    assert levels["database"] is Level.UNSAFE
    assert levels["reading"] is Level.UNSAFE
    assert "disk" in levels


def test_the_command_ends_with_status_1_when_something_is_unsafe(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("participation.commands.keeping.create_app", lambda: app)
    calm = CliRunner().invoke(doctor, ["--all"])
    assert calm.exit_code == 0
    assert "0 unsafe" in calm.output
    _set(app, help_lines=[])
    alarmed = CliRunner().invoke(doctor)
    assert alarmed.exit_code == 1
    assert "UNSAFE help lines" in alarmed.output
