"""A sealing key can be replaced: everything opens as before, and nothing needs the old key any more."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text

from moderation import case_reading, contact_requests, safeguarding, services
from moderation.contact_requests import ContactWords
from moderation.domain import CaseKind
from moderation.models import CaseEvent, ContactRequest, SafeguardingCase
from moderation.verifying import verify_cases
from participation.accounts import second_factor
from participation.accounts.models import Person, SecondFactor
from participation.accounts.services import add_person
from participation.commands.keeping import keys_group
from participation.factory import create_app
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import SettingsError
from participation.foundation.transactions import transaction
from participation.operations.rotating import make_new_key, seal_everything_anew
from participation.settings import Settings
from surveys.answers import open_words
from surveys.models import Answer, Submission
from tests.conftest import PASSWORD
from tests.integration.moderation.factories import make_campaign, make_view

WORDS = "my uncle frightens me when he comes round"


@pytest.fixture
def filled(app: Flask, settings: Settings) -> Settings:
    """A deployment with a view, a concern with a note, and somebody who asked to talk."""
    campaign_id = make_campaign()
    make_view(campaign_id, "more benches please")
    worrying = make_view(campaign_id, WORDS)
    with transaction():
        moderator = add_person("mo@example.org", "Mo", PASSWORD, [Role.MODERATOR]).id
        lead = add_person("li@example.org", "Li", PASSWORD, [Role.SAFEGUARDING_LEAD]).id
    with transaction():
        case_id = services.escalate(worrying, CaseKind.CHILD_AT_RISK, moderator, "At once").id
    with transaction():
        safeguarding.accept(case_id, lead)
        safeguarding.note(case_id, lead, "Rang the front door")
        contact_requests.ask(ContactWords("Made Up", "07700 900000", "after school"), "k" * 30)
        second_factor.begin(db.session.get_one(Person, lead))
    db.session.remove()
    return settings


def _sealed() -> list[bytes]:
    columns = (
        Answer.sealed,
        SafeguardingCase.sealed_words,
        CaseEvent.sealed_note,
        ContactRequest.sealed_words,
        SecondFactor.sealed_secret,
    )
    return [value for column in columns for value in db.session.scalars(select(column)) if value]


@pytest.mark.both_stores
def test_after_rotation_everything_opens_without_the_old_key(filled: Settings) -> None:
    assert make_new_key(filled) == 2
    with create_app(filled).app_context():
        done = seal_everything_anew()
        assert done == len(_sealed()) >= 6
        assert {deployment().sealer.key_number(value) for value in _sealed()} == {2}
        db.session.remove()
        db.engine.dispose()
    _forget_key_one(filled.keys_dir / "sealing.json")
    with create_app(filled).app_context():
        words = {w for view in db.session.scalars(select(Submission)) for w in open_words(view).values()}
        assert WORDS in words
        case = db.session.scalars(select(SafeguardingCase)).one()
        assert "Rang the front door" in {
            case_reading.opened_note(event)
            for event in db.session.scalars(select(CaseEvent))
            if event.sealed_note
        }
        assert contact_requests.words_of(db.session.scalars(select(ContactRequest)).one()).name == "Made Up"
        assert case.sealed_words
        assert verify_cases().broken == ()
        assert audit.verify().broken_at is None
        db.session.remove()
        db.engine.dispose()


def _forget_key_one(path: Path) -> None:
    ring = json.loads(path.read_text())
    del ring["keys"]["1"]
    path.write_text(json.dumps(ring))


def test_a_second_run_finds_nothing_to_do_and_steps_of_a_concern_are_append_only_again(
    filled: Settings,
) -> None:
    make_new_key(filled)
    with create_app(filled).app_context():
        seal_everything_anew()
        assert seal_everything_anew() == 0
        with pytest.raises(Exception, match="append-only"), transaction():
            db.session.execute(text("UPDATE case_event SET sealed_note = NULL"))
        db.session.remove()
        db.engine.dispose()


def test_one_value_that_does_not_open_leaves_everything_as_it_was(filled: Settings) -> None:
    with create_app(filled).app_context():
        with transaction():
            db.session.execute(text("UPDATE contact_request SET sealed_words = x'01000100'"))
        before = _sealed()
        db.session.remove()
        db.engine.dispose()
    make_new_key(filled)
    with create_app(filled).app_context():
        with pytest.raises(Exception, match="cannot be opened"):
            seal_everything_anew()
        assert _sealed() == before
        db.session.remove()
        db.engine.dispose()


def test_a_key_that_comes_from_a_setting_is_replaced_there(filled: Settings) -> None:
    given = filled.model_copy(update={"sealing_key": "x"})
    with pytest.raises(SettingsError, match="SEALING_KEY is set"):
        make_new_key(given)


def test_the_command_does_both(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(filled.data_dir))
    monkeypatch.setenv("DATABASE_URL", filled.database_url)
    assert os.environ["DATA_DIR"]
    result = CliRunner().invoke(keys_group, ["rotate"])
    assert "sealed with key 2" in result.output
