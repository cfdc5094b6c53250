"""A view kept private is counted in themes, and not one of its words is shown, kept in the clear or put in a file."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from analysis.counting import Counts, count_answers
from analysis.cross_counting import cross_counts
from analysis.disclosure import AudienceClass
from analysis.models import AnswerCoding, Assignment, AuditItem
from analysis.reports.files import file_kind
from analysis.reports.making import make_file
from analysis.snapshots import take_snapshot
from analysis.themes import auditing, corrections, theming
from analysis.themes.frames import begin_frame
from analysis.themes.next_answers import next_to_read
from moderation import flags, services
from moderation.domain import DecisionKind
from participation.accounts.services import add_person
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.foundation.transactions import transaction
from surveys.models import Submission
from surveys.services import withdraw
from tests.auditing_client import AuditingClient
from tests.conftest import PASSWORD
from tests.integration.analysis.factories import BUSES, make_campaign, tell, work_off
from tests.integration.moderation.factories import make_view

Staff = Callable[..., AuditingClient]
SECRET = "zorblax"
PRIVATE = f"the last bus to {SECRET} is at six, we need more buses and a cheaper bus fare"
BUS_THEME = "accessible-places"


@pytest.fixture
def mo(app: Flask) -> int:
    """A moderator's id."""
    with transaction():
        return add_person("mo@example.org", "Mo", PASSWORD, [Role.MODERATOR]).id


@pytest.fixture
def campaign_id(mo: int) -> int:
    """A campaign with six approved views about buses."""
    campaign_id = make_campaign()
    for words in BUSES[:6]:
        read(campaign_id, words, DecisionKind.APPROVE, mo)
    return campaign_id


def read(campaign_id: int, words: str, kind: DecisionKind, person_id: int) -> int:
    """A view that somebody read and decided about; its id."""
    number = make_view(campaign_id, words)
    with transaction():
        services.decide(number, kind, person_id)
    return number


def theme_all(app: Flask, campaign_id: int) -> None:
    with transaction():
        theming.ask_for_theming(campaign_id, None)
    work_off(app)


def themes_of(number: int) -> list[str]:
    return theming.themes_of(number, "q1")


def counts_of(campaign_id: int) -> Counts:
    frame = begin_frame(campaign_id, None)
    return count_answers(campaign_id, "q1", [theme.key for theme in frame.themes])


def everything_stored() -> Iterator[str]:
    """Every row of every table as text."""
    db.session.rollback()
    for table in db.metadata.sorted_tables:
        yield from map(str, db.session.execute(select(table)))


@pytest.mark.both_stores
def test_a_private_view_is_in_the_counts_of_its_theme_base_and_crossings(
    app: Flask, campaign_id: int, mo: int
) -> None:
    private = read(campaign_id, PRIVATE, DecisionKind.KEEP_PRIVATE, mo)
    tell([private], "q2", "12-14")
    theme_all(app, campaign_id)
    counts = counts_of(campaign_id)
    assert (counts.base, counts.private, sum(counts.channels.values())) == (7, 1, 7)
    assert counts.statuses["waiting"] == 0
    assert BUS_THEME in themes_of(private)
    with_it = counts.themes[BUS_THEME]
    crossed = cross_counts(campaign_id, "q1", list(counts.themes))["age_band"]
    assert crossed["bases"] == {"5-8": 0, "12-14": 1, "not-said": 6}
    assert crossed["cells"][BUS_THEME]["12-14"] == 1
    with transaction():
        withdraw(db.session.get_one(Submission, private))
    assert (counts_of(campaign_id).base, counts_of(campaign_id).themes[BUS_THEME]) == (6, with_it - 1)


def test_one_kept_private_later_is_themed_without_being_asked(app: Flask, campaign_id: int, mo: int) -> None:
    theme_all(app, campaign_id)
    private = read(campaign_id, PRIVATE, DecisionKind.KEEP_PRIVATE, mo)
    work_off(app)
    assert BUS_THEME in themes_of(private)


@pytest.mark.both_stores
def test_none_of_its_words_is_stored_in_the_clear_or_shown_or_put_in_a_file(
    app: Flask, campaign_id: int, mo: int, staff: Staff
) -> None:
    private = read(campaign_id, PRIVATE, DecisionKind.KEEP_PRIVATE, mo)
    theme_all(app, campaign_id)
    assert not [row for row in everything_stored() if SECRET in row]
    coding = db.session.get_one(AnswerCoding, (private, "q1"))
    assert coding.reason == {}

    frame = begin_frame(campaign_id, None)
    assert private not in next_to_read(frame, 50)
    with transaction():
        sample = auditing.draw_sample(frame, 50, mo)
    assert (
        private
        not in db.session.scalars(select(AuditItem.submission_id).filter_by(sample_id=sample.id)).all()
    )

    analyst = staff(Role.ANALYST)
    desk = "/staff/themes/made-up-place"
    with pytest.raises(NotFound):
        corrections.correct(frame, private, [], mo)
    for address in (
        desk,
        f"{desk}/answers",
        f"{desk}/answers?words={SECRET}",
        f"{desk}/code",
        f"{desk}/quotes",
    ):
        shown = analyst.get(address, follow_redirects=True)
        assert shown.status_code == 200, address
        assert PRIVATE not in shown.get_data(as_text=True)
        assert SECRET not in shown.get_data(as_text=True).replace(f"words={SECRET}", "").replace(
            f'"{SECRET}"', ""
        )
    with transaction():
        snapshot = take_snapshot(campaign_id, mo)
        for kind in (("themes", "csv"), ("summary", "html")):
            made = make_file(file_kind(*kind), snapshot, AudienceClass.BOARD, is_draft=True)
            assert SECRET not in made.decode("utf-8-sig")


@pytest.mark.both_stores
def test_words_hidden_after_they_were_themed_keep_their_theme_and_lose_the_rest(
    app: Flask, campaign_id: int, mo: int
) -> None:
    hidden = read(campaign_id, PRIVATE, DecisionKind.APPROVE, mo)
    theme_all(app, campaign_id)
    with transaction():
        frame = begin_frame(campaign_id, None)
        corrections.correct(frame, hidden, [BUS_THEME], mo)
    before = counts_of(campaign_id)
    with transaction():
        flags.hide(hidden, mo)
    after = counts_of(campaign_id)
    assert (after.base, after.themes) == (before.base, before.themes)
    assert after.corrected == 0
    work_off(app)
    assert not [row for row in everything_stored() if SECRET in row]


def test_a_view_not_used_is_in_no_theme(app: Flask, campaign_id: int, mo: int) -> None:
    number = make_view(campaign_id, PRIVATE)
    with transaction():
        services.decide(number, DecisionKind.REJECT, mo, reason="advert")
    theme_all(app, campaign_id)
    assert db.session.scalars(select(Assignment).filter_by(submission_id=number)).all() == []
    assert counts_of(campaign_id).base == 6
