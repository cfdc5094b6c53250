"""The disclosure mask: the one way in which counts leave the analysis.

Every page, chart, file and alternative text is made from the masked tables built here, never from
raw counts, so that all of them say the same and no small group of children can be worked out from
any of them.

Rules (`rules`) turn one count into a cell (`cells`); cells stand in one-way tables (`one_way`) and
two-way tables (`two_way`), which hide what the others would give away; `feasible_ranges` is the
reader's side of it, what can be worked out; `wording` says masked counts in words.
"""

from analysis.disclosure.cells import MaskedCell, mask_total, masked_cell, percent_text
from analysis.disclosure.one_way import MaskedTable, TableKind, mask_counts
from analysis.disclosure.rules import DEFAULT_RULES, AudienceClass, ClassRule, MaskRules, may_describe_quote
from analysis.disclosure.two_way import MaskedCrossTable, mask_cross_table
from analysis.disclosure.wording import count_in_words, ranks_in_words, table_note

__all__ = [
    "DEFAULT_RULES",
    "AudienceClass",
    "ClassRule",
    "MaskRules",
    "MaskedCell",
    "MaskedCrossTable",
    "MaskedTable",
    "TableKind",
    "count_in_words",
    "mask_counts",
    "mask_cross_table",
    "mask_total",
    "masked_cell",
    "may_describe_quote",
    "percent_text",
    "ranks_in_words",
    "table_note",
]
