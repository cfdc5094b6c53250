"""What of the views themselves is not kept for ever: the words as typed, and the names of group sessions."""

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select

from participation.campaigns.holds import past_term
from participation.foundation import retention
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from surveys.domain import SubmissionState
from surveys.models import Answer, GroupSession, SourceLink, Submission
from surveys.records.models import Meeting

#: A view that nobody has read may tell of a child at risk: it is never erased unread.
READ = Submission.state != SubmissionState.PENDING
#: What is left of a setting's name.
STAND_IN = "Setting no. "


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
            "Names of the settings of group sessions, links and meetings",
            _kept,
            _how_many_named,
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
    has_name = or_(GroupSession.label != "", _is_named(GroupSession))
    return select(GroupSession.id).where(GroupSession.campaign_id.in_(_closed()), has_name)


def _named_links() -> Select[int]:
    return select(SourceLink.id).where(SourceLink.campaign_id.in_(_closed()), _is_named(SourceLink))


def _named_meetings() -> Select[int]:
    has_name = or_(Meeting.setting != "", _is_named(Meeting))
    return select(Meeting.id).where(Meeting.campaign_id.in_(_closed()), has_name)


def _is_named(table: type[GroupSession] | type[SourceLink] | type[Meeting]) -> ColumnElement[bool]:
    return and_(table.setting_name != "", table.setting_name.not_like(f"{STAND_IN}%"))


def _all_named() -> tuple[Select[int], ...]:
    return _named(), _named_links(), _named_meetings()


def _how_many_named() -> int:
    found = [select(func.count()).select_from(each.subquery()) for each in _all_named()]
    return sum(db.session.scalar(each) or 0 for each in found)


def _erase_names() -> int:
    """A setting's name gives way to a number, so that what was counted once still counts once."""
    sessions = db.session.scalars(select(GroupSession).where(GroupSession.id.in_(_named()))).all()
    links = db.session.scalars(select(SourceLink).where(SourceLink.id.in_(_named_links()))).all()
    meetings = db.session.scalars(select(Meeting).where(Meeting.id.in_(_named_meetings()))).all()
    numbers: dict[tuple[int, str], int] = {}
    named: list[GroupSession | SourceLink | Meeting] = [*sessions, *links, *meetings]
    for each in named:
        if each.setting_name and not each.setting_name.startswith(STAND_IN):
            key = (each.campaign_id, each.setting_name.casefold())
            each.setting_name = f"{STAND_IN}{numbers.setdefault(key, len(numbers) + 1)}"
    for session in sessions:
        session.label = ""
    for meeting in meetings:
        meeting.setting = ""
    db.session.flush()
    return len(named)
