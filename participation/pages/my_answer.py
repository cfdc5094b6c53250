"""The way back to one's own view by receipt words alone: what became of it, change it, take it back.

The words travel only in the body of a form, never in an address or a cookie, and no page here is ever kept.
"""

from datetime import date

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from analysis.publications import latest_publication
from analysis.receipts import theme_and_reply_of
from analysis.replies.late_notices import answering_of
from moderation.queries import decision_for_receipt
from participation.campaigns.models import Campaign
from participation.foundation.access import public
from participation.foundation.clock import in_london
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.rates import Limit
from participation.foundation.transactions import commits
from participation.foundation.web import sender_address
from participation.pages.receipts import Progress, receipt_hints, steps_of, tidy_receipt
from surveys import services
from surveys.asking import asked_survey
from surveys.domain import Channel, Standing
from surveys.forms import KEY_FIELD, SentForm, read_form
from surveys.models import Submission
from surveys.new_views import NewView
from surveys.question_types.sentences import NOTHING_SAID
from surveys.showing import first_asked, form_page, page_of, told

blueprint = Blueprint("my_answer", __name__, url_prefix="/my-answer")

FIELD = "receipt"
SURE_FIELD = "sure"
#: Two thousand tries from one address: a whole school may look at once, and guessing still leads nowhere.
LOOK_UPS = Limit("receipt look-ups", 2_000, 600)
SLOW_DOWN = "Very many people have looked from where you are. Wait ten minutes, then try again."
NOTHING_TYPED = "Type your four words and the number."
NOT_FOUND = "We have no view with these words."


@blueprint.get("")
@public
def ask() -> ResponseReturnValue:
    """The form for receipt words."""
    return _private(render_template("pages/my_answer.html", typed="", problems=[], hints=[]))


@blueprint.post("")
@public
def look_up() -> ResponseReturnValue:
    """What became of a view; or, kindly, what to check about the words."""
    submission = _found()
    return _not_found() if submission is None else _progress(submission)


@blueprint.post("/withdraw")
@public
@commits
def withdraw() -> ResponseReturnValue:
    """Take a view back, after a page that says what this means."""
    submission = _found()
    if submission is None:
        return _not_found()
    if submission.withdrawn_on is None and request.form.get(SURE_FIELD) != "yes":
        return _private(render_template("pages/withdraw.html", receipt_words=_typed()))
    services.withdraw(submission)
    return _progress(submission)


@blueprint.post("/replace")
@public
@commits
def replace() -> ResponseReturnValue:
    """Write a new view in the place of one that nobody has read yet."""
    submission = _found()
    if submission is None:
        return _not_found()
    campaign = db.session.get_one(Campaign, submission.campaign_id)
    if not _may_replace(submission, campaign):
        return _progress(submission)
    survey, _ = asked_survey(campaign.slug)
    sent = read_form(request.form, survey.definition)
    if KEY_FIELD not in request.form:
        return _replacement(campaign, sent)
    problems = [told(problem) for problem in sent.problems]
    if sent.is_blank and not sent.page:
        problems = [(first_asked(survey.definition), NOTHING_SAID)]
    if problems:
        return _replacement(campaign, sent, problems, page_of(survey.definition, problems))
    if sent.page:
        return _replacement(campaign, sent, page=sent.page)
    view = NewView(
        campaign.id, survey.version_id, sent.key, sent.answers, sent.may_quote, Channel(submission.channel)
    )
    receipt = services.replace(submission, view)
    page = render_template(
        "surveys/thanks.html",
        survey=survey,
        receipt_words=receipt.words,
        accent=survey.accent,
        show_exit=survey.is_sensitive,
    )
    return _private(page)


def _found() -> Submission | None:
    """The view whose words were typed. Every try counts, and costs one look-up whether right or wrong."""
    deployment().limiter.check(LOOK_UPS, sender_address(), SLOW_DOWN)
    return services.find_by_receipt(_typed())


def _typed() -> str:
    return tidy_receipt(request.form.get(FIELD, ""))


def _not_found() -> Response:
    typed = _typed()
    problem = NOT_FOUND if typed else NOTHING_TYPED
    page = render_template(
        "pages/my_answer.html",
        typed=typed,
        problems=[(FIELD, problem)],
        hints=receipt_hints(typed) if typed else [],
    )
    return _private(page)


def _progress(submission: Submission) -> Response:
    described = services.describe(submission)
    campaign = db.session.get_one(Campaign, submission.campaign_id)
    decision = decision_for_receipt(submission.id)
    is_used = described.standing is Standing.READ
    themes = theme_and_reply_of(submission.id) if is_used else []
    way = Progress(
        described.standing,
        described.sent_on,
        tuple(theme.name for theme in themes),
        any(theme.replies for theme in themes),
        deployment().settings.reading_hours,
        campaign.hear_back_by,
        decision.step,
        campaign.finished_on,
    )
    page = render_template(
        "pages/my_answer_found.html",
        standing=described.standing.value,
        campaign=campaign,
        steps=steps_of(way),
        themes=themes,
        results_on=_results_on(described.standing, campaign),
        answering=answering_of(campaign),
        why=decision.detail if described.standing in (Standing.NOT_USED, Standing.PRIVATE) else "",
        why_title=decision.step,
        receipt_words=_typed(),
        may_replace=_may_replace(submission, campaign),
        may_withdraw=submission.withdrawn_on is None,
    )
    return _private(page)


def _results_on(standing: Standing, campaign: Campaign) -> date | None:
    """The day the results came out, for somebody whose view is among them: they are thanked once more."""
    published = latest_publication(campaign.id) if standing in (Standing.READ, Standing.PRIVATE) else None
    return in_london(published.published_at).date() if published else None


def _may_replace(submission: Submission, campaign: Campaign) -> bool:
    return services.describe(submission).is_replaceable and asked_survey(campaign.slug)[0].is_open


def _replacement(
    campaign: Campaign, sent: SentForm, problems: list[tuple[str, str]] | None = None, page: int = 1
) -> Response:
    definition = asked_survey(campaign.slug)[0].definition
    body = render_template(
        "pages/replace.html",
        campaign=campaign,
        form_page=form_page(definition, sent, page),
        problems=problems or [],
        receipt_words=_typed(),
        show_exit=campaign.is_sensitive,
    )
    return _private(body)


def _private(body: str) -> Response:
    answer = make_response(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer
