"""Pictures of views as they lie sealed: who looked at them, opening one, forgetting them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, select

from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.resealing import reseal
from surveys.answers import drawing_place
from surveys.drawings.models import Drawing
from surveys.models import Submission


def drawings_of(submission_id: int) -> Sequence[Drawing]:
    """The drawings of a view, without opening any."""
    return db.session.scalars(
        select(Drawing).where(Drawing.submission_id == submission_id).order_by(Drawing.id)
    ).all()


def drawing_of(submission_id: int, question_key: str) -> Drawing:
    """The drawing that answers one question of a view.

    Raises:
        NotFound: when there is none.
    """
    found = next((each for each in drawings_of(submission_id) if each.question_key == question_key), None)
    if found is None:
        raise NotFound("There is no drawing here. Go back to the queue.")
    return found


def has_drawing() -> ColumnElement[bool]:
    """The condition on `Submission` that it has a drawing."""
    return select(Drawing.id).where(Drawing.submission_id == Submission.id).correlate(Submission).exists()


def has_unseen(submission_id: int) -> bool:
    """Whether a view has a drawing that no moderator has looked at."""
    unseen = select(func.count()).where(Drawing.submission_id == submission_id, Drawing.seen_on.is_(None))
    return bool(db.session.scalar(unseen))


def note_look(submission: Submission, drawing: Drawing, person_id: int) -> None:
    """Note that a moderator looks: every look leaves a trace, and the first stands with the drawing too."""
    if drawing.seen_on is None:
        drawing.seen_on, drawing.seen_by_id = clock.today(), person_id
    audit.record(
        "looked_at_drawing",
        "submission",
        submission.id,
        actor_id=person_id,
        detail={"question": drawing.question_key},
    )


def opened(submission: Submission, drawing: Drawing) -> bytes:
    """The picture as a WebP, for whoever looks and for what must carry it on, such as a concern.

    Raises:
        CannotOpen: when it was sealed with another key, or damaged.
    """
    place = drawing_place(submission.identity, drawing.question_key)
    return deployment().sealer.open_bytes(drawing.sealed, place)


def forget_drawings(submission_id: int) -> None:
    """Erase the drawings of a view."""
    db.session.execute(
        delete(Drawing)
        .where(Drawing.submission_id == submission_id)
        .execution_options(synchronize_session=False)
    )


def reseal_drawings() -> int:
    """Seal the drawings of every view anew with the newest key; gives how many."""
    return reseal(Drawing, Drawing.sealed, _place_of)


def _place_of(drawing: Drawing) -> bytes:
    submission = db.session.get_one(Submission, drawing.submission_id)
    return drawing_place(submission.identity, drawing.question_key)
