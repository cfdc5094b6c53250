"""Recordings of questions: playing them to anybody, and keeping them."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug, public_campaign
from participation.foundation.access import Role, public, requires
from participation.foundation.transactions import commits
from surveys import editing, recordings
from surveys.definition import QuestionDefinition
from surveys.editor_forms import RecordingForm
from surveys.models import Question
from surveys.queries import draft_definition
from surveys.sound_files import NotASound

blueprint = Blueprint("recordings", __name__)

YEAR_SECONDS = 31_536_000
LOCKED = "The campaign is closed: its recordings stay as they are."
_PAGE = "/staff/campaigns/<slug>/questions/<key>/recording"


@blueprint.get("/c/<slug>/recording/<recording>")
@public
def play(slug: str, recording: str) -> Response:
    """A question read out. Its address names the sound itself, so that phones may keep it."""
    campaign = public_campaign(slug)
    return _played(recordings.sound(campaign, recording), may_stay=not campaign.is_sensitive)


@blueprint.get(f"{_PAGE}/sound")
@requires(Role.CAMPAIGN_MANAGER)
def play_to_staff(slug: str, key: str) -> Response:
    """The recording of a question, before anybody else hears it."""
    campaign = campaign_by_slug(slug)
    found = recordings.recording_of(editing.question_of(campaign, key))
    return _played(recordings.sound(campaign, found.mark if found else ""), may_stay=False)


@blueprint.route(_PAGE, methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def record(slug: str, key: str) -> ResponseReturnValue:
    """What to read out, the recording there is, and another in its place."""
    campaign = campaign_by_slug(slug)
    question = editing.question_of(campaign, key)
    form = RecordingForm()
    if form.validate_on_submit():
        editing.refuse_when_closed(campaign, LOCKED)
        try:
            content = form.sound.data.read()
            recordings.keep(question.survey_id, _asked(campaign, question), content, current_user.id)
        except NotASound as problem:
            form.sound.errors = [str(problem)]
        else:
            return _back(campaign, question, "The recording is kept. It is played from now on.")
    return _page(campaign, question, form)


@blueprint.post(f"{_PAGE}/delete")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def delete(slug: str, key: str) -> ResponseReturnValue:
    """Take a recording away: the device's own voice reads the question again."""
    campaign = campaign_by_slug(slug)
    question = editing.question_of(campaign, key)
    editing.refuse_when_closed(campaign, LOCKED)
    recordings.remove(question.survey_id, question.key, current_user.id)
    return _back(campaign, question, "The recording is deleted. The voice of the device reads this question.")


def _page(campaign: Campaign, question: Question, form: RecordingForm) -> str:
    definition = draft_definition(campaign.id)
    return render_template(
        "surveys/editor_recording.html",
        campaign=campaign,
        question=question,
        form=form,
        words=recordings.words_of(_asked(campaign, question)),
        recording=recordings.recording_of(question),
        is_outdated=question.key in recordings.outdated(campaign.id, definition),
        may_change=editing.may_write(campaign) or editing.may_correct(campaign),
        trail=[
            ("Campaigns", url_for("campaigns.staff_list")),
            (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
            ("Questions", url_for("survey_editor.questions", slug=campaign.slug)),
        ],
    )


def _asked(campaign: Campaign, question: Question) -> QuestionDefinition:
    definition = draft_definition(campaign.id)
    return next(each for each in definition.questions if each.key == question.key)


def _back(campaign: Campaign, question: Question, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("survey_editor.questions", slug=campaign.slug, _anchor=question.key))


def _played(sound: recordings.Sound, *, may_stay: bool) -> Response:
    """The sound, whole or the part asked for: some phones play nothing that they cannot ask for in parts."""
    response = Response(sound.content, mimetype=sound.kind)
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR_SECONDS}, immutable" if may_stay else "no-store"
    )
    response.make_conditional(request, accept_ranges=True, complete_length=len(sound.content))
    return response
