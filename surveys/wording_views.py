"""The questions of a campaign side by side: in another language, and for an age."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.languages import LANGUAGES, OTHERS
from participation.foundation.preferences import ENGLISH
from participation.foundation.transactions import commits
from surveys import editing, translating
from surveys.definition import QuestionDefinition
from surveys.queries import defined, draft_definition
from surveys.wording_forms import (
    LABEL,
    LanguageForm,
    OtherWordsForm,
    labelled,
    read_labels,
    write_in,
    written,
)
from surveys.wordings import BANDS, USUAL, AskedAs, in_plain_words

blueprint = Blueprint("wordings", __name__, url_prefix="/staff/campaigns/<slug>/wordings")


@blueprint.get("")
@requires(Role.CAMPAIGN_MANAGER)
def languages(slug: str) -> ResponseReturnValue:
    """Every language and age, and how far each is."""
    campaign = campaign_by_slug(slug)
    definition = draft_definition(campaign.id)
    counted = {
        asked_as: _counted(definition.questions, asked_as)
        for asked_as in (*(AskedAs(each.code) for each in OTHERS), *(AskedAs("", band) for band in BANDS))
    }
    return render_template(
        "surveys/wordings.html",
        campaign=campaign,
        total=len(definition.questions),
        languages=[
            (each, counted[AskedAs(each.code)], each.code in definition.languages_on) for each in OTHERS
        ],
        bands=[(band, in_plain_words(AskedAs("", band)), counted[AskedAs("", band)]) for band in BANDS],
        trail=_trail(campaign)[:-1],
    )


@blueprint.route("/<language>/<band>", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def side_by_side(slug: str, language: str, band: str) -> ResponseReturnValue:
    """The usual words beside those in a language or for an age; for a language, whether it is offered."""
    campaign, asked_as = campaign_by_slug(slug), _asked_as(language, band)
    definition = draft_definition(campaign.id)
    now = definition.language(asked_as.language)
    spoken = LANGUAGES.get(asked_as.language, LANGUAGES[ENGLISH])
    form = LanguageForm(data={"title": now.title if now else "", "is_on": bool(now and now.is_on)})
    write_in(spoken, form.title)
    if not asked_as.band and form.validate_on_submit():
        try:
            translating.set_language(
                campaign, asked_as.language, form.title.data, is_on=form.is_on.data, actor_id=current_user.id
            )
            flash("Saved.")
            return redirect(_address(campaign, asked_as))
        except translating.CannotSwitchOn as problem:
            form.is_on.errors = [problem.message]
    return render_template(
        "surveys/wordings_beside.html",
        campaign=campaign,
        asked_as=asked_as,
        parts=(language, band),
        name=in_plain_words(asked_as),
        spoken=spoken,
        rows=[(each, each.wording_for(asked_as)) for each in definition.questions],
        form=None if asked_as.band else form,
        trail=_trail(campaign),
    )


@blueprint.route("/<language>/<band>/<key>", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def question(slug: str, language: str, band: str, key: str) -> ResponseReturnValue:
    """One question in other words, written beside the usual ones and reviewed there."""
    campaign, asked_as = campaign_by_slug(slug), _asked_as(language, band)
    stored = editing.question_of(campaign, key)
    asked = defined(stored)
    words = asked.wording_for(asked_as)
    form = OtherWordsForm(obj=words)
    spoken = LANGUAGES.get(asked_as.language, LANGUAGES[ENGLISH])
    write_in(spoken, form.wording, form.hint, form.easy_wording, form.easy_hint)
    labels = read_labels(request.form, asked) if request.method == "POST" else words.labels if words else ()
    if form.validate_on_submit():
        translating.keep_wording(campaign, stored, written(form, labels, asked_as), current_user.id)
        if form.reviewed_by.data:
            translating.mark_reviewed(campaign, stored, asked_as, form.reviewed_by.data, current_user.id)
        flash("The words are saved." if form.wording.data else "There are no words for this now.")
        return redirect(_address(campaign, asked_as) + f"#{key}")
    return render_template(
        "surveys/wording_edit.html",
        campaign=campaign,
        asked=asked,
        words=words,
        name=in_plain_words(asked_as),
        spoken=spoken,
        here=url_for("wordings.question", slug=campaign.slug, language=language, band=band, key=key),
        back=_address(campaign, asked_as),
        form=form,
        labels=[(LABEL + each.id, each.label, dict(labels).get(each.id, "")) for each in labelled(asked)],
        trail=[*_trail(campaign), (in_plain_words(asked_as).capitalize(), _address(campaign, asked_as))],
    )


def _counted(questions: tuple[QuestionDefinition, ...], asked_as: AskedAs) -> tuple[int, int]:
    """How many questions have such words, and of how many somebody has read them."""
    words = [found for each in questions if (found := each.wording_for(asked_as))]
    return len(words), sum(each.is_reviewed for each in words)


def _asked_as(language: str, band: str) -> AskedAs:
    wanted = AskedAs("" if language == USUAL else language, "" if band == USUAL else band)
    is_known = wanted.language in ("", *(each.code for each in OTHERS)) and wanted.band in ("", *BANDS)
    if not is_known or wanted == AskedAs():
        raise NotFound("There are no such words. Go back to the list of languages and ages.")
    return wanted


def _address(campaign: Campaign, asked_as: AskedAs) -> str:
    return url_for(
        "wordings.side_by_side",
        slug=campaign.slug,
        language=asked_as.language or USUAL,
        band=asked_as.band or USUAL,
    )


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    return [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        ("Questions", url_for("survey_editor.questions", slug=campaign.slug)),
        ("Languages and ages", url_for("wordings.languages", slug=campaign.slug)),
    ]
