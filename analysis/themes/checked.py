"""How well the themes of a campaign are checked: by a blind-coded sample, or because people coded everything."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from analysis.counting import Counts, count_answers
from analysis.models import Assignment, AuditItem, AuditSample, BlindCoding, CodeFrameVersion
from analysis.quality.agreement import Coding
from analysis.quality.measuring import Checked, Quality, measure
from analysis.quality.wording import BY_HAND, NOT_CHECKED, SAMPLE, as_content
from analysis.themes.auditing import coders_of, frame_of, open_sample
from analysis.themes.filters import groupings_of
from analysis.themes.frames import history_of, theme_list
from analysis.themes.own_spelling import is_as_in_dictionary
from analysis.themes.theme_list import ThemeList, translated_coding
from analysis.theming.text import words
from moderation.models import ApprovedText, Screening
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from surveys.models import Answer

SHORT, LONG = 6, 20
COMPARED_KINDS = ("age_band", "place")


@dataclass(frozen=True)
class SampledAnswer:
    """One answer of a sample with what everybody said of it."""

    submission_id: int
    text: str
    codings: tuple[Coding, ...]
    settled: Coding | None
    checked: Checked

    @property
    def differs(self) -> bool:
        """Whether two people differ on it and nobody has settled it."""
        return bool(self.codings) and self.checked.truth is None


@dataclass(frozen=True)
class CampaignCheck:
    """How far a campaign is checked.

    Attributes:
        needed: how many answers have to be checked before accuracy is told.
        by_hand: whether people coded every response, so that counts are exact.
        is_small: whether the campaign is small enough to code all of it by hand.
    """

    counts: Counts
    sample: AuditSample | None
    answers: tuple[SampledAnswer, ...]
    coders: tuple[int, ...]
    quality: Quality | None
    needed: int
    by_hand: bool
    is_small: bool

    @property
    def is_enough(self) -> bool:
        """Whether the sample is large enough, and settled, for its figures to be told."""
        return (
            self.quality is not None
            and self.quality.checked >= min(self.needed, self.population)
            and not (self.quality.unsettled)
        )

    @property
    def population(self) -> int:
        """How many answers the sample was drawn from."""
        return self.sample.population if self.sample else self.counts.base


def check_of(frame: CodeFrameVersion) -> CampaignCheck:
    """How far the themes of a campaign are checked, as things stand."""
    settings = deployment().settings
    counts = count_answers(frame.campaign_id, frame.question_key, [theme.key for theme in frame.themes])
    sample = open_sample(frame.campaign_id)
    answers = _sampled(frame, sample) if sample else []
    told = tuple(each.checked for each in answers)
    return CampaignCheck(
        counts=counts,
        sample=sample,
        answers=tuple(answers),
        coders=tuple(coders_of(sample)) if sample else (),
        quality=measure(told, _comparable(frame, sample, counts), counts.base) if sample else None,
        needed=settings.audit_minimum,
        by_hand=bool(counts.base) and counts.corrected == counts.base,
        is_small=counts.base < settings.hand_coding_below,
    )


def _comparable(frame: CodeFrameVersion, sample: AuditSample | None, counts: Counts) -> dict[str, int]:
    """Counts of the themes whose meaning has not changed since the sample was drawn."""
    if sample is None:
        return counts.themes
    then, now = theme_list(frame_of(sample)), theme_list(frame)
    split = {theme.split_from for theme in now.themes if theme.key not in then.theme_of_part}
    return {
        key: number
        for key, number in counts.themes.items()
        if all(part.id in then.theme_of_part for part in now.theme(key).parts) and key not in split
    }


def _sampled(frame: CodeFrameVersion, sample: AuditSample) -> list[SampledAnswer]:
    """Every answer of the sample that is still approved, in the order it was coded."""
    rows = db.session.execute(
        select(AuditItem, ApprovedText.text, Screening.language)
        .join(ApprovedText, ApprovedText.submission_id == AuditItem.submission_id)
        .outerjoin(Screening, Screening.submission_id == AuditItem.submission_id)
        .where(AuditItem.sample_id == sample.id, ApprovedText.question_key == sample.question_key)
        .order_by(AuditItem.position)
    ).all()
    said, assigned = _codings(sample), _assigned(sample)
    listed, history = theme_list(frame), history_of(frame.campaign_id)
    groups = _chosen(sample)
    answers = []
    for item, text, language in rows:
        number = item.submission_id
        codings = tuple(_as_now(keys, listed, history) for keys in said.get(number, []))
        settled = None if item.settled_keys is None else _as_now(tuple(item.settled_keys), listed, history)
        described = {**groups.get(number, {}), **_described(text, language or "")}
        truth = settled if settled is not None else _agreed(codings)
        checked = Checked(item.weight, assigned.get(number, ()), codings, truth, described)
        answers.append(SampledAnswer(number, text, codings, settled, checked))
    return answers


def _agreed(codings: tuple[Coding, ...]) -> Coding | None:
    """What people say who all say the same."""
    return codings[0] if codings and len({frozenset(coding) for coding in codings}) == 1 else None


def _as_now(keys: Coding, listed: ThemeList, history: list[ThemeList]) -> Coding:
    """A coding in themes of the list in use; one whose themes are gone names none."""
    return listed.seen(translated_coding(keys, listed, history) or ())


def _codings(sample: AuditSample) -> dict[int, list[Coding]]:
    order = {person: place for place, person in enumerate(coders_of(sample))}
    rows = db.session.scalars(select(BlindCoding).where(BlindCoding.sample_id == sample.id)).all()
    found: dict[int, list[Coding]] = {}
    for row in sorted(rows, key=lambda each: order[each.person_id]):
        found.setdefault(row.submission_id, []).append(tuple(row.theme_keys))
    return found


def _assigned(sample: AuditSample) -> dict[int, Coding]:
    rows = db.session.execute(
        select(Assignment.submission_id, Assignment.theme_key)
        .join(AuditItem, AuditItem.submission_id == Assignment.submission_id)
        .where(AuditItem.sample_id == sample.id, Assignment.question_key == sample.question_key)
        .order_by(Assignment.submission_id, Assignment.rank)
    )
    found: dict[int, Coding] = {}
    for row in rows:
        found[row.submission_id] = (*found.get(row.submission_id, ()), row.theme_key)
    return found


def _chosen(sample: AuditSample) -> dict[int, dict[str, str]]:
    """Age band and place of each sampled sender who gave them."""
    found: dict[int, dict[str, str]] = {}
    for group in groupings_of(sample.campaign_id):
        if group.kind not in COMPARED_KINDS:
            continue
        labels, name = dict(group.options), "Age band" if group.kind == "age_band" else "Place"
        rows = db.session.execute(
            select(Answer.submission_id, Answer.choices)
            .join(AuditItem, AuditItem.submission_id == Answer.submission_id)
            .where(AuditItem.sample_id == sample.id, Answer.question_key == group.key)
        )
        for row in rows:
            if row.choices in labels:
                found.setdefault(row.submission_id, {})[name] = labels[row.choices]
    return found


def _described(text: str, language: str) -> dict[str, str]:
    """What the words alone say: length, spelling, language."""
    count = len(words(text))
    length = "up to 5 words" if count < SHORT else "6 to 20 words" if count <= LONG else "over 20 words"
    spelling = "as in the dictionary" if is_as_in_dictionary(text) else "in their own spelling"
    return {"Length": length, "Spelling": spelling, **({"Language": language} if language else {})}


def quality_content(frame: CodeFrameVersion) -> dict[str, Any]:
    """How well the themes of a campaign are checked, as a snapshot keeps it: plain numbers, nobody's answer."""
    return content_of(check_of(frame))


def content_of(check: CampaignCheck) -> dict[str, Any]:
    """A check as a snapshot keeps it."""
    kind = BY_HAND if check.by_hand else SAMPLE if check.is_enough else NOT_CHECKED
    return as_content(kind, check.quality if kind == SAMPLE else None, check.counts.base)
