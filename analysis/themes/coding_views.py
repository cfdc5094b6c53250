"""Coding one answer at a time, by keys: what to look at next, or every answer of a small campaign."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.models import CodeFrameVersion
from analysis.themes import coding_forms, corrections, frames, next_answers, queries
from analysis.theming.stance import Stance
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.requests import row_number
from participation.foundation.transactions import commits

blueprint = Blueprint("coding", __name__, url_prefix="/staff/themes/<slug>/code")
MODES = ("next", "all")


@blueprint.get("")
@requires(Role.ANALYST)
def one(slug: str) -> ResponseReturnValue:
    """The next answer to code."""
    campaign, frame = _opened(slug)
    skip = coding_forms.skipped(request.args)
    mode = _mode(request.args.get("mode", ""))
    number = row_number(request.args.get("at", "")) or _next(frame, mode, skip)
    shown = queries.answers_numbered(frame, [number]) if number else []
    counts = queries.count_answers_of(frame)
    return render_template(
        "analysis/code.html",
        campaign=campaign,
        answer=shown[0] if shown else None,
        themes=frame.themes,
        stances=[(stance.value, stance.label) for stance in Stance],
        mode=mode,
        done=counts.corrected,
        of=counts.base,
        back=corrections.last_corrected(frame, current_user.id),
        skip=coding_forms.skip_text(skip),
        skip_this=coding_forms.skip_text(skip | {number}) if number else "",
    )


@blueprint.post("/<int:submission_id>")
@requires(Role.ANALYST)
@commits
def save(slug: str, submission_id: int) -> ResponseReturnValue:
    """What one answer is about and how it stands to that; the next one follows."""
    _, frame = _opened(slug)
    keys = coding_forms.chosen_themes(request.form)
    said = dict.fromkeys(keys, request.form.get("stance", ""))
    corrections.correct(frame, submission_id, keys, current_user.id, said)
    skip = coding_forms.skip_text(coding_forms.skipped(request.form))
    return redirect(
        url_for("coding.one", slug=slug, mode=_mode(request.form.get("mode", "")), skip=skip or None)
    )


def _opened(slug: str) -> tuple[Campaign, CodeFrameVersion]:
    campaign = campaign_by_slug(slug)
    frame = frames.current_frame(campaign.id)
    if frame is None:
        raise NotFound("This campaign has no theme list yet. Choose “Theme the answers” on its page first.")
    return campaign, frame


def _mode(wanted: str) -> str:
    return wanted if wanted in MODES else MODES[0]


def _next(frame: CodeFrameVersion, mode: str, skip: frozenset[int]) -> int | None:
    if mode == "all":
        return next_answers.next_of_all(frame, skip)
    found = next_answers.next_to_read(frame, 1, skip)
    return found[0] if found else None
