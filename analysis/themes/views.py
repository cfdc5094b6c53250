"""The officer's desk at /staff/themes."""

from typing import Any

import structlog
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis import publications
from analysis.approvals.services import NotApproved, is_as_put, newest_proposal, put_before_researchers
from analysis.claim_checking import UnsupportedWords
from analysis.models import CodeFrameVersion
from analysis.quality.wording import overall_in_words
from analysis.replies.queries import replies_of
from analysis.themes import corrections, forms, frames, queries, signing, theming
from analysis.themes.checked import quality_content
from analysis.themes.filters import AnswerFilter, channels_used, groupings_of
from analysis.themes.mood import mood_of
from analysis.theming.encoders import EngineName
from analysis.theming.stance import Stance
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.foundation.requests import row_number, row_numbers
from participation.foundation.transactions import commits

blueprint = Blueprint("themes", __name__, url_prefix="/staff/themes")


@blueprint.get("")
@requires(Role.ANALYST)
def index() -> ResponseReturnValue:
    """The campaigns that can be themed."""
    return render_template("analysis/index.html", campaigns=queries.desk_campaigns())


@blueprint.get("/<slug>")
@requires(Role.ANALYST)
def board(slug: str) -> ResponseReturnValue:
    """The themes of one campaign, with true counts: for this screen only, and seeing them is logged."""
    campaign = campaign_by_slug(slug)
    structlog.get_logger("counts").info(
        "true_counts_seen", person_id=current_user.id, campaign_id=campaign.id
    )
    return render_template(
        "analysis/board.html",
        campaign=campaign,
        board=queries.board_of(campaign.id),
        theming_form=forms.ThemingForm(),
        quality=_quality(campaign.id),
        publication=publications.latest_publication(campaign.id),
        replies=replies_of(campaign.id),
    )


@blueprint.post("/<slug>/theme")
@requires(Role.ANALYST)
@commits
def theme(slug: str) -> ResponseReturnValue:
    """Ask a worker to theme the campaign."""
    campaign = campaign_by_slug(slug)
    form = forms.ThemingForm()
    engine: EngineName = "refined" if form.validate() and form.engine.data == "refined" else "core"
    theming.ask_for_theming(campaign.id, current_user.id, engine)
    flash("The answers are being themed. This page shows how far it is; you can leave it.")
    return redirect(url_for("themes.board", slug=slug))


@blueprint.get("/<slug>/answers")
@requires(Role.ANALYST)
def answers(slug: str) -> ResponseReturnValue:
    """Approved answers, by theme or by how sure the coding is, to confirm or correct."""
    campaign = campaign_by_slug(slug)
    frame = _frame(campaign)
    wanted = AnswerFilter.asked(request.args)
    after = request.args.get("after", 0, type=int)
    page = queries.answers_page(frame, wanted, after)
    older = _answers_address(slug, wanted, after=page.following) if page.following else ""
    return render_template(
        "analysis/answers.html",
        campaign=campaign,
        frame=frame,
        page=page,
        wanted=wanted,
        after=after,
        older=older,
        theme_options=[(theme.key, theme.name) for theme in frame.themes],
        theme_names={theme.key: theme.name for theme in frame.themes},
        stances=[(stance.value, stance.label) for stance in Stance],
        groupings=groupings_of(campaign.id),
        channels=channels_used(frame),
    )


@blueprint.post("/<slug>/answers/<int:submission_id>")
@requires(Role.ANALYST)
@commits
def correct(slug: str, submission_id: int) -> ResponseReturnValue:
    """Confirm or correct one answer: the main theme first, then the others."""
    frame = _frame(campaign_by_slug(slug))
    main = request.form.get("main", "")
    keys = [] if main == "none" else [key for key in (main, *request.form.getlist("also")) if key]
    said = {key: request.form.get(f"stance-{key}", "") for key in keys}
    corrections.correct(frame, submission_id, keys, current_user.id, said)
    flash("Saved. What you say teaches the next pass.")
    return redirect(_back_to_answers(slug, f"answer-{submission_id}"))


@blueprint.post("/<slug>/confirm")
@requires(Role.ANALYST)
@commits
def confirm(slug: str) -> ResponseReturnValue:
    """Say the same of every ticked answer at once: as it stands, about a theme too, not about it, about none."""
    frame = _frame(campaign_by_slug(slug))
    act, key = request.form.get("act", "confirm"), request.form.get("bulk_theme", "")
    named = request.form.getlist("all" if act == "confirm_all" else "shown")
    ticked = row_numbers(named)[: queries.PAGE]
    changed = corrections.correct_together(frame, ticked, act, key, current_user.id)
    flash(f"{changed} {'answer is' if changed == 1 else 'answers are'} coded under your name.")
    return redirect(_back_to_answers(slug))


@blueprint.route("/<slug>/wording", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def wording(slug: str) -> ResponseReturnValue:
    """Names and descriptions of the themes; a change makes a new version of the list."""
    campaign = campaign_by_slug(slug)
    frame = _frame(campaign)
    rows = [
        {"key": theme.key, "name": theme.name, "description": theme.description} for theme in frame.themes
    ]
    form = forms.WordingForm(data={"themes": rows}) if request.method == "GET" else forms.WordingForm()
    if form.validate_on_submit():
        changed = {row.key.data: (row.form.name.data, row.form.description.data) for row in form.themes}
        frames.change_wording(frame, changed, form.reason.data, current_user.id)
        flash("The new wording is saved as a new version of the theme list.")
        return redirect(url_for("themes.board", slug=slug))
    return render_template("analysis/wording.html", campaign=campaign, frame=frame, form=form)


@blueprint.get("/<slug>/mood")
@requires(Role.ANALYST)
def mood(slug: str) -> ResponseReturnValue:
    """TextBlob's hint at the mood of each theme, as a table, and the words people used most."""
    campaign = campaign_by_slug(slug)
    return render_template("analysis/mood.html", campaign=campaign, mood=mood_of(_frame(campaign)))


@blueprint.route("/<slug>/sign-off", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def sign_off(slug: str) -> ResponseReturnValue:
    """Put one's name under the themes as they stand."""
    campaign = campaign_by_slug(slug)
    form = forms.SignOffForm()
    if form.validate_on_submit():
        signing.sign_off(campaign.id, current_user.id)
        flash("The themes are signed off under your name.")
        return redirect(url_for("themes.board", slug=slug))
    return render_template(
        "analysis/sign_off.html",
        campaign=campaign,
        form=form,
        board=queries.board_of(campaign.id),
        signatures=signing.signatures_of(campaign.id),
        quality=_quality(campaign.id),
    )


@blueprint.route("/<slug>/publish", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def publish(slug: str) -> ResponseReturnValue:
    """Show the results and the replies to everybody."""
    campaign = campaign_by_slug(slug)
    proposal, standing = newest_proposal(campaign.id), publications.latest_publication(campaign.id)
    form = forms.PublishForm(obj=proposal or standing)
    if form.validate_on_submit():
        if request.form.get("ask"):
            put_before_researchers(campaign, form.introduction.data, current_user.id)
            flash("Young researchers find the words under Wording.")
            return redirect(url_for("themes.publish", slug=slug))
        try:
            publications.publish(campaign, form.introduction.data, current_user.id)
        except UnsupportedWords as unsupported:
            db.session.rollback()
            form.introduction.errors = [claim.message for claim in unsupported.claims]
        except NotApproved as missing:
            form.introduction.errors = [missing.message]
        else:
            flash("The results are public now.")
            return redirect(url_for("themes.board", slug=slug))
    return render_template(
        "analysis/publish.html",
        campaign=campaign,
        form=form,
        replies=replies_of(campaign.id),
        publication=standing,
        proposal=proposal,
        is_as_put=proposal is not None and is_as_put(proposal),
    )


@blueprint.post("/<slug>/take-back")
@requires(Role.ANALYST)
@commits
def take_back(slug: str) -> ResponseReturnValue:
    """Take the results back from the public."""
    publications.unpublish(campaign_by_slug(slug), current_user.id)
    flash("The results are no longer public.")
    return redirect(url_for("themes.board", slug=slug))


def _quality(campaign_id: int) -> str:
    frame = frames.current_frame(campaign_id)
    return overall_in_words(quality_content(frame) if frame else {})


def _frame(campaign: Campaign) -> CodeFrameVersion:
    frame = frames.current_frame(campaign.id)
    if frame is None:
        raise NotFound("This campaign has no theme list yet. Choose “Theme the answers” on its page first.")
    return frame


def _answers_address(slug: str, wanted: AnswerFilter, *, after: int = 0, anchor: str | None = None) -> str:
    given: dict[str, Any] = {**wanted.address, **({"after": after} if after else {})}
    return url_for("themes.answers", slug=slug, _anchor=anchor, **given)


def _back_to_answers(slug: str, anchor: str | None = None) -> str:
    wanted = AnswerFilter.asked(request.form, "filter_")
    return _answers_address(
        slug, wanted, after=row_number(request.form.get("filter_after", "")) or 0, anchor=anchor
    )
