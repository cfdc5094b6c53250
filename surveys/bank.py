"""The question bank: wordings that were tried with children, kept to be asked again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from participation.campaigns.models import Campaign
from participation.foundation import audit
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound
from surveys.definition import QuestionDefinition
from surveys.editing import add_defined
from surveys.models import BankedQuestion, Question
from surveys.queries import defined

#: Stands for a key in the bank, where a question has none yet.
NO_KEY = "q0"


class AlreadyKept(DomainError):
    """The same question is in the bank."""

    title = "This question is in the bank already"


@dataclass(frozen=True)
class Kept:
    """A question of the bank as pages show it."""

    id: int
    asked: QuestionDefinition
    tested: str


def kept_questions(words: str = "") -> list[Kept]:
    """The questions in the bank, newest first; with `words`, those that say all of them somewhere."""
    wanted = words.casefold().split()
    found = [_shown(each) for each in _rows()]
    return [each for each in found if all(word in _said(each) for word in wanted)]


def kept_question(banked_id: int) -> Kept:
    """One question of the bank.

    Raises:
        NotFound: when it is not there, or no longer.
    """
    return _shown(_row(banked_id))


def keep(question: Question, tested: str, actor_id: int) -> BankedQuestion:
    """Keep a question as it is now, with how its wording was tried. Its rules stay where they are.

    Raises:
        AlreadyKept: when the bank has the same question.
    """
    content = replace(defined(question), key=NO_KEY, show_when=()).to_json()
    content_hash = hash_mapping(content)
    if db.session.scalar(select(BankedQuestion.id).where(BankedQuestion.content_hash == content_hash)):
        raise AlreadyKept("The bank has this question in the same words.")
    row = BankedQuestion(definition=content, content_hash=content_hash, tested=tested, kept_by_id=actor_id)
    db.session.add(row)
    db.session.flush()
    audit.record("kept", "banked_question", row.id, actor_id=actor_id)
    return row


def ask_again(campaign: Campaign, banked_id: int, actor_id: int) -> Question:
    """Add a question of the bank to a campaign, at the end.

    Raises:
        NotFound: when it is not in the bank.
        QuestionsAreLocked: when the campaign has opened.
    """
    return add_defined(campaign, kept_question(banked_id).asked, actor_id)


def remove(banked_id: int, actor_id: int) -> None:
    """Take a question out of the bank; campaigns that ask it keep it.

    Raises:
        NotFound: when it is not in the bank.
    """
    db.session.delete(_row(banked_id))
    audit.record("removed", "banked_question", banked_id, actor_id=actor_id)


def _rows() -> Sequence[BankedQuestion]:
    return db.session.scalars(select(BankedQuestion).order_by(BankedQuestion.id.desc())).all()


def _row(banked_id: int) -> BankedQuestion:
    row = db.session.get(BankedQuestion, banked_id)
    if row is None:
        raise NotFound("This question is no longer in the bank. Go back to the bank and choose another.")
    return row


def _shown(row: BankedQuestion) -> Kept:
    return Kept(row.id, QuestionDefinition.from_json(row.definition), row.tested)


def _said(kept: Kept) -> str:
    labels = (option.label for option in kept.asked.options)
    return " ".join((kept.asked.wording, kept.asked.hint, kept.tested, *labels)).casefold()
