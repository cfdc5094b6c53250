"""What of the views themselves is not kept for ever: the words as typed, and the names of group sessions."""

from sqlalchemy import Select, delete, func, select, update

from participation.campaigns.holds import past_term
from participation.foundation import retention
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from surveys.domain import SubmissionState
from surveys.models import Answer, GroupSession, Submission

#: A view that nobody has read may tell of a child at risk: it is never erased unread.
READ = Submission.state != SubmissionState.PENDING


def rules() -> list[retention.Rule]:
    """The rules of this package."""
    return [
        retention.Rule(
            "words_as_typed",
            "Words as they were typed, once a person has read them. Choices and themes stay",
            _kept,
            lambda: db.session.scalar(select(func.count()).select_from(_typed().subquery())) or 0,
            _erase_words,
        ),
        retention.Rule(
            "names_of_sessions",
            "Names of the settings of group sessions",
            _kept,
            lambda: db.session.scalar(select(func.count()).select_from(_named().subquery())) or 0,
            _erase_names,
        ),
    ]


def _kept() -> str:
    return f"{deployment().settings.keep_words_months} months after the campaign closed"


def _closed() -> list[int]:
    return past_term(retention.months_ago(deployment().settings.keep_words_months))


def _typed() -> Select[int]:
    return (
        select(Answer.submission_id)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Answer.sealed.is_not(None), READ, Submission.campaign_id.in_(_closed()))
    )


def _erase_words() -> int:
    past = select(Submission.id).where(READ, Submission.campaign_id.in_(_closed()))
    gone = db.session.execute(
        delete(Answer)
        .where(Answer.sealed.is_not(None), Answer.submission_id.in_(past))
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _named() -> Select[int]:
    return select(GroupSession.id).where(GroupSession.campaign_id.in_(_closed()), GroupSession.label != "")


def _erase_names() -> int:
    gone = db.session.execute(
        update(GroupSession)
        .where(GroupSession.id.in_(_named()))
        .values(label="")
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
