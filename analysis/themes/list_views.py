"""The theme list of a campaign: its versions, and changes with their effect shown before they are saved."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.models import CodeFrameVersion
from analysis.themes import changes, frames, list_forms, list_queries, queries
from analysis.themes.theme_list import ListProblem
from analysis.theming.code_frame import dump
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.requests import row_numbers
from participation.foundation.transactions import commits

blueprint = Blueprint("theme_lists", __name__, url_prefix="/staff/themes/<slug>/list")


@blueprint.get("")
@requires(Role.ANALYST)
def versions(slug: str) -> ResponseReturnValue:
    """Every version with who made it and why, and what can be done to the newest."""
    campaign, frame = _opened(slug)
    return render_template(
        "analysis/list.html",
        campaign=campaign,
        frame=frame,
        versions=list_queries.told_versions(campaign.id),
        open_changes=list_queries.open_changes(campaign.id),
        form=list_forms.RestoreForm(),
    )


@blueprint.route("/merge", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def merge(slug: str) -> ResponseReturnValue:
    """Make one theme of several."""
    campaign, frame = _opened(slug)
    form = list_forms.MergeForm()
    form.offer(frames.theme_list(frame))
    if form.validate_on_submit():
        change = changes.begin_merge(
            frame, form.themes.data, form.into.data, form.name.data or "", form.reason.data, current_user.id
        )
        return redirect(url_for("theme_lists.change", slug=slug, change_id=change.id))
    return render_template("analysis/list_merge.html", campaign=campaign, form=form)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def new(slug: str) -> ResponseReturnValue:
    """A theme more: from a search or a discovery, on its own or taken out of another."""
    campaign, frame = _opened(slug)
    source = list_queries.source_of(frame, request.values)
    form = list_forms.NewThemeForm(
        data=None
        if request.method == "POST"
        else {"name": source.draft_name, "keywords": ", ".join(source.words)}
    )
    if form.validate_on_submit():
        change = changes.begin_new(
            frame,
            name=form.name.data,
            description=form.description.data or "",
            keywords=form.keyword_list,
            ticked=row_numbers(request.form.getlist("ticked")),
            split_from=source.split_from,
            rest_name=form.rest_name.data or "",
            reason=form.reason.data,
            actor_id=current_user.id,
        )
        return redirect(url_for("theme_lists.change", slug=slug, change_id=change.id))
    ticked = set(row_numbers(request.form.getlist("ticked")))
    return render_template(
        "analysis/list_new.html",
        campaign=campaign,
        form=form,
        source=source,
        answers=source.answers,
        ticked=ticked if request.method == "POST" else {answer.submission_id for answer in source.answers},
        split_name=_name(frame, source.split_from),
    )


@blueprint.route("/text", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def rewrite(slug: str) -> ResponseReturnValue:
    """The whole list as text: includes, excludes, keywords and examples too; or another list altogether."""
    campaign, frame = _opened(slug)
    form = list_forms.RewriteForm()
    if form.validate_on_submit():
        try:
            change = changes.begin_rewrite(frame, form.text.data, form.reason.data, current_user.id)
        except changes.ChangeProblem as problem:
            form.text.errors = [problem.message]
        else:
            return redirect(url_for("theme_lists.change", slug=slug, change_id=change.id))
    elif request.method == "GET":
        own = frames.theme_list(frame).own_frame(frame.key, frame.name, frame.question_key)
        form.text.data = dump(own)
    return render_template("analysis/list_text.html", campaign=campaign, form=form)


@blueprint.post("/restore/<int:number>")
@requires(Role.ANALYST)
@commits
def restore(slug: str, number: int) -> ResponseReturnValue:
    """Go back to an earlier version; what came since stays on record."""
    _, frame = _opened(slug)
    form = list_forms.RestoreForm()
    if not form.validate():
        flash("Say in one line why the list changes, then choose the version again.")
        return redirect(url_for("theme_lists.versions", slug=slug))
    change = changes.begin_restore(frame, number, form.reason.data, current_user.id)
    return redirect(url_for("theme_lists.change", slug=slug, change_id=change.id))


@blueprint.get("/changes/<int:change_id>")
@requires(Role.ANALYST)
def change(slug: str, change_id: int) -> ResponseReturnValue:
    """What a change would do to the counts."""
    campaign, frame = _opened(slug)
    wanted = changes.change_of(campaign.id, change_id)
    return render_template(
        "analysis/list_change.html",
        campaign=campaign,
        frame=frame,
        change=wanted,
        effect=list_queries.effect_of(frame, wanted),
        percent_done=queries.percent_done(wanted.job_id),
        form=list_forms.SettleForm(),
    )


@blueprint.post("/changes/<int:change_id>/save")
@requires(Role.ANALYST)
@commits
def save(slug: str, change_id: int) -> ResponseReturnValue:
    """Make the change: a new version, themed again in the background."""
    campaign, _ = _opened(slug)
    following = changes.save(changes.change_of(campaign.id, change_id), current_user.id)
    flash(f"Version {following.number} of the theme list is in use. The answers are being themed again.")
    return redirect(url_for("themes.board", slug=slug))


@blueprint.post("/changes/<int:change_id>/drop")
@requires(Role.ANALYST)
@commits
def drop(slug: str, change_id: int) -> ResponseReturnValue:
    """Leave the list as it is."""
    campaign, _ = _opened(slug)
    changes.drop(changes.change_of(campaign.id, change_id))
    flash("Nothing was changed.")
    return redirect(url_for("theme_lists.versions", slug=slug))


def _opened(slug: str) -> tuple[Campaign, CodeFrameVersion]:
    campaign = campaign_by_slug(slug)
    frame = frames.current_frame(campaign.id)
    if frame is None:
        raise NotFound("This campaign has no theme list yet. Choose “Theme the answers” on its page first.")
    return campaign, frame


def _name(frame: CodeFrameVersion, key: str) -> str:
    if not key:
        return ""
    try:
        return frames.theme_list(frame).theme(key).name
    except ListProblem as problem:
        raise NotFound(str(problem)) from problem
