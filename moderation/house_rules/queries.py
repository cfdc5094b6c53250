"""The house rules as they stand, and as they stood when something was decided."""

from collections.abc import Sequence

from sqlalchemy import func, select

from moderation.house_rules.domain import WITHDRAWN, HouseRule, Outcome
from moderation.house_rules.models import HouseRuleVersion
from participation.foundation.database import db

#: A decision made before rules had versions was made by the first.
FIRST = 1


def house_rule(code: str, number: int | None = None) -> HouseRule | None:
    """One rule: the version given or, without a number, the newest; None when there is none."""
    if code == WITHDRAWN.code:
        return WITHDRAWN
    statement = select(HouseRuleVersion).where(HouseRuleVersion.code == code)
    if number is not None:
        statement = statement.where(HouseRuleVersion.number == number)
    found = db.session.scalars(statement.order_by(HouseRuleVersion.number.desc()).limit(1)).first()
    return _rule(found) if found else None


def rule_as_decided(code: str, number: int | None) -> HouseRule | None:
    """The rule in the words that stood when it was applied."""
    return house_rule(code, FIRST if number is None else number)


def rule_to_choose(code: str) -> HouseRule | None:
    """The rule a decision may name now: in use, in its newest words. None when there is none."""
    found = house_rule(code)
    return found if found is not None and (found.is_active or found is WITHDRAWN) else None


def newest_rules() -> list[HouseRule]:
    """Every rule in its newest words: those in use first, in the order they were made."""
    newest = (
        select(HouseRuleVersion.code, func.max(HouseRuleVersion.number), func.min(HouseRuleVersion.id))
        .group_by(HouseRuleVersion.code)
        .subquery()
    )
    code, number, made = newest.c
    rows = db.session.scalars(
        select(HouseRuleVersion)
        .join(newest, (code == HouseRuleVersion.code) & (number == HouseRuleVersion.number))
        .order_by(HouseRuleVersion.is_active.desc(), made)
    )
    return [_rule(row) for row in rows]


def rules_in_use() -> list[HouseRule]:
    """What moderators choose from."""
    return [rule for rule in newest_rules() if rule.is_active]


def choices(lead: str = "") -> list[tuple[str, str]]:
    """The rules in use as (code, label); a view that is not simply not used says what becomes of it."""
    return [(f"{lead}{rule.code}", _choice(rule)) for rule in rules_in_use()]


def versions_with(outcome: Outcome) -> list[tuple[str, int]]:
    """Code and number of every version of a rule with this outcome, however old."""
    rows = db.session.execute(
        select(HouseRuleVersion.code, HouseRuleVersion.number).where(HouseRuleVersion.outcome == outcome)
    )
    return [(code, number) for code, number in rows]


def versions_of(code: str) -> Sequence[HouseRuleVersion]:
    """Every version of a rule, newest first."""
    return db.session.scalars(
        select(HouseRuleVersion).where(HouseRuleVersion.code == code).order_by(HouseRuleVersion.number.desc())
    ).all()


def _choice(rule: HouseRule) -> str:
    is_plain = rule.outcome is Outcome.NOT_USED
    return rule.label if is_plain else f"{rule.label}: {rule.outcome.label.lower()}"


def _rule(row: HouseRuleVersion) -> HouseRule:
    return HouseRule(row.code, row.number, row.label, row.kind_words, Outcome(row.outcome), row.is_active)
