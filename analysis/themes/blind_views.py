"""Blind coding at /staff/coding: for analysts, and for young researchers, who see nothing else of the desk."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.themes import auditing, blind_queries, coding_forms, researchers
from participation.foundation.access import Role, requires
from participation.foundation.requests import row_number
from participation.foundation.transactions import commits

blueprint = Blueprint("blind", __name__, url_prefix="/staff/coding")
CODERS = (Role.ANALYST, Role.YOUNG_RESEARCHER)


@blueprint.get("")
@requires(*CODERS)
def index() -> ResponseReturnValue:
    """The samples that are open to whoever asks."""
    _require_sponsor()
    return render_template("analysis/blind.html", samples=blind_queries.open_samples(current_user))


@blueprint.get("/<int:sample_id>")
@requires(*CODERS)
def one(sample_id: int) -> ResponseReturnValue:
    """The next answer of a sample, without anything the engine or anybody else said of it."""
    _require_sponsor()
    sample = blind_queries.sample_numbered(sample_id)
    auditing.require_room(sample, current_user)
    skip = coding_forms.skipped(request.args)
    at = row_number(request.args.get("at", ""))
    answer = (
        blind_queries.answer_numbered(sample, current_user, at)
        if at
        else blind_queries.next_answer(sample, current_user, skip)
    )
    done, of = blind_queries.progress(sample, current_user)
    return render_template(
        "analysis/blind_one.html",
        sample=sample,
        answer=answer,
        themes=auditing.frame_of(sample).themes,
        done=done,
        of=of,
        back=blind_queries.last_coded(sample, current_user),
        skip=coding_forms.skip_text(skip),
        skip_this=coding_forms.skip_text(skip | {answer.submission_id}) if answer else "",
    )


@blueprint.post("/<int:sample_id>/<int:submission_id>")
@requires(*CODERS)
@commits
def save(sample_id: int, submission_id: int) -> ResponseReturnValue:
    """What somebody says one answer is about; the next one follows."""
    _require_sponsor()
    sample = blind_queries.sample_numbered(sample_id)
    answer = blind_queries.answer_numbered(sample, current_user, submission_id)
    keys = coding_forms.chosen_themes(request.form)
    auditing.code_blind(sample, answer.submission_id, keys, current_user)
    skip = coding_forms.skip_text(coding_forms.skipped(request.form))
    return redirect(url_for("blind.one", sample_id=sample_id, skip=skip or None))


def _require_sponsor() -> None:
    if researchers.is_limited(current_user):
        researchers.require_sponsor(current_user)
