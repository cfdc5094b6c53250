"""House rules are edited version by version; a decision and its receipt keep the words of their day."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from analysis.counting import count_answers
from moderation import queries, services
from moderation.domain import DecisionKind
from moderation.house_rules import services as editing
from moderation.house_rules.domain import Outcome
from moderation.house_rules.models import HouseRuleVersion
from moderation.house_rules.queries import house_rule, rules_in_use
from moderation.models import ApprovedText, Decision
from participation.accounts.services import add_person
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from tests.auditing_client import AuditingClient, text_of
from tests.conftest import PASSWORD
from tests.integration.moderation.factories import make_view, view
from tests.integration.pages import made_up

Staff = Callable[..., AuditingClient]
RULES = "/staff/house-rules"


def sent() -> tuple[str, int]:
    """A view that was sent, as its receipt words and its id."""
    [receipt] = made_up.send(made_up.open_campaign(), "Thank you to the lifeguards")
    return receipt.words, receipt.submission_id


@pytest.fixture
def mo(app: Flask) -> int:
    """A moderator's id."""
    with transaction():
        return add_person("mo@example.org", "Mo", PASSWORD, [Role.MODERATOR]).id


def apply_rule(code: str, number: int, person_id: int) -> None:
    with transaction():
        services.decide(number, DecisionKind.REJECT, person_id, reason=code)


@pytest.mark.both_stores
def test_an_old_decision_keeps_the_words_of_its_version(app: Flask, campaign_id: int, mo: int) -> None:
    first, second = make_view(campaign_id, "xqz"), make_view(campaign_id, "qzx")
    apply_rule("no_meaning", first, mo)
    before = queries.decision_for_receipt(first).detail
    with transaction():
        editing.change_rule(
            "no_meaning",
            1,
            "Cannot be understood",
            "We did not get it. Try again?",
            Outcome.NOT_USED,
            True,
            mo,
        )
    apply_rule("no_meaning", second, mo)
    assert queries.decision_for_receipt(first).detail == before != ""
    assert queries.decision_for_receipt(second).detail == "We did not get it. Try again?"
    assert [row.rule_number for row in db.session.scalars(select(Decision).order_by(Decision.id))] == [1, 2]
    assert audit.verify().broken_at is None


@pytest.mark.both_stores
def test_no_version_is_ever_changed(app: Flask) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(db.update(HouseRuleVersion).values(kind_words="Something else"))
    db.session.rollback()


@pytest.mark.both_stores
@pytest.mark.parametrize(
    ("code", "state", "told"),
    [
        ("tone", SubmissionState.PRIVATE, "It counts, and we keep your words private"),
        ("compliment", SubmissionState.PRIVATE, "It counts, and we pass on your thanks"),
        ("service_request", SubmissionState.REJECTED, "Somebody else can help with this"),
        ("complaint", SubmissionState.REJECTED, "Somebody else can help with this"),
        ("rude", SubmissionState.REJECTED, "We could not use it"),
    ],
)
def test_an_outcome_says_what_counts_and_the_look_up_page_says_where_to_go(
    app: Flask, client: AuditingClient, mo: int, code: str, state: SubmissionState, told: str
) -> None:
    words, number = sent()
    apply_rule(code, number, mo)
    assert view(number).state == state
    assert db.session.scalars(select(ApprovedText)).all() == []
    counted = count_answers(view(number).campaign_id, "q1", []).base
    assert counted == (1 if state is SubmissionState.PRIVATE else 0)
    page = client.post("/my-answer", data={"receipt": words}).get_data(as_text=True)
    rule = house_rule(code)
    assert rule is not None
    assert told in page
    assert rule.kind_words in page


@pytest.mark.both_stores
def test_thanks_that_are_to_be_passed_on_are_listed_until_something_else_is_decided(
    app: Flask, staff: Staff, campaign_id: int, mo: int
) -> None:
    thanked, asked, plain, taken_back = (
        make_view(campaign_id, word) for word in ("xqz", "qzx", "zxq", "qxz")
    )
    apply_rule("compliment", thanked, mo)
    apply_rule("service_request", asked, mo)
    apply_rule("rude", plain, mo)
    apply_rule("compliment", taken_back, mo)
    with transaction():
        editing.change_rule("compliment", 1, "Praise", "It counts.", Outcome.STILL_COUNTS, True, mo)
        services.take_back(taken_back, mo, "It was a question")
    moderator = staff(Role.MODERATOR)

    def listed(which: str) -> list[int]:
        rows = moderator.page(f"/staff/queue/decided{which}").select("ol.lately strong")
        return [int(row.text.removeprefix("View ")) for row in rows]

    assert listed("?outcome=thanks") == [thanked]
    assert listed("?outcome=elsewhere") == [asked]
    assert listed("?outcome=nonsense") == listed("") == [taken_back, taken_back, plain, asked, thanked]


def test_a_rule_out_of_use_is_not_offered_and_cannot_be_applied(
    app: Flask, campaign_id: int, mo: int
) -> None:
    standing = house_rule("advert")
    assert standing is not None
    with transaction():
        editing.change_rule("advert", 1, standing.label, standing.kind_words, standing.outcome, False, mo)
    assert "advert" not in [rule.code for rule in rules_in_use()]
    number = make_view(campaign_id)
    with pytest.raises(services.CannotDecide):
        apply_rule("advert", number, mo)
    assert view(number).state == SubmissionState.PENDING


def test_two_who_edit_the_same_version_do_not_overwrite_each_other(app: Flask, mo: int) -> None:
    with transaction():
        editing.change_rule("advert", 1, "An advert", "We do not use adverts.", Outcome.NOT_USED, True, mo)
    with pytest.raises(editing.RuleProblem, match="meanwhile"):
        editing.change_rule("advert", 1, "Sells something", "No.", Outcome.NOT_USED, True, mo)
    assert house_rule("advert").label == "An advert"  # type: ignore[union-attr]


@pytest.mark.parametrize("role", [Role.CAMPAIGN_MANAGER, Role.SAFEGUARDING_LEAD])
def test_the_manager_and_the_lead_edit_rules_on_a_page(staff: Staff, campaign_id: int, role: Role) -> None:
    editor = staff(role)
    form = {"label": "About another place", "kind_words": "Tell them at the library.", "outcome": "elsewhere"}
    assert editor.submit(f"{RULES}/new", form, from_page=f"{RULES}/new").status_code == 302
    page = text_of(editor.page(RULES))
    assert "Tell them at the library." in page
    changed = form | {"kind_words": "Tell them at the <b>town hall</b>.", "number": "1", "is_active": "y"}
    address = f"{RULES}/about_another_place"
    assert editor.submit(address, changed, from_page=address).status_code == 302
    assert "Tell them at the <b>town hall</b>." in text_of(editor.page(RULES))
    assert "Tell them at the library." in text_of(editor.page(address))
    again = editor.submit(f"{RULES}/new", form, from_page=f"{RULES}/new")
    assert "There is a rule with this label" in again.get_data(as_text=True)
    moderator = staff(Role.MODERATOR)
    assert "About another place" in text_of(moderator.page(RULES))
    assert moderator.get(address).status_code == 403


@pytest.mark.parametrize("code", ["nonsense", "withdrawn"])
def test_what_is_no_rule_cannot_be_edited(staff: Staff, code: str) -> None:
    assert staff(Role.CAMPAIGN_MANAGER).get(f"{RULES}/{code}").status_code == 404
