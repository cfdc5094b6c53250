"""Editing the house rules: every edit is a new version, and what was decided keeps the words of its day."""

import re

from sqlalchemy.exc import IntegrityError

from moderation.house_rules.domain import HouseRule, Outcome
from moderation.house_rules.models import HouseRuleVersion
from moderation.house_rules.queries import house_rule
from participation.foundation import audit
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound

LONGEST_CODE = 40


class RuleProblem(DomainError):
    """A house rule cannot be saved as asked."""

    title = "Check the house rule"


def add_rule(label: str, kind_words: str, outcome: Outcome, person_id: int) -> HouseRule:
    """Make a rule; its code comes from its label and stays.

    Raises:
        RuleProblem: when the label has no letters, or there is such a rule.
    """
    code = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:LONGEST_CODE].strip("_")
    if not code:
        raise RuleProblem("Write a label with letters in it.")
    if house_rule(code) is not None:
        raise RuleProblem("There is a rule with this label. Change that one, or choose another label.")
    return _write(HouseRule(code, 1, label.strip(), kind_words.strip(), outcome), person_id)


def change_rule(
    code: str, number: int, label: str, kind_words: str, outcome: Outcome, is_active: bool, person_id: int
) -> HouseRule:
    """Save the next version of a rule. Saving what stands already adds nothing.

    Args:
        number: the version the person was looking at.

    Raises:
        NotFound: when there is no such rule.
        RuleProblem: when somebody else changed it meanwhile.
    """
    standing = house_rule(code)
    if standing is None or standing.number == 0:
        raise NotFound("There is no such house rule. Go back to the list.")
    wanted = HouseRule(code, standing.number, label.strip(), kind_words.strip(), outcome, is_active)
    if wanted == standing:
        return standing
    if standing.number != number:
        raise RuleProblem("Somebody changed this rule meanwhile. Open it again, then make your change.")
    return _write(HouseRule(code, number + 1, wanted.label, wanted.kind_words, outcome, is_active), person_id)


def _write(rule: HouseRule, person_id: int) -> HouseRule:
    row = HouseRuleVersion(
        code=rule.code,
        number=rule.number,
        label=rule.label,
        kind_words=rule.kind_words,
        outcome=rule.outcome,
        is_active=rule.is_active,
        made_by_id=person_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise RuleProblem("Somebody changed this rule meanwhile. Open it again.") from error
    audit.record(
        "saved_house_rule",
        "house_rule",
        row.id,
        actor_id=person_id,
        detail={"code": rule.code, "version": rule.number, "in_use": rule.is_active},
    )
    return rule
