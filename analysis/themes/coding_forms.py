"""The form in which one answer is coded, and the one that draws a sample."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from analysis.themes.auditing import LARGEST_SAMPLE
from analysis.themes.corrections import CorrectionProblem
from participation.foundation.requests import row_number

MOST_SKIPPED = 200
LEAST_SAMPLE = 10


class SampleForm(FlaskForm):
    """How many answers to draw for blind coding."""

    wanted = IntegerField(
        "How many answers",
        default=150,
        validators=[
            InputRequired("Say how many answers to draw"),
            NumberRange(
                LEAST_SAMPLE, LARGEST_SAMPLE, f"Draw between {LEAST_SAMPLE} and {LARGEST_SAMPLE} answers"
            ),
        ],
    )


def chosen_themes(form: MultiDict[str, str]) -> list[str]:
    """The themes ticked, in the order they were ticked where the page noted it; the first is the main one.

    Raises:
        CorrectionProblem: when nothing is ticked and “None of the themes” was not chosen either.
    """
    if "none" in form:
        return []
    ticked = form.getlist("theme")
    if not ticked:
        raise CorrectionProblem("Tick at least one theme, or choose “None of the themes”. Go back to do so.")
    order = form.get("order", "").split()
    return sorted(
        ticked, key=lambda key: order.index(key) if key in order else len(order) + ticked.index(key)
    )


def skipped(given: Mapping[str, str]) -> frozenset[int]:
    """Answers somebody left for later, as the address names them."""
    numbers = (row_number(part) for part in given.get("skip", "").split("-"))
    return frozenset([number for number in numbers if number is not None][:MOST_SKIPPED])


def skip_text(numbers: frozenset[int]) -> str:
    """The same for an address."""
    return "-".join(map(str, sorted(numbers)))
