"""Pages on which staff enter what was said at meetings and on social media."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits
from surveys.domain import Channel
from surveys.keys import is_key, make_key
from surveys.queries import latest_version
from surveys.records import services
from surveys.records.domain import MeetingKind, lines_of, paragraphs_of, strip_handles
from surveys.records.forms import MeetingForm, PostsForm
from surveys.records.models import Meeting
from surveys.setting_fields import which_setting

blueprint = Blueprint("records", __name__, url_prefix="/staff/campaigns/<slug>/records")

NO_WORDS = "This survey asks nothing that can be answered in words, so notes have no place in it."


@blueprint.get("")
@requires(Role.CAMPAIGN_MANAGER)
def index(slug: str) -> ResponseReturnValue:
    """The meetings of a campaign, and the ways to what else can be entered."""
    campaign = campaign_by_slug(slug)
    return render_template(
        "records/index.html",
        campaign=campaign,
        meetings=services.meetings_of(campaign),
        can_take=latest_version(campaign.id) is not None,
        trail=_trail(campaign)[:-1],
    )


@blueprint.route("/meeting", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def meeting(slug: str) -> ResponseReturnValue:
    """Enter a meeting with what was said at it."""
    campaign = campaign_by_slug(slug)
    form = MeetingForm(kind=MeetingKind.WORKSHOP.value)
    _prepare(form, campaign)
    if form.validate_on_submit():
        try:
            kept = _keep(campaign, form, lines_of(form.notes.data), Channel.WORKSHOP)
        except services.WrongNotes as problem:
            form.notes.errors = [problem.message]
            return _meeting_page(campaign, form), 422
        if kept:
            which = which_setting(form)
            services.keep_meeting(
                Meeting(
                    campaign_id=campaign.id,
                    kind=MeetingKind(form.kind.data),
                    held_on=form.held_on.data,
                    setting=form.setting.data,
                    attended=form.attended.data,
                    setting_kind=which.kind,
                    setting_name=which.name,
                    made_by_id=current_user.id,
                ),
                kept,
            )
        return _done(campaign, len(kept))
    return _meeting_page(campaign, form)


@blueprint.route("/posts", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def posts(slug: str) -> ResponseReturnValue:
    """Enter posts from social media. They are only kept as they were seen without names and links."""
    campaign = campaign_by_slug(slug)
    form = PostsForm()
    _prepare(form, campaign)
    taken_out = 0
    if form.validate_on_submit():
        stripped = strip_handles(form.posts.data)
        form.posts.data, taken_out = stripped.text, stripped.taken_out
        if not taken_out:
            try:
                return _done(
                    campaign, len(_keep(campaign, form, paragraphs_of(stripped.text), Channel.SOCIAL))
                )
            except services.WrongNotes as problem:
                form.posts.errors = [problem.message]
    return render_template(
        "records/posts.html", campaign=campaign, form=form, taken_out=taken_out, trail=_trail(campaign)
    )


def _prepare(form: MeetingForm | PostsForm, campaign: Campaign) -> None:
    """Offer the questions that words can answer, and a key by which a repeat is known.

    Raises:
        NotFound: when the campaign never opened, or nothing in it can be answered in words.
    """
    questions = services.questions_for_notes(campaign)
    if not questions:
        raise NotFound(NO_WORDS)
    form.question.choices = [(each.key, each.wording) for each in questions]
    form.question.data = form.question.data or questions[0].key
    if not is_key(form.submission_key.data or ""):
        form.submission_key.data = make_key()


def _meeting_page(campaign: Campaign, form: MeetingForm) -> str:
    return render_template("records/meeting.html", campaign=campaign, form=form, trail=_trail(campaign))


def _keep(campaign: Campaign, form: MeetingForm | PostsForm, notes: list[str], channel: Channel) -> list[int]:
    return services.keep_notes(
        campaign, notes, form.question.data, form.submission_key.data, channel, current_user.id
    )


def _done(campaign: Campaign, count: int) -> ResponseReturnValue:
    if count:
        flash(f"{count} {'view waits' if count == 1 else 'views wait'} in the queue to be read.")
    else:
        flash("These were kept before. Nothing was added.")
    return redirect(url_for("records.index", slug=campaign.slug))


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    return [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        ("Meetings and posts", url_for("records.index", slug=campaign.slug)),
    ]
