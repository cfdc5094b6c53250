"""What changed from one version of a survey to another, in plain words. Pure."""

from collections.abc import Iterator

from surveys.definition import Option, QuestionDefinition, SurveyDefinition
from surveys.question_types import QUESTION_TYPES
from surveys.routing import in_words
from surveys.wordings import in_plain_words

#: The parts of a question that are words, and what staff call them.
WORDS = {
    "wording": "What it asks",
    "hint": "The hint",
    "easy_wording": "The Easy Read words",
    "easy_hint": "The Easy Read hint",
}
EVERYBODY = "Everybody is asked it."
LIMITS = {"least": "The smallest number", "most": "The largest number"}


def differences(before: SurveyDefinition, after: SurveyDefinition) -> list[str]:
    """One sentence for each thing that changed, in the order the questions are asked now; none when nothing did."""
    old = {question.key: question for question in before.questions}
    new = {question.key: question for question in after.questions}
    found = [f"“{question.wording}” was taken out." for key, question in old.items() if key not in new]
    for key, question in new.items():
        if key in old:
            found += _changes(old[key], question, before, after)
        else:
            found.append(f"“{question.wording}” was added.")
    kept_before = [key for key in old if key in new]
    if kept_before != [key for key in new if key in old]:
        found.append(
            f"The order changed. It is now: {', '.join(f'“{each.wording}”' for each in new.values())}."
        )
    return found


def _changes(
    old: QuestionDefinition, new: QuestionDefinition, before: SurveyDefinition, after: SurveyDefinition
) -> Iterator[str]:
    about = f"“{old.wording}”"
    if old.kind != new.kind:
        yield f"{about}: people answered it by “{_label(old.kind)}”, and now by “{_label(new.kind)}”."
    for field, name in {**WORDS, **LIMITS}.items():
        yield from _value_change(f"{about}: {name}", getattr(old, field), getattr(new, field))
    yield from _option_changes(about, old.options, new.options)
    if old.has_other != new.has_other:
        may = "may now" if new.has_other else "may no longer"
        yield f"{about}: people {may} write something else."
    yield from _wording_changes(about, old, new)
    if old.show_when != new.show_when:
        then, now = (" ".join(words) or EVERYBODY for words in (in_words(old, before), in_words(new, after)))
        yield f"{about}: when it is asked changed. Before: {then} Now: {now}"


def _wording_changes(about: str, old: QuestionDefinition, new: QuestionDefinition) -> Iterator[str]:
    for asked_as in sorted({each.asked_as for each in (*old.wordings, *new.wordings)}):
        then, now = (each.wording_for(asked_as) for each in (old, new))
        name = f"the words for {in_plain_words(asked_as)}"
        if then is None or now is None or then.not_reviewed == now.not_reviewed:
            yield from _value_change(
                f"{about}: {name}", then.wording if then else "", now.wording if now else ""
            )
        else:
            yield f"{about}: {name} changed. They were “{then.wording}” and are now “{now.wording}”."


def _label(kind: str) -> str:
    return QUESTION_TYPES[kind].label if kind in QUESTION_TYPES else kind


def _value_change(about: str, old: object, new: object) -> Iterator[str]:
    if old == new:
        return
    if old in ("", None):
        yield f"{about} is new: “{new}”."
    elif new in ("", None):
        yield f"{about} was taken out. It was “{old}”."
    else:
        yield f"{about} was “{old}” and is now “{new}”."


def _option_changes(about: str, old: tuple[Option, ...], new: tuple[Option, ...]) -> Iterator[str]:
    then, now = {each.id: each for each in old}, {each.id: each for each in new}
    for id_, option in then.items():
        if id_ not in now:
            yield f"{about}: the option “{option.label}” was taken out."
    for id_, option in now.items():
        if id_ not in then:
            yield f"{about}: the option “{option.label}” was added."
        elif then[id_].label != option.label:
            yield f"{about}: the option “{then[id_].label}” now says “{option.label}”."
        elif then[id_].picture != option.picture:
            yield f"{about}: the option “{option.label}” has another picture."
    if [id_ for id_ in then if id_ in now] != [id_ for id_ in now if id_ in then]:
        yield f"{about}: the options stand in another order."
