"""One count as it may be shown, and the percentage two such counts make."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.disclosure.rules import DEFAULT_RULES, AudienceClass, ClassRule, MaskRules


@dataclass(frozen=True)
class MaskedCell:
    """One count as it may be shown: `value` is the published figure, None when hidden."""

    text: str
    value: int | None
    is_suppressed: bool
    is_rounded: bool = False


def mask_total(count: int, audience: AudienceClass, rules: MaskRules = DEFAULT_RULES) -> MaskedCell:
    """Mask one number of responses that stands on its own, such as a base."""
    rule = rules.for_class(audience)
    return masked_cell(count, rule, is_hidden=rule.is_small(count))


def masked_cell(count: int, rule: ClassRule, *, is_hidden: bool) -> MaskedCell:
    """Make the cell of one count once a table has decided whether it is hidden."""
    if is_hidden:
        return MaskedCell(rule.suppressed_text, None, is_suppressed=True)
    figure = rule.shown(count)
    return MaskedCell(f"{figure:,}", figure, is_suppressed=False, is_rounded=rule.rounding > 1)


def percent_text(cell: MaskedCell, base: MaskedCell, percent_base: int) -> str:
    """Return a whole-number percentage made from published figures only, "" when not allowed."""
    if cell.value is None or base.value is None or base.value < max(percent_base, 1):
        return ""
    return f"{min(100, round(100 * cell.value / base.value))}%"
