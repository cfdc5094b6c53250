"""Blind coding: a sample drawn by chance, coded by two people who see neither the engine's word nor each other's."""

import secrets
from collections.abc import Sequence

from sqlalchemy import func, select

from analysis.models import AnswerCoding, Assignment, AuditItem, AuditSample, BlindCoding, CodeFrameVersion
from analysis.quality.sampling import draw, strata
from analysis.themes.corrections import MOST_THEMES, CorrectionProblem
from moderation.models import ApprovedText
from participation.accounts.models import Person
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound

MOST_CODERS = 2
LARGEST_SAMPLE = 2_000
NO_THEME = "none"


class SampleProblem(DomainError):
    """A sample cannot be drawn or coded as asked."""

    title = "This sample cannot be used so"


def draw_sample(frame: CodeFrameVersion, wanted: int, actor_id: int, seed: int | None = None) -> AuditSample:
    """Draw answers for blind coding, from every theme some. An earlier sample is closed; its codings stay.

    Raises:
        SampleProblem: when nothing is themed yet.
    """
    mains = _main_themes(frame)
    if not mains:
        raise SampleProblem("Theme the answers first: the sample is drawn from every theme.")
    earlier = open_sample(frame.campaign_id)
    if earlier is not None:
        earlier.closed_at = clock.now()
    groups = strata(mains, wanted)
    seed = secrets.randbelow(2**31) if seed is None else seed
    drawn = draw(groups, min(wanted, LARGEST_SAMPLE), seed)
    taken = {name: sum(stratum == name for _, stratum in drawn) for name in groups}
    sample = AuditSample(
        campaign_id=frame.campaign_id,
        code_frame_version_id=frame.id,
        question_key=frame.question_key,
        seed=seed,
        population=len(mains),
        strata={name: [len(members), taken[name]] for name, members in groups.items()},
        made_by_id=actor_id,
    )
    db.session.add(sample)
    db.session.flush()
    db.session.add_all(
        AuditItem(
            sample_id=sample.id,
            submission_id=number,
            position=place,
            weight=len(groups[stratum]) / taken[stratum],
        )
        for place, (number, stratum) in enumerate(drawn)
    )
    db.session.flush()
    audit.record(
        "drew_audit_sample", "campaign", frame.campaign_id, actor_id=actor_id, detail={"answers": len(drawn)}
    )
    return sample


def open_sample(campaign_id: int) -> AuditSample | None:
    """The newest sample of a campaign."""
    return db.session.scalars(
        select(AuditSample)
        .where(AuditSample.campaign_id == campaign_id, AuditSample.closed_at.is_(None))
        .order_by(AuditSample.id.desc())
        .limit(1)
    ).first()


def coders_of(sample: AuditSample) -> list[int]:
    """Who codes the sample, the one who began first before the other."""
    return list(
        db.session.scalars(
            select(BlindCoding.person_id)
            .where(BlindCoding.sample_id == sample.id)
            .group_by(BlindCoding.person_id)
            .order_by(func.min(BlindCoding.coded_at), BlindCoding.person_id)
        )
    )


def require_room(sample: AuditSample, person: Person) -> None:
    """Refuse a third coder.

    Raises:
        SampleProblem: when two others code the sample already, or it is closed.
    """
    if sample.closed_at is not None:
        raise SampleProblem("This sample is closed; a newer one was drawn.")
    coders = coders_of(sample)
    if person.id not in coders and len(coders) >= MOST_CODERS:
        raise SampleProblem("Two people code this sample already.")


def code_blind(sample: AuditSample, submission_id: int, keys: Sequence[str], person: Person) -> None:
    """Record what one person says an answer is about; saying it again replaces it until the sample is settled.

    Raises:
        NotFound: when the answer is not in the sample.
        SampleProblem: when two others code it already, or people's difference on the answer is settled.
        CorrectionProblem: when a theme is not on the list, or there are too many.
    """
    item = db.session.get(AuditItem, (sample.id, submission_id))
    if item is None:
        raise NotFound("This answer is not in the sample any more. It may have been withdrawn.")
    require_room(sample, person)
    if item.settled_keys is not None:
        raise SampleProblem("This answer is settled already.")
    wanted = _checked(sample, keys)
    coding = db.session.get(BlindCoding, (sample.id, submission_id, person.id))
    if coding is None:
        coding = BlindCoding(sample_id=sample.id, submission_id=submission_id, person_id=person.id)
        db.session.add(coding)
    coding.theme_keys, coding.coded_at = wanted, clock.now()


def settle(sample: AuditSample, submission_id: int, keys: Sequence[str], actor_id: int) -> None:
    """Say what an answer is about on which two people differ; both codings stay as they were.

    Raises:
        NotFound: when the answer is not in the sample.
        CorrectionProblem: when a theme is not on the list, or there are too many.
    """
    item = db.session.get(AuditItem, (sample.id, submission_id))
    if item is None:
        raise NotFound("This answer is not in the sample any more. It may have been withdrawn.")
    item.settled_keys = _checked(sample, keys)
    item.settled_by_id, item.settled_at = actor_id, clock.now()
    audit.record("settled_blind_coding", "submission", submission_id, actor_id=actor_id)


def frame_of(sample: AuditSample) -> CodeFrameVersion:
    """The theme list the sample is coded with."""
    return db.session.get_one(CodeFrameVersion, sample.code_frame_version_id)


def _checked(sample: AuditSample, keys: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(keys))
    if set(wanted) - {theme.key for theme in frame_of(sample).themes}:
        raise CorrectionProblem("Choose themes from the list; one of these is not on it.")
    if len(wanted) > MOST_THEMES:
        raise CorrectionProblem(f"Choose at most {MOST_THEMES} themes for one answer.")
    return wanted


def _main_themes(frame: CodeFrameVersion) -> dict[int, str]:
    """Every themed answer with its main theme, or `none`; one kept private is in no sample."""
    rows = db.session.execute(
        select(AnswerCoding.submission_id, Assignment.theme_key)
        .outerjoin(
            Assignment,
            (Assignment.submission_id == AnswerCoding.submission_id)
            & (Assignment.question_key == AnswerCoding.question_key)
            & (Assignment.rank == 0),
        )
        .join(
            ApprovedText,
            (ApprovedText.submission_id == AnswerCoding.submission_id)
            & (ApprovedText.question_key == AnswerCoding.question_key),
        )
        .where(AnswerCoding.campaign_id == frame.campaign_id, AnswerCoding.question_key == frame.question_key)
    )
    return {row.submission_id: row.theme_key or NO_THEME for row in rows}
