"""The two-way tables there may be: themes by age and themes by place, registered beforehand and no others.

A table is made of the theme counts and one fact about the sender. Care experience, special needs and
caring for somebody are never asked in these questions, so they can never be crossed with a place.
Those who did not say are a column of their own: without it, the theme's own count less the row's
total would give away a small group.
"""

from typing import Any

from sqlalchemy import func, select

from analysis.counting import counted, mask_rules
from analysis.disclosure import AudienceClass, MaskedCrossTable, mask_cross_table
from analysis.models import Assignment
from participation.foundation.database import db
from surveys.models import Answer, SurveyVersion

#: Kind of question to what its table is called.
REGISTERED = {"age_band": "Themes by age", "place": "Themes by place"}
NOT_SAID = "not-said"


def cross_counts(campaign_id: int, question_key: str, theme_keys: list[str]) -> dict[str, Any]:
    """Count themes by each registered fact that the campaign asks: kind to labels, bases and cells."""
    return {
        kind: table
        for kind in REGISTERED
        if (table := _count(campaign_id, question_key, theme_keys, kind)) is not None
    }


def masked_cross(content: dict[str, Any], kind: str) -> MaskedCrossTable | None:
    """A registered table behind the mask of the public, in every file; None where there is none to give.

    Exact counts of small crossings, seen again a quarter later, would give away the hidden ones beside
    them, so the board gets the rounded ones too.

    A sensitive campaign has none, nor has one with so few responses that ranks in words say more.

    Raises:
        KeyError: when the table is not registered.
    """
    if kind not in REGISTERED:
        raise KeyError(f"no table by {kind} is registered")
    table, rules = content.get("cross", {}).get(kind), mask_rules()
    if table is None or content["about"]["is_sensitive"] or content["base"] < rules.rank_base:
        return None
    themes = list(content["themes"])
    return mask_cross_table(
        themes,
        list(table["bases"]),
        {(theme, column): n for theme in themes for column, n in table["cells"].get(theme, {}).items()},
        AudienceClass.PUBLIC,
        rules,
        column_bases=table["bases"],
    )


def _count(campaign_id: int, question_key: str, theme_keys: list[str], kind: str) -> dict[str, Any] | None:
    asked = _question(campaign_id, kind)
    if asked is None:
        return None
    options = [*(each["id"] for each in asked["options"]), NOT_SAID]
    said = func.coalesce(Answer.choices, NOT_SAID)
    all_counted = counted(campaign_id, question_key)
    answered = (
        select(all_counted.c.submission_id, said.label("said"))
        .select_from(all_counted)
        .outerjoin(
            Answer,
            (Answer.submission_id == all_counted.c.submission_id) & (Answer.question_key == asked["key"]),
        )
    ).subquery()
    bases = dict.fromkeys(options, 0)
    for option, number in db.session.execute(
        select(answered.c.said, func.count()).group_by(answered.c.said)
    ).all():
        bases[option if option in bases else NOT_SAID] += number
    cells = {theme: dict.fromkeys(options, 0) for theme in theme_keys}
    for theme, option, number in db.session.execute(
        select(Assignment.theme_key, answered.c.said, func.count())
        .join(answered, answered.c.submission_id == Assignment.submission_id)
        .where(Assignment.campaign_id == campaign_id, Assignment.question_key == question_key)
        .group_by(Assignment.theme_key, answered.c.said)
    ).all():
        if theme in cells:
            cells[theme][option if option in bases else NOT_SAID] += number
    labels = {each["id"]: each["label"] for each in asked["options"]} | {NOT_SAID: "Not said"}
    return {"question": asked["key"], "labels": labels, "bases": bases, "cells": cells}


def _question(campaign_id: int, kind: str) -> dict[str, Any] | None:
    definition = db.session.scalar(
        select(SurveyVersion.definition)
        .where(SurveyVersion.campaign_id == campaign_id)
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    )
    asked = definition["questions"] if definition else []
    return next((each for each in asked if each["kind"] == kind), None)
