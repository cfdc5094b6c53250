"""Changes to a theme list: thought over with their effect in sight, then saved as a new version, or dropped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select, update

from analysis.counting import count_answers
from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, Correction, ThemeChange
from analysis.replies.services import move_replies, return_replies
from analysis.themes import theming
from analysis.themes.corrections import complete_stances
from analysis.themes.frames import current_frame, history_of, save_list, theme_list, versions_of
from analysis.themes.reading import Progress, Reader, engine_name, newest_codings, newest_corrections
from analysis.themes.theme_list import (
    ListedTheme,
    ListProblem,
    ThemeList,
    keeps_parts,
    new_theme,
    translated,
    translated_coding,
)
from analysis.theming.code_frame import CodeFrameError, parse_yaml
from analysis.theming.stance import Stance, together
from participation.foundation import audit, clock, jobs
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound
from participation.foundation.transactions import transaction

JOB = "try_theme_change"
MOST_TICKED = 200


class ChangeProblem(DomainError):
    """A theme list cannot be changed as asked."""

    title = "Check the change"


def begin_merge(
    frame: CodeFrameVersion, keys: Sequence[str], into: str, name: str, reason: str, actor_id: int
) -> ThemeChange:
    """Think over making one theme of several.

    Raises:
        ChangeProblem: when fewer than two themes of the list are named.
    """
    try:
        merged = theme_list(frame).merged(keys, into, name.strip())
    except ListProblem as problem:
        raise ChangeProblem(str(problem)) from problem
    return _begin(frame, "merge", merged, {}, reason, actor_id)


def begin_new(
    frame: CodeFrameVersion,
    *,
    name: str,
    description: str,
    keywords: Sequence[str],
    ticked: Sequence[int],
    split_from: str,
    rest_name: str,
    reason: str,
    actor_id: int,
) -> ThemeChange:
    """Think over a theme more, taken out of another one or not; `ticked` answers are coded with it.

    Raises:
        ChangeProblem: when the name is taken, or the theme to split is not on the list.
    """
    listed = theme_list(frame)
    taken = {part for known in history_of(frame.campaign_id) for part in known.theme_of_part}
    new = new_theme(name.strip(), description.strip(), keywords, taken, split_from)
    try:
        if split_from and rest_name.strip():
            rest = listed.theme(split_from)
            listed = listed.reworded({split_from: (rest_name.strip(), rest.description)})
        listed = listed.with_new(new)
    except ListProblem as problem:
        raise ChangeProblem(str(problem)) from problem
    coded = _coded(frame, ticked[:MOST_TICKED], new)
    return _begin(frame, "split" if split_from else "new", listed, coded, reason, actor_id)


def begin_rewrite(frame: CodeFrameVersion, text: str, reason: str, actor_id: int) -> ThemeChange:
    """Think over a whole list written as a code frame file.

    Raises:
        ChangeProblem: when the text cannot be read as one; the message names the line.
    """
    try:
        listed = theme_list(frame).rewritten(parse_yaml(text, "The theme list"))
    except CodeFrameError as problem:
        raise ChangeProblem(str(problem)) from problem
    return _begin(frame, "rewrite", listed, {}, reason, actor_id)


def begin_restore(frame: CodeFrameVersion, number: int, reason: str, actor_id: int) -> ThemeChange:
    """Think over going back to an earlier version of the list.

    Raises:
        NotFound: when there is no such earlier version.
    """
    earlier = next((each for each in versions_of(frame.campaign_id) if each.number == number), None)
    if earlier is None or earlier.id == frame.id:
        raise NotFound("There is no such earlier version of this theme list.")
    return _begin(frame, "restore", theme_list(earlier), {}, reason, actor_id)


def change_of(campaign_id: int, change_id: int) -> ThemeChange:
    """A change that is being thought over, or was.

    Raises:
        NotFound: when the campaign has no such change.
    """
    change = db.session.get(ThemeChange, change_id)
    if change is None or change.campaign_id != campaign_id:
        raise NotFound("There is no such change to the theme list.")
    return change


def list_after(change: ThemeChange) -> ThemeList:
    """The theme list as it would be."""
    return ThemeList(tuple(ListedTheme.from_stored(**theme) for theme in change.themes))


def save(change: ThemeChange, actor_id: int) -> CodeFrameVersion:
    """Make the change: a new version, the ticked answers coded, everything themed again in the background.

    Raises:
        ChangeProblem: when the change was settled already, or the list has changed since it was begun.
    """
    frame = current_frame(change.campaign_id)
    if change.settled_at is not None or frame is None or frame.id != change.base_version_id:
        raise ChangeProblem(
            "The theme list has changed since this was begun. Open the list as it is now and begin again."
        )
    listed = list_after(change)
    following = save_list(frame, listed, change.reason, actor_id)
    _store_codings(following, change.coded, actor_id)
    _regroup(frame, listed)
    recode_corrected(following)
    _regroup_replies(frame, listed, actor_id)
    change.settled_at, change.saved_version_id = clock.now(), following.id
    run = theming.latest_run(change.campaign_id)
    theming.ask_for_theming(change.campaign_id, actor_id, engine_name(run.engine if run else "core"))
    return following


def drop(change: ThemeChange) -> None:
    """Think no more of it."""
    change.settled_at = change.settled_at or clock.now()


def recode_corrected(frame: CodeFrameVersion) -> None:
    """What people said of answers, in the themes of this version; what it has no room for goes back to the engine."""
    listed, history = theme_list(frame), history_of(frame.campaign_id)
    for number, said in newest_corrections(frame.campaign_id, frame.question_key).items():
        coding = db.session.get(AnswerCoding, (number, frame.question_key))
        if coding is None:
            continue
        parts = translated_coding(said.theme_keys, listed, history)
        if parts is None:
            coding.corrected_by_id = coding.corrected_at = None
            continue
        coding.status, coding.confidence = "sure", 1.0
        coding.corrected_by_id, coding.corrected_at = said.person_id, said.made_at
        known = _stances_as_now(said, listed, history)
        stances = complete_stances(number, frame.question_key, listed.seen(parts), known)
        theming.replace_themes(number, frame.question_key, frame.campaign_id, stances)


def _stances_as_now(said: Correction, listed: ThemeList, history: Sequence[ThemeList]) -> dict[str, Stance]:
    """The stances kept with a correction, towards the themes of the list in use."""
    known: dict[str, Stance] = {}
    for key, stance in said.stances.items():
        part = translated(key, listed, history)
        if part is not None:
            owner = listed.theme_of_part[part]
            known[owner] = together([known.get(owner, Stance.UNCLEAR), Stance(stance)])
    return known


def try_out(job: jobs.Job, watch: Progress | None = None) -> None:
    """Do the job: read everything under the changed list and note what the counts would be. Stores no theme."""
    change = db.session.get_one(ThemeChange, int(str(job.arguments["change_id"])))
    change_id, job_id, campaign_id = change.id, job.id, change.campaign_id
    frame = db.session.get_one(CodeFrameVersion, change.base_version_id)
    run = theming.latest_run(campaign_id)
    also = {int(number): keys for number, keys in change.coded.items()}
    listed, question_key = list_after(change), frame.question_key
    reader = Reader.of(frame, engine_name(run.engine if run else "core"), listed, also)
    said = newest_codings(campaign_id, question_key) | also
    history = [*history_of(campaign_id), listed]
    before = _counts(frame)
    answers = theming.answers_to_read(campaign_id, question_key)
    db.session.rollback()

    def progress(done: int, total: int) -> None:
        with transaction():
            jobs.report_progress(job_id, done, total)
        if watch is not None:
            watch(done, total)

    by_people = {
        number: listed.seen(parts)
        for number, keys in said.items()
        if (parts := translated_coding(keys, listed, history)) is not None
    }
    open_answers = [answer for answer in answers if answer.submission_id not in by_people]
    given = reader.read([answer.text for answer in open_answers], progress)
    themes = Counter(key for each in given for key in each.themes)
    present = {answer.submission_id for answer in answers}
    themes.update(key for number, keys in by_people.items() if number in present for key in keys)
    unsure = sum(each.status.value == "unsure" for each in given)
    after = {"base": len(answers), "themes": dict(themes), "unsure": unsure}
    with transaction():
        db.session.get_one(ThemeChange, change_id).effect = {"before": before, "after": after}


def _begin(
    frame: CodeFrameVersion,
    kind: str,
    listed: ThemeList,
    coded: Mapping[str, list[str]],
    reason: str,
    actor_id: int,
) -> ThemeChange:
    change = ThemeChange(
        campaign_id=frame.campaign_id,
        base_version_id=frame.id,
        kind=kind,
        themes=[theme.to_json() for theme in listed.themes],
        coded=dict(coded),
        reason=reason.strip(),
        made_by_id=actor_id,
    )
    db.session.add(change)
    db.session.flush()
    if kind != "rewrite" and keeps_parts(theme_list(frame), listed) and not coded:
        change.effect = {"before": _counts(frame), "after": _counts_regrouped(frame, listed)}
    else:
        change.job_id = jobs.ask_for(JOB, created_by_id=actor_id, change_id=change.id).id
    audit.record(
        "began_theme_change", "campaign", frame.campaign_id, actor_id=actor_id, detail={"kind": kind}
    )
    return change


def _coded(frame: CodeFrameVersion, ticked: Sequence[int], new: ListedTheme) -> dict[str, list[str]]:
    """What each ticked answer would be about: the new theme first; the theme it is taken out of goes, and so does
    what the engine was unsure of."""
    rows = db.session.execute(
        select(AnswerCoding.submission_id, AnswerCoding.status).where(
            AnswerCoding.submission_id.in_(ticked),
            AnswerCoding.campaign_id == frame.campaign_id,
            AnswerCoding.question_key == frame.question_key,
        )
    )
    coded = {}
    for row in rows:
        kept = theming.themes_of(row.submission_id, frame.question_key) if row.status == "sure" else []
        coded[str(row.submission_id)] = [new.key, *(key for key in kept if key != new.split_from)]
    return coded


def _store_codings(frame: CodeFrameVersion, coded: Mapping[str, list[str]], actor_id: int) -> None:
    for number, keys in sorted(coded.items(), key=lambda pair: int(pair[0])):
        if db.session.get(AnswerCoding, (int(number), frame.question_key)) is None:
            continue  # withdrawn since it was ticked
        before = theming.stances_of(int(number), frame.question_key)
        db.session.add(
            Correction(
                campaign_id=frame.campaign_id,
                submission_id=int(number),
                question_key=frame.question_key,
                theme_keys=keys,
                previous_theme_keys=list(before),
                stances={key: stance.value for key, stance in before.items() if key in keys},
                person_id=actor_id,
            )
        )
    db.session.flush()


def _counts(frame: CodeFrameVersion) -> dict[str, Any]:
    counts = count_answers(frame.campaign_id, frame.question_key, [theme.key for theme in frame.themes])
    return {"base": counts.base, "themes": counts.themes, "unsure": counts.statuses.get("unsure", 0)}


def _counts_regrouped(frame: CodeFrameVersion, listed: ThemeList) -> dict[str, Any]:
    """Counts when whole themes come together: an answer in several of them counts once."""
    now = theme_list(frame)
    groups: dict[str, list[str]] = {}
    for theme in now.themes:
        groups.setdefault(listed.theme_of_part[theme.key], []).append(theme.key)
    themes = {
        key: db.session.scalar(
            select(func.count(Assignment.submission_id.distinct())).where(
                Assignment.campaign_id == frame.campaign_id,
                Assignment.question_key == frame.question_key,
                Assignment.theme_key.in_(together),
            )
        )
        or 0
        for key, together in groups.items()
    }
    return _counts(frame) | {"themes": themes}


def _regroup(frame: CodeFrameVersion, listed: ThemeList) -> None:
    """Bring assignments to merged themes at once, so that no count is wrong while the engine reads again."""
    owners = listed.theme_of_part
    here = (Assignment.campaign_id == frame.campaign_id, Assignment.question_key == frame.question_key)
    for theme in theme_list(frame).themes:
        owner = owners.get(theme.key)
        if owner is None or owner == theme.key:
            continue
        there = select(Assignment.submission_id).where(*here, Assignment.theme_key == owner)
        gone = (*here, Assignment.theme_key == theme.key)
        db.session.execute(delete(Assignment).where(*gone, Assignment.submission_id.in_(there)))
        db.session.execute(update(Assignment).where(*gone).values(theme_key=owner))
    db.session.expire_all()


def _regroup_replies(frame: CodeFrameVersion, listed: ThemeList, actor_id: int) -> None:
    before, owners = set(theme_list(frame).keys), listed.theme_of_part
    for key in sorted(before - set(listed.keys)):
        if key in owners:
            move_replies(frame.campaign_id, key, owners[key], actor_id)
    for key in sorted(set(listed.keys) - before):
        return_replies(frame.campaign_id, key, actor_id)
