"""Tallies kept as rows change say what counting every row would say, whatever happens to views."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from analysis import tallies
from analysis.models import AnswerCoding, Assignment, CodeFrameVersion
from analysis.tallies import ApprovedTally, CodingTally, ThemeTally
from analysis.themes.filters import channels_used
from analysis.themes.queries import desk_campaigns
from moderation import services
from moderation.models import ApprovedText, Decision
from participation.accounts.services import add_person
from participation.foundation.access import Role
from participation.foundation.append_only import allow_changes, refuse_changes
from participation.foundation.database import db
from participation.foundation.tallies import TALLIES, count_anew, gather
from participation.foundation.transactions import transaction
from surveys.models import Submission
from surveys.services import withdraw
from tests.conftest import PASSWORD
from tests.integration.analysis.coded_campaign import code_by_hand
from tests.integration.analysis.factories import make_campaign
from tests.integration.statements import statements

pytestmark = pytest.mark.both_stores
Told = dict[str, dict[tuple[object, ...], int]]
MODELS = {model.__tablename__: model for model in (ApprovedTally, CodingTally, ThemeTally)}


def told() -> Told:
    """What the tallies say: for each table, keys to their sums, those that nothing has left out."""
    found: Told = {}
    for name, columns in TALLIES.items():
        keys = [getattr(MODELS[name], column) for column in columns]
        rows = db.session.execute(select(*keys, func.sum(MODELS[name].number)).group_by(*keys))
        found[name] = {tuple(row[:-1]): int(row[-1]) for row in rows if row[-1]}
    return found


def counted_anew() -> Told:
    """What counting every row says; nothing stays changed."""
    count_anew(db.session.connection())
    found = told()
    db.session.rollback()
    return found


def rows_in_all() -> int:
    return sum(db.session.scalar(select(func.count()).select_from(model)) or 0 for model in MODELS.values())


@pytest.fixture
def campaign_id(app: Flask) -> int:
    """Ninety approved answers, themed by hand."""
    campaign_id = make_campaign()
    code_by_hand(campaign_id)
    return campaign_id


def some_view(place: int) -> Submission:
    found = db.session.scalars(select(ApprovedText.submission_id).order_by(ApprovedText.submission_id)).all()
    return db.session.get_one(Submission, found[place])


def take_one_back() -> None:
    with transaction():
        person_id = add_person("mo@example.org", "Mo", PASSWORD, [Role.MODERATOR]).id
        services.take_back(some_view(3).id, person_id, "second_look")


def withdraw_one() -> None:
    with transaction():
        withdraw(some_view(5))


def become_unsure() -> None:
    with transaction():
        db.session.execute(
            update(AnswerCoding).where(AnswerCoding.submission_id % 3 == 0).values(status="unsure")
        )


def change_stances() -> None:
    with transaction():
        db.session.execute(update(Assignment).where(Assignment.rank == 0).values(stance="objects"))


def lose_codings() -> None:
    with transaction():
        db.session.execute(delete(AnswerCoding).where(AnswerCoding.submission_id % 4 == 0))


def erase_a_view_with_all_that_hangs_on_it() -> None:
    with transaction():
        number = some_view(7).id
        allow_changes(db.session.connection())
        db.session.execute(delete(ApprovedText).where(ApprovedText.submission_id == number))
        db.session.execute(delete(Decision).where(Decision.submission_id == number))
        db.session.execute(delete(Submission).where(Submission.id == number))
        refuse_changes(db.session.connection())


ACTS = (
    take_one_back,
    withdraw_one,
    become_unsure,
    change_stances,
    lose_codings,
    erase_a_view_with_all_that_hangs_on_it,
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_they_follow_whatever_happens(campaign_id: int, act: Callable[[], None]) -> None:
    before = told()
    assert all(before.values())
    assert before == counted_anew()
    act()
    after = told()
    assert after != before
    assert after == counted_anew()


def test_gathering_them_changes_no_count_and_leaves_a_row_a_key(campaign_id: int) -> None:
    become_unsure()
    before, many = told(), rows_in_all()
    with transaction():
        assert gather(db.session.connection(), most_rows=5) == len(TALLIES)
    assert told() == before
    assert rows_in_all() == sum(map(len, before.values())) < many
    change_stances()
    assert told() == counted_anew()


def test_few_rows_are_left_as_they_are(campaign_id: int) -> None:
    many = rows_in_all()
    with transaction():
        assert gather(db.session.connection(), most_rows=many) == 0
    assert rows_in_all() == many


def test_work_that_is_undone_counts_for_nothing(campaign_id: int) -> None:
    before = told()
    db.session.execute(update(Assignment).values(stance="likes"))
    db.session.rollback()
    assert told() == before
    assert tallies.gather_tallies() == 0
    assert told() == before


def test_the_choice_of_channels_walks_through_no_view(campaign_id: int) -> None:
    frame = db.session.scalars(select(CodeFrameVersion)).one()
    with statements() as sent:
        used = [value for value, _ in channels_used(frame)]
    assert "phone" in used
    assert [statement for statement, _ in sent if "submission" in statement] == []


def test_the_list_of_campaigns_walks_through_no_view(campaign_id: int) -> None:
    with statements() as sent:
        [listed] = desk_campaigns()
    assert (listed.campaign.id, listed.approved) == (campaign_id, counted_by_campaign())
    assert [statement for statement, _ in sent if "FROM approved_text" in statement] == []
    assert [statement for statement, _ in sent if "FROM submission" in statement] == []


def counted_by_campaign() -> int:
    return db.session.scalar(select(func.count()).select_from(ApprovedText)) or 0
