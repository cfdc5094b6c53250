"""Pages of the question bank: keeping, finding, asking again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits
from surveys import bank, editing
from surveys.editor_forms import KeepForm
from surveys.question_types import QUESTION_TYPES

blueprint = Blueprint("question_bank", __name__, url_prefix="/staff")
LONGEST_SEARCH = 100


@blueprint.get("/question-bank")
@requires(Role.CAMPAIGN_MANAGER)
def everything() -> ResponseReturnValue:
    """Every question that is kept."""
    return _bank_page(None)


@blueprint.get("/campaigns/<slug>/question-bank")
@requires(Role.CAMPAIGN_MANAGER)
def choose(slug: str) -> ResponseReturnValue:
    """The bank, to take questions for a campaign from."""
    return _bank_page(campaign_by_slug(slug))


@blueprint.post("/campaigns/<slug>/question-bank/<int:banked_id>")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def ask_again(slug: str, banked_id: int) -> ResponseReturnValue:
    """Ask a question of the bank in a campaign."""
    campaign = campaign_by_slug(slug)
    question = bank.ask_again(campaign, banked_id, current_user.id)
    flash(f"Question {question.position} comes from the bank.")
    return _to_questions(campaign, question.key)


@blueprint.route("/campaigns/<slug>/questions/<key>/keep", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def keep(slug: str, key: str) -> ResponseReturnValue:
    """Keep a question of a campaign in the bank."""
    campaign = campaign_by_slug(slug)
    question = editing.question_of(campaign, key)
    form = KeepForm()
    if form.validate_on_submit():
        try:
            bank.keep(question, form.tested.data, current_user.id)
            flash("The question is kept in the bank.")
            return _to_questions(campaign, key)
        except bank.AlreadyKept as problem:
            form.form_errors = [*form.form_errors, problem.message]
    return render_template(
        "surveys/bank_keep.html", campaign=campaign, question=question, form=form, trail=_trail(campaign)
    )


@blueprint.route("/question-bank/<int:banked_id>/remove", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def remove(banked_id: int) -> ResponseReturnValue:
    """Take a question out of the bank, after asking."""
    kept = bank.kept_question(banked_id)
    if request.method == "GET":
        return render_template("surveys/bank_remove.html", kept=kept, trail=_trail(None))
    bank.remove(banked_id, current_user.id)
    flash("The question is out of the bank.")
    return redirect(url_for("question_bank.everything"))


def _bank_page(campaign: Campaign | None) -> str:
    words = request.args.get("words", "")[:LONGEST_SEARCH].replace("\x00", "")
    return render_template(
        "surveys/bank.html",
        campaign=campaign,
        may_write=campaign is not None and editing.may_write(campaign),
        kept=bank.kept_questions(words),
        words=words,
        types=QUESTION_TYPES,
        trail=_trail(campaign),
    )


def _to_questions(campaign: Campaign, key: str) -> ResponseReturnValue:
    return redirect(url_for("survey_editor.questions", slug=campaign.slug, _anchor=key))


def _trail(campaign: Campaign | None) -> list[tuple[str, str]]:
    campaigns = ("Campaigns", url_for("campaigns.staff_list"))
    if campaign is None:
        return [campaigns]
    return [
        campaigns,
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        ("Questions", url_for("survey_editor.questions", slug=campaign.slug)),
    ]
