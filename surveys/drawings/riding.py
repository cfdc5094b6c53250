"""A picture between its page and Send: drawn anew at once, then sealed and carried by the form itself.

So nothing of a view is kept before somebody presses Send, and no form can bring bytes that this site did not draw.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage, MultiDict

from participation.foundation.deployment import deployment
from participation.foundation.pictures import Fault, WrongPicture
from participation.foundation.sealing import CannotOpen
from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.drawings.pictures import LARGEST_FILE, redrawn
from surveys.question_types import HELPED_KINDS, AnswerProblem, Cleaned
from surveys.question_types.drawing import MADE, ON_ITS_WAY
from surveys.question_types.sentences import NOT_A_PICTURE, PICTURE_TOO_LARGE

#: What ends the name of the box by which a picture is taken out again; no question's key has a full stop.
WITHOUT = ".without"
Form = MultiDict[str, str]


@dataclass(frozen=True)
class TakenIn:
    """A form with the pictures that came with it in the form they ride in, and what is wrong with the others."""

    form: Form
    problems: tuple[AnswerProblem, ...]


def take_in(form: Form, files: Mapping[str, FileStorage], definition: SurveyDefinition) -> TakenIn:
    """Draw the pictures of a form anew and seal them. One that cannot be taken leaves the one before in place."""
    fields, problems = MultiDict(form), []
    for question in _drawn(definition):
        riding = [] if question.key + WITHOUT in form else form.getlist(question.key)
        sent = files.get(question.key)
        content = sent.stream.read() if sent is not None and sent.filename else b""
        try:
            if content:
                riding = [_sealed(redrawn(content), question.key)]
        except WrongPicture as wrong:
            problems.append(_problem(question, wrong.fault))
        fields.setlist(question.key, [each for each in riding if _may_stay(each, question.key)])
    return TakenIn(fields, tuple(problems))


def pictures_in(
    typed: Mapping[str, list[str]], answers: Mapping[str, Cleaned], definition: SurveyDefinition
) -> tuple[tuple[str, bytes], ...]:
    """Question key and picture of every drawing that a form carries to a question that is asked."""
    return tuple(
        (question.key, _opened(value, question.key))
        for question in _drawn(definition)
        if not answers.get(question.key, Cleaned()).is_blank
        for value in typed.get(question.key, ())[-1:]
        if value.startswith(ON_ITS_WAY)
    )


def _drawn(definition: SurveyDefinition) -> Iterator[QuestionDefinition]:
    return (each for each in definition.questions if each.kind in HELPED_KINDS)


def _problem(question: QuestionDefinition, fault: Fault) -> AnswerProblem:
    if fault is Fault.UNREADABLE:
        return AnswerProblem.of(question, NOT_A_PICTURE)
    return AnswerProblem.of(question, PICTURE_TOO_LARGE, most=LARGEST_FILE >> 20)


def _sealed(picture: bytes, key: str) -> str:
    sealed = deployment().sealer.seal_bytes(picture, _place(key))
    return ON_ITS_WAY + base64.urlsafe_b64encode(sealed).decode("ascii")


def _may_stay(value: str, key: str) -> bool:
    """Whether a field may hold this: a picture only if this site put it there, for what is none the type says why."""
    if not value.startswith(ON_ITS_WAY):
        return value != MADE
    try:
        return bool(_opened(value, key))
    except CannotOpen:
        return False


def _opened(value: str, key: str) -> bytes:
    try:
        sealed = base64.urlsafe_b64decode(value.removeprefix(ON_ITS_WAY))
    except (binascii.Error, ValueError):
        sealed = b""
    return deployment().sealer.open_bytes(sealed, _place(key))


def _place(key: str) -> bytes:
    return f"drawing on its way\x1f{key}".encode()
