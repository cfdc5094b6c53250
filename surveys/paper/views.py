"""The paper version of a survey for anybody to print, and the pages on which staff key what comes back."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, public, requires
from participation.foundation.languages import speaking
from participation.foundation.rendering import named_languages
from participation.foundation.requests import takes_files_up_to
from participation.foundation.transactions import commits
from surveys.asked_words import ASKED_AS_FIELD, band_label, spoken_language, words_asked_for
from surveys.asking import asked_survey
from surveys.definition import SurveyDefinition
from surveys.drawings.pictures import LARGEST_FORM
from surveys.drawings.riding import Form, TakenIn, pictures_in, take_in
from surveys.forms import KEY_FIELD, SentForm
from surveys.keys import is_key, make_key
from surveys.paper import services
from surveys.paper.keying import KeyedAnswers, fields_of, read_keyed
from surveys.paper.models import KeyedPaper
from surveys.queries import current_version
from surveys.services import CannotReplace
from surveys.showing import form_page
from surveys.wordings import USUAL_WORDS, AskedAs, in_plain_words

blueprint = Blueprint("paper", __name__)

_PAGE = "/staff/campaigns/<slug>/paper"
NOTHING_KEYED = "Key at least one answer. A sheet with none on it need not be kept."
SAME, FIRST, SECOND = "same", "first", "second"


@blueprint.get("/c/<slug>/paper")
@public
def sheet(slug: str) -> ResponseReturnValue:
    """The questions to print, in usual or in large letters, in the language and for the age that were chosen."""
    usual = asked_survey(slug)[0].with_helper()
    survey = usual.worded(words_asked_for(usual))
    with speaking(spoken_language(survey)):
        return render_template(
            "paper/sheet.html",
            survey=survey,
            questions=form_page(survey.definition, SentForm.nothing(""), is_whole=True).questions,
            is_large=request.args.get("size") == "large",
            languages=named_languages(survey.languages),
            bands=[(each, band_label(each)) for each in survey.definition.bands],
            printed_for=in_plain_words(survey.asked_as) if survey.asked_as != USUAL_WORDS else "",
            accent=survey.accent,
        )


@blueprint.route(_PAGE, methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@takes_files_up_to(LARGEST_FORM)
@commits
def key(slug: str) -> ResponseReturnValue:
    """Key one paper after another."""
    campaign = campaign_by_slug(slug)
    version = current_version(campaign.id)
    definition = SurveyDefinition.from_json(version.definition)
    if request.method == "POST":
        taken = take_in(request.form, request.files, definition)
        keyed = _keyed(definition, taken)
        problems = _problems(keyed)
        if problems:
            return _keying_page(campaign, definition, problems, taken.form), 422
        words = _words_on_sheet(definition)
        paper = services.keep_paper(campaign, version, _key_sent(), keyed, current_user.id, words)
        return redirect(url_for("paper.key", slug=slug, kept=paper.number, asked_as=str(words) or None))
    return _keying_page(campaign, definition)


@blueprint.route(f"{_PAGE}/<int:number>", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def key_again(slug: str, number: int) -> ResponseReturnValue:
    """Key a paper of the sample a second time; where the two differ, say which is right."""
    campaign = campaign_by_slug(slug)
    paper = services.paper_to_key_again(campaign, number, current_user.id)
    definition = SurveyDefinition.from_json(services.version_of(paper).definition)
    if request.method == "GET":
        return _again_page(campaign, paper, definition)
    keyed = _keyed(definition)
    problems = _problems(keyed)
    if problems:
        return _again_page(campaign, paper, definition, problems), 422
    found = services.compare(paper, definition, keyed, current_user.id)
    right = request.form.get("right", "") if found else SAME
    if right not in (SAME, FIRST, SECOND):
        return render_template(
            "paper/differences.html",
            campaign=campaign,
            paper=paper,
            differences=found,
            typed=_typed(definition),
            submission_key=_key_sent(),
            trail=_trail(campaign),
        )
    return _settled(campaign, paper, definition, keyed, takes_second=right == SECOND)


def _settled(
    campaign: Campaign,
    paper: KeyedPaper,
    definition: SurveyDefinition,
    keyed: KeyedAnswers,
    *,
    takes_second: bool,
) -> ResponseReturnValue:
    try:
        differed = services.settle(
            paper, definition, keyed, current_user.id, key=_key_sent(), takes_second=takes_second
        )
    except CannotReplace:
        problem = (
            "A person has read this view meanwhile, so it stays as it was keyed first. Tell a moderator."
        )
        return _again_page(campaign, paper, definition, [("", problem)]), 409
    kept = " Your keying took the place of the first." if takes_second else " The first keying stays."
    flash(
        f"Paper {paper.number}: both keyings agree."
        if not differed
        else f"Paper {paper.number} is settled.{kept}"
    )
    return redirect(url_for("paper.key", slug=campaign.slug))


def _keying_page(
    campaign: Campaign,
    definition: SurveyDefinition,
    problems: list[tuple[str, str]] | None = None,
    form: Form | None = None,
) -> str:
    return render_template(
        "paper/key.html",
        campaign=campaign,
        fields=list(fields_of(definition)),
        typed=_typed(definition, form),
        submission_key=_key_sent() if problems else make_key(),
        sheets=_sheets(definition),
        words=_words_on_sheet(definition),
        number=services.next_number(campaign),
        kept="" if problems else request.args.get("kept", "")[:10],
        again=services.to_key_again(campaign, current_user.id),
        agreement=services.agreement(campaign),
        problems=problems or [],
        trail=_trail(campaign)[:-1],
    )


def _again_page(
    campaign: Campaign,
    paper: KeyedPaper,
    definition: SurveyDefinition,
    problems: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "paper/again.html",
        campaign=campaign,
        paper=paper,
        fields=[each for each in fields_of(definition) if not each.is_drawing],
        typed=_typed(definition),
        submission_key=_key_sent() if problems else make_key(),
        problems=problems or [],
        trail=_trail(campaign),
    )


def _sheets(definition: SurveyDefinition) -> list[tuple[str, str]]:
    """The words in which sheets are printed: the same questions with the same numbers beside them."""
    found = [
        AskedAs(code, band) for code in ("", *definition.languages_on) for band in ("", *definition.bands)
    ]
    return [(str(each), in_plain_words(each) if each != USUAL_WORDS else "the usual words") for each in found]


def _words_on_sheet(definition: SurveyDefinition) -> AskedAs:
    """The words on the sheet in hand, as whoever keys it says; those of the sheet before until they say otherwise."""
    said = request.values.get(ASKED_AS_FIELD, "")
    return AskedAs.read(said) if said in dict(_sheets(definition)) else USUAL_WORDS


def _keyed(definition: SurveyDefinition, taken: TakenIn | None = None) -> KeyedAnswers:
    """What was keyed; with the pictures that came with it, where it may have some."""
    form = taken.form if taken else request.form
    keyed = read_keyed(lambda name: form.get(name, ""), definition)
    if taken is None:
        return keyed
    typed = {name: form.getlist(name) for name in form}
    return replace(
        keyed,
        problems=(*taken.problems, *keyed.problems),
        pictures=pictures_in(typed, dict(keyed.answers), definition),
    )


def _typed(definition: SurveyDefinition, form: Form | None = None) -> dict[str, str]:
    """What stands in each field, so that nothing is keyed twice."""
    held = request.form if form is None else form
    names = [*(field.key for field in definition.fields), "may_quote"]
    return {name: held.get(name, "") for name in names}


def _problems(keyed: KeyedAnswers) -> list[tuple[str, str]]:
    found = [(problem.question_key, problem.message) for problem in keyed.problems]
    return [("", NOTHING_KEYED)] if keyed.is_blank else found


def _key_sent() -> str:
    sent = request.form.get(KEY_FIELD, "")
    return sent if is_key(sent) else make_key()


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    return [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        ("Key papers", url_for("paper.key", slug=campaign.slug)),
    ]
