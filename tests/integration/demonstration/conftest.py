"""The whole demonstration, loaded once, and a small one for tests that load or remove it themselves."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from participation.demonstration import loading
from participation.demonstration.script import DemoCampaign, DemoView, read_campaign
from participation.factory import create_app
from participation.foundation.database import db
from participation.settings import load_settings
from tests.auditing_client import AuditingClient
from tests.cheaper_sites import COMPILED_TEMPLATES

OF_EACH_OUTCOME = 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one process, so that the demonstration is loaded once."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def whole_demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with the whole demonstration. Tests look at it and change nothing."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(sqlite_template, folder / "participation.db")
    app = create_app(load_settings(data_dir=folder, database_url="", log_level="error", redis_url=""))
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    app.test_client_class = AuditingClient
    with app.app_context():
        assert loading.load()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def demo(whole_demo: Flask) -> Iterator[Flask]:
    """The whole demonstration, with its database at hand."""
    with whole_demo.app_context():
        yield whole_demo
        db.session.rollback()
        db.session.remove()


@pytest.fixture
def load_a_little(monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Loads both campaigns with a few views of each outcome only."""
    monkeypatch.setattr(loading, "read_campaign", _a_little)
    return loading.load


def _a_little(name: str) -> DemoCampaign:
    whole = read_campaign(name)
    seen: Counter[str] = Counter()

    def is_wanted(view: DemoView) -> bool:
        seen[view.outcome] += 1
        return seen[view.outcome] <= OF_EACH_OUTCOME

    return replace(whole, views=tuple(filter(is_wanted, whole.views)), corrections=())
