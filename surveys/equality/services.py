"""Switching equality questions, keeping answers to them apart, and counting them once so that nothing ties them.

What ties an answer to its view is worked out with the site's key, from the view's identity, and stands in no other
table. It lets a view that is taken back take its answers with it. Counting erases it, and with it the only way back.
"""

import base64
import binascii
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus

from sqlalchemy import delete, insert, select, update

from participation.campaigns.holds import past_term
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.codes import keyed_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError
from participation.foundation.forgetting import forget_deleted_pages
from participation.foundation.holding import to_change
from participation.foundation.sealing import CannotOpen
from surveys.answers import chosen_options
from surveys.definition import SurveyDefinition
from surveys.domain import Channel, SubmissionState
from surveys.equality.domain import (
    QUESTIONS,
    Asked,
    Band,
    band_known,
    is_any_asked,
    least_age,
    only_less,
    permitted,
)
from surveys.equality.models import EqualityAnswer, EqualityCount, EqualitySetup
from surveys.equality.queries import asked_of, setup_of
from surveys.models import Submission, SurveyVersion


class NotAskedNow(DomainError):
    """The answers cannot be taken: of this view nothing is asked, or not any more."""

    status = HTTPStatus.CONFLICT
    title = "These questions are over"


class CannotSwitch(DomainError):
    """What is asked cannot be changed so."""

    title = "This was not saved"


def switch(campaign: Campaign, asked: Asked, because: str, agreed_by: str, actor_id: int) -> None:
    """Say which questions are asked of whom, and why. Once a campaign opened, questions can only be left out.

    Raises:
        CannotSwitch: when there is no reason, nobody agreed, or it opened and more would be asked.
    """
    setup, wanted = setup_of(campaign.id), permitted(asked)
    before = setup.asked if setup else {}
    if setup and setup.counted_on:
        raise CannotSwitch("The answers are counted. Nothing more is asked in this campaign.")
    if campaign.opened_at is not None and not only_less(wanted, before):
        raise CannotSwitch("This campaign has opened: questions can be switched off now, not on.")
    if is_any_asked(wanted) and not (because and agreed_by):
        raise CannotSwitch("Say why these are asked, and who agreed.")
    setup = setup or EqualitySetup(campaign_id=campaign.id)
    setup.asked, setup.because, setup.agreed_by = wanted, because, agreed_by
    setup.set_on, setup.set_by_id = clock.today(), actor_id
    db.session.add(setup)
    db.session.flush()
    detail: audit.Detail = {f"asked {band}": ",".join(keys) for band, keys in wanted.items()}
    audit.record("switched_equality_questions", "campaign", campaign.id, actor_id=actor_id, detail=detail)


def token_for(campaign_id: int, identity: bytes) -> str:
    """What the page after sending carries, so that answers find their view: sealed, and another one each time."""
    sealed = deployment().sealer.seal_bytes(identity, _place(campaign_id))
    return base64.urlsafe_b64encode(sealed).decode("ascii")


def view_of(campaign_id: int, token: str) -> Submission:
    """The view that a token was made for.

    Raises:
        NotAskedNow: when it was not made here, the view was taken back, or its answers are counted.
    """
    try:
        identity = deployment().sealer.open_bytes(
            base64.urlsafe_b64decode(token.encode()), _place(campaign_id)
        )
    except (CannotOpen, binascii.Error, ValueError):
        raise NotAskedNow(
            "These questions come after a view is sent. Your view, if you sent one, is safe with us."
        ) from None
    view = db.session.scalars(select(Submission).where(Submission.identity == identity)).first()
    is_asked = view is not None and view.withdrawn_on is None and view.channel is Channel.PHONE
    if view is None or not is_asked or not is_any_asked(asked_of(campaign_id)):
        raise NotAskedNow("These questions are over, or the view was taken back. Nothing you chose was kept.")
    return view


def band_said(view: Submission, youngest: int) -> Band | None:
    """How old the sender of a view is, as the view itself says; None where it leaves that open."""
    version = db.session.get_one(SurveyVersion, view.survey_version_id)
    said = least_age(SurveyDefinition.from_json(version.definition), chosen_options(view))
    return band_known(said, youngest)


def keep(view: Submission, chosen: Mapping[str, str]) -> None:
    """Keep answers in the place of those given to the same questions before, and of what followed from them.

    Raises:
        NotAskedNow: when they were counted meanwhile.
    """
    if _setup_in_hand(view.campaign_id) is None:
        raise NotAskedNow("These questions are over. Nothing you chose was kept. Your view is safe with us.")
    link = _link(view.identity)
    follow = [each.key for each in QUESTIONS if each.follows and each.follows[0] in chosen]
    db.session.execute(
        delete(EqualityAnswer)
        .where(EqualityAnswer.link == link, EqualityAnswer.question.in_([*chosen, *follow]))
        .execution_options(synchronize_session=False)
    )
    rows = [
        {"link": link, "question": question, "campaign_id": view.campaign_id, "option": option}
        for question, option in chosen.items()
    ]
    if rows:
        db.session.execute(insert(EqualityAnswer), rows)


def carry_over(before: Submission, after: Submission) -> None:
    """Let answers stay with what its sender puts in the place of a view: they are about the sender, who is the same.

    Not where the new view says another age than the old one: what was asked went by that.
    """
    youngest = db.session.get_one(Campaign, before.campaign_id).youngest
    if band_said(before, youngest) is not band_said(after, youngest):
        return
    db.session.execute(
        update(EqualityAnswer)
        .where(EqualityAnswer.link == _link(before.identity))
        .values(link=_link(after.identity))
        .execution_options(synchronize_session=False)
    )


def forget(submission_id: int) -> None:
    """Erase what came with a view that is taken back; nothing, once it was counted."""
    identity = db.session.scalar(select(Submission.identity).where(Submission.id == submission_id))
    if identity is None:
        return
    gone = db.session.execute(
        delete(EqualityAnswer)
        .where(EqualityAnswer.link == _link(identity))
        .execution_options(synchronize_session=False)
    )
    if gone.rowcount:  # type: ignore[attr-defined]
        forget_deleted_pages()


def count_early(campaign: Campaign, actor_id: int) -> int:
    """Count the answers of a campaign before their term, once nothing more can come in; gives how many.

    Raises:
        CannotSwitch: while views are still taken, or the data are on hold.
    """
    last = clock.today() - timedelta(days=deployment().settings.late_days + 1)
    if campaign.id not in past_term(last):
        raise CannotSwitch(
            "Views can still come in, or the data are on legal hold. Count the answers when that is over."
        )
    return count_and_untie(campaign.id, actor_id)


def count_and_untie(campaign_id: int, actor_id: int | None = None) -> int:
    """Turn the answers of a campaign into counts and erase them; gives how many went. Counting again adds nothing.

    Answers that came with a view that was rejected are erased without being counted.
    """
    setup = _setup_in_hand(campaign_id)
    if setup is None:
        return 0
    used = {
        _link(identity)
        for identity in db.session.scalars(
            select(Submission.identity).where(
                Submission.campaign_id == campaign_id,
                Submission.channel == Channel.PHONE,
                Submission.state != SubmissionState.REJECTED,
                Submission.withdrawn_on.is_(None),
            )
        )
    }
    rows = db.session.execute(
        select(EqualityAnswer.link, EqualityAnswer.question, EqualityAnswer.option).where(
            EqualityAnswer.campaign_id == campaign_id
        )
    ).all()
    counted = Counter((row.question, row.option) for row in rows if row.link in used)
    db.session.add_all(
        EqualityCount(campaign_id=campaign_id, question=question, option=option, number=number)
        for (question, option), number in sorted(counted.items())
    )
    db.session.execute(
        delete(EqualityAnswer)
        .where(EqualityAnswer.campaign_id == campaign_id)
        .execution_options(synchronize_session=False)
    )
    setup.counted_on = clock.today()
    db.session.flush()
    forget_deleted_pages()
    audit.record(
        "counted_equality_answers", "campaign", campaign_id, actor_id=actor_id, detail={"answers": len(rows)}
    )
    return len(rows)


def _setup_in_hand(campaign_id: int) -> EqualitySetup | None:
    """The setup while its answers are not counted; whoever counts and whoever answers wait for each other."""
    wanted = select(EqualitySetup).where(
        EqualitySetup.campaign_id == campaign_id, EqualitySetup.counted_on.is_(None)
    )
    return db.session.scalars(to_change(wanted)).first()


def kept_of(view: Submission) -> dict[str, str]:
    """What came with a view so far, for the questions that follow from it."""
    rows = db.session.execute(
        select(EqualityAnswer.question, EqualityAnswer.option).where(
            EqualityAnswer.link == _link(view.identity)
        )
    )
    return {row.question: row.option for row in rows}


def _link(identity: bytes) -> bytes:
    return keyed_hash(deployment().keys.receipt, "equality", identity.hex())


def _place(campaign_id: int) -> bytes:
    return b"equality\x1f" + str(campaign_id).encode("ascii")
