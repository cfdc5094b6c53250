"""Answers as they lie in the database: words sealed in their place, choices as ids."""

from participation.foundation.deployment import deployment
from participation.foundation.resealing import reseal
from participation.foundation.sealing import Sealer
from surveys.models import Answer, Submission
from surveys.question_types import Cleaned


def sealing_place(identity: bytes, question_key: str) -> bytes:
    """The place that sealed words belong to, so that they cannot be moved to another view or question.

    Bound to the identity rather than the row number, which is not known before the words are stored.
    """
    return b"answer\x1f" + identity + b"\x1f" + question_key.encode("utf-8")


def drawing_place(identity: bytes, question_key: str) -> bytes:
    """The place that a sealed picture belongs to."""
    return b"drawing\x1f" + identity + b"\x1f" + question_key.encode("utf-8")


def seal_answer(sealer: Sealer, identity: bytes, question_key: str, answer: Cleaned) -> bytes | None:
    """The sealed words of an answer, None when it holds no words."""
    return sealer.seal(answer.words, sealing_place(identity, question_key)) if answer.words else None


def open_words(submission: Submission) -> dict[str, str]:
    """The words of a view by question key, in question order.

    Only moderation may call this, and whoever keys a paper a second time and so has its words in hand.

    Raises:
        CannotOpen: when the key is missing, or an answer was changed or moved.
    """
    sealer = deployment().sealer
    return {
        answer.question_key: sealer.open(
            answer.sealed, sealing_place(submission.identity, answer.question_key)
        )
        for answer in submission.answers
        if answer.sealed is not None
    }


def chosen_options(submission: Submission) -> dict[str, tuple[str, ...]]:
    """The option ids chosen, by question key, in question order."""
    return {a.question_key: a.choice_ids for a in submission.answers if a.choices is not None}


def reseal_answers() -> int:
    """Seal the words of every view anew with the newest key; gives how many."""
    return reseal(Answer, Answer.sealed, lambda a: sealing_place(a.submission.identity, a.question_key))
