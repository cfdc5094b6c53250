"""The question editor: plain pages, buttons instead of dragging, a preview at any time."""

from dataclasses import replace

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.registries import opening_evidence
from participation.foundation.transactions import commits
from surveys import editing, recordings
from surveys.editor_forms import QuestionForm, WordingForm, filled_in, read_conditions, steering
from surveys.evidence import evidence_of
from surveys.forms import SentForm
from surveys.models import Question
from surveys.previewing import shown_question
from surveys.queries import defined, draft_definition
from surveys.question_types import QUESTION_TYPES
from surveys.routing import in_words
from surveys.services import problems_of
from surveys.showing import form_page, is_paged
from surveys.written import QuestionProblem, WrittenQuestion

blueprint = Blueprint("survey_editor", __name__, url_prefix="/staff/campaigns/<slug>/questions")

#: The field that says which words of a question somebody began with.
EDITION = "edition"
#: The button that shows the question as it is written so far, and saves nothing.
SHOW = "show"
CORRECTED = "The words are put right. Answers given before stay with the words they were given to."


def install(app: Flask) -> None:
    """Register the editor, and let a campaign open only when its questions can be asked."""
    app.register_blueprint(blueprint)
    opening_evidence.add(evidence_of)


@blueprint.get("")
@requires(Role.CAMPAIGN_MANAGER)
def questions(slug: str) -> ResponseReturnValue:
    """All questions of a campaign."""
    campaign = campaign_by_slug(slug)
    definition = draft_definition(campaign.id)
    return render_template(
        "surveys/editor_questions.html",
        campaign=campaign,
        questions=editing.questions_of(campaign),
        when={each.key: in_words(each, definition) for each in definition.questions},
        problems_found=problems_of(definition) if definition.questions else [],
        may_undo=editing.may_undo(campaign),
        types=QUESTION_TYPES,
        recorded=_recorded(campaign),
        may_write=editing.may_write(campaign),
        may_correct=editing.may_correct(campaign),
        trail=_trail(campaign)[:-1],
    )


@blueprint.route("/add", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def add(slug: str) -> ResponseReturnValue:
    """Add a question."""
    campaign = campaign_by_slug(slug)
    form = QuestionForm(kind="long_text")
    if SHOW not in request.form and form.validate_on_submit():
        try:
            question = editing.add_question(campaign, form.written(form.kind.data), current_user.id)
            return _back_to_list(campaign, "The question is added.", question)
        except QuestionProblem as problem:
            form[problem.field].errors = [problem.message]
    return _form_page(campaign, form, None)


@blueprint.route("/<key>", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def change(slug: str, key: str) -> ResponseReturnValue:
    """Change a question, or put its words right while people answer."""
    campaign = campaign_by_slug(slug)
    question = editing.question_of(campaign, key)
    is_draft = editing.may_write(campaign)
    form = (QuestionForm if is_draft else WordingForm)(data=filled_in(question))
    now = editing.edition_of(question)
    if SHOW in request.form:
        return _form_page(campaign, form, question)
    if form.is_submitted() and request.form.get(EDITION, now) != now:
        return _form_page(campaign, form, question, is_overtaken=True), 409
    if form.validate_on_submit():
        try:
            editing.change_question(campaign, question, _written(form, question), current_user.id)
            return _back_to_list(campaign, "The question is saved." if is_draft else CORRECTED, question)
        except QuestionProblem as problem:
            form[problem.field].errors = [problem.message]
        except editing.QuestionsAreLocked as problem:
            form.options.errors = [problem.message]
    return _form_page(campaign, form, question)


@blueprint.post("/<key>/copy")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def copy(slug: str, key: str) -> ResponseReturnValue:
    """The same question once more, right below."""
    campaign = campaign_by_slug(slug)
    copied = editing.copy_question(campaign, editing.question_of(campaign, key), current_user.id)
    return _back_to_list(campaign, f"Question {copied.position} is a copy. Change its words.", copied)


@blueprint.post("/undo")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def undo(slug: str) -> ResponseReturnValue:
    """Take the last change back."""
    campaign = campaign_by_slug(slug)
    is_undone = editing.undo(campaign, current_user.id)
    return _back_to_list(campaign, "The last change is taken back." if is_undone else "Nothing to take back.")


@blueprint.route("/<key>/rules", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def rules(slug: str, key: str) -> ResponseReturnValue:
    """Say when a question is asked, by what was chosen before."""
    campaign = campaign_by_slug(slug)
    question = editing.question_of(campaign, key)
    definition = draft_definition(campaign.id)
    conditions, problem = defined(question).show_when, ""
    if request.method == "POST":
        conditions = read_conditions(request.form, definition, key)
        try:
            editing.set_rules(campaign, question, conditions, current_user.id)
            return _back_to_list(campaign, "The rules are saved.", question)
        except QuestionProblem as refused:
            problem = refused.message
    page = render_template(
        "surveys/editor_rules.html",
        campaign=campaign,
        question=question,
        steering=[
            (each, [(option.id, option.label) for option in each.options])
            for each in steering(definition, key)
        ],
        conditions={each.question: each for each in conditions},
        problems=[("rules", problem)] if problem else [],
        trail=_trail(campaign),
    )
    return page, 422 if problem else 200


@blueprint.post("/<key>/move")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def move(slug: str, key: str) -> ResponseReturnValue:
    """Move a question one place up or down."""
    campaign = campaign_by_slug(slug)
    question = editing.question_of(campaign, key)
    editing.move_question(
        campaign, question, up=request.form.get("direction") == "up", actor_id=current_user.id
    )
    return _back_to_list(campaign, f"The question is now number {question.position}.", question)


@blueprint.route("/<key>/delete", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def delete(slug: str, key: str) -> ResponseReturnValue:
    """Take a question out, after asking."""
    campaign = campaign_by_slug(slug)
    question = editing.question_of(campaign, key)
    if request.method == "GET":
        return render_template(
            "surveys/editor_delete.html", campaign=campaign, question=question, trail=_trail(campaign)
        )
    editing.delete_question(campaign, question, current_user.id)
    return _back_to_list(campaign, "The question is deleted.")


@blueprint.get("/preview")
@requires(Role.CAMPAIGN_MANAGER)
def preview(slug: str) -> ResponseReturnValue:
    """The questions as people will meet them; nothing can be sent from here."""
    campaign = campaign_by_slug(slug)
    definition = draft_definition(campaign.id)
    pages = range(1, len(definition.questions) + 1 if is_paged(definition) else 2)
    shown = [each for page in pages for each in form_page(definition, SentForm.nothing(""), page).questions]
    return render_template(
        "surveys/editor_preview.html",
        campaign=campaign,
        questions=shown,
        accent=campaign.accent,
        paged=len(pages) > 1,
    )


def _recorded(campaign: Campaign) -> dict[str, str]:
    """By question key: "now" when its recording says what is asked, "before" when the words have changed."""
    definition = draft_definition(campaign.id)
    before = dict.fromkeys(recordings.outdated(campaign.id, definition), "before")
    return {**before, **dict.fromkeys(recordings.marks(campaign.id, definition), "now")}


def _form_page(
    campaign: Campaign, form: WordingForm, question: Question | None, *, is_overtaken: bool = False
) -> str:
    """The form of a question. When somebody else saved meanwhile, it shows their words beside one's own."""
    return render_template(
        "surveys/editor_question.html",
        campaign=campaign,
        form=form,
        question=question,
        is_locked=not editing.may_write(campaign),
        edition=editing.edition_of(question) if question else "",
        theirs=filled_in(question) if question and is_overtaken else None,
        shown=shown_question(_written(form, question)),
        trail=_trail(campaign),
    )


def _written(form: WordingForm, question: Question | None) -> WrittenQuestion:
    """What the form holds; the type of a question that people see is not on it."""
    if isinstance(form, QuestionForm) or question is None:
        return form.written(str(form["kind"].data))
    now = defined(question)
    return replace(form.written(question.kind), has_other=now.has_other, least=now.least, most=now.most)


def _back_to_list(campaign: Campaign, message: str, question: Question | None = None) -> ResponseReturnValue:
    flash(message)
    anchor = question.key if question else None
    return redirect(url_for("survey_editor.questions", slug=campaign.slug, _anchor=anchor))


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    return [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        ("Questions", url_for("survey_editor.questions", slug=campaign.slug)),
    ]
