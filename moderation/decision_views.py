"""Deciding about the view in hand: is a child at risk, may it be used, and undo."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import claims, covering, item, risk, services
from moderation.domain import CaseKind, DecisionKind
from moderation.forms import ConcernForm, RejectForm
from moderation.house_rules.domain import WITHDRAWN
from moderation.locking import AlreadyDecided
from moderation.marking import pieces
from moderation.models import Screening
from moderation.reasons import spans_of
from moderation.redaction import redact as redacted
from moderation.surroundings import (
    about,
    carried,
    held,
    onwards,
    remember,
    repeated_or_refused,
    same_or_raise,
    surroundings,
    to_item,
)
from moderation.views import blueprint
from participation.accounts.queries import colleagues_of
from participation.foundation.access import Role, requires
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.transactions import commits
from surveys.answers import open_words
from surveys.models import Submission

DECIDE_AT_ONCE = {"approve": DecisionKind.APPROVE, "keep_private": DecisionKind.KEEP_PRIVATE}


@blueprint.post("/queue/<int:submission_id>/risk")
@requires(Role.MODERATOR)
@commits
def no_risk(submission_id: int) -> ResponseReturnValue:
    """Say that nobody is at risk, and why. Then the view can be decided about like any other."""
    risk.answer_no(submission_id, current_user.id, request.form.get("because", ""))
    return to_item(submission_id)


@blueprint.post("/queue/<int:submission_id>/decide")
@requires(Role.MODERATOR)
@commits
def decide(submission_id: int) -> ResponseReturnValue:
    """Approve as it is, keep private, or mark a withdrawn view as read."""
    wanted = request.form.get("kind", "")
    if wanted == WITHDRAWN.code:
        return _decided(submission_id, DecisionKind.REJECT, WITHDRAWN.code)
    if wanted not in DECIDE_AT_ONCE:
        raise services.CannotDecide("Choose one of the buttons under the view.")
    return _decided(submission_id, DECIDE_AT_ONCE[wanted])


@blueprint.route("/queue/<int:submission_id>/reject", methods=["GET", "POST"])
@requires(Role.MODERATOR)
@commits
def reject(submission_id: int) -> ResponseReturnValue:
    """Apply a house rule: the view is not used, or goes elsewhere, or counts without its words."""
    form = RejectForm()
    if form.validate_on_submit():
        return _decided(submission_id, DecisionKind.REJECT, form.reason.data)
    return about("moderation/reject.html", submission_id, form=form)


@blueprint.route("/queue/<int:submission_id>/redact", methods=["GET", "POST"])
@requires(Role.MODERATOR)
@commits
def redact(submission_id: int) -> ResponseReturnValue:
    """Cover words: tap them, look at the result, approve."""
    submission = held(submission_id)
    if submission is None:
        return repeated_or_refused(submission_id, DecisionKind.APPROVE_REDACTED)
    words = open_words(submission)
    if request.method == "POST":
        covers = covering.read_covers(request.form.getlist("cover"), request.form.get("label", "name"), words)
        if request.form.get("everywhere"):
            covers = covering.with_same_words(words, covers)
        if request.form.get("step") == "approve" and any(covers.values()):
            remember(
                services.decide(submission_id, DecisionKind.APPROVE_REDACTED, current_user.id, covers=covers)
            )
            return onwards()
        problems = [] if any(covers.values()) else [("words", "Choose the words to cover")]
    else:
        spans = spans_of(db.session.get(Screening, submission_id))
        covers, problems = covering.with_same_words(words, covering.suggested(words, spans)), []
    return _redact_page(submission, covers, problems)


@blueprint.route("/queue/<int:submission_id>/concern", methods=["GET", "POST"])
@requires(Role.MODERATOR)
@commits
def concern(submission_id: int) -> ResponseReturnValue:
    """Pass a view on to the safeguarding lead. Says first what to do when somebody is in danger now."""
    form = ConcernForm(colleagues_of(current_user.id))
    if form.validate_on_submit():
        try:
            services.escalate(
                submission_id,
                CaseKind(form.kind.data),
                current_user.id,
                form.note.data or "",
                form.about_person_id,
            )
        except AlreadyDecided as problem:
            same_or_raise(problem, DecisionKind.ESCALATE)
        flash(f"View {submission_id} is with the safeguarding lead.")
        return redirect(url_for("moderation.handed_over", **carried()))
    submission = held(submission_id)
    if submission is None:
        return to_item(submission_id)
    settings = deployment().settings
    return render_template(
        "moderation/concern.html",
        item=item.waiting_item(submission, current_user.id),
        form=form,
        front_door=settings.front_door_phone,
        front_door_checked=settings.front_door_last_checked,
        **surroundings(),
    )


@blueprint.post("/queue/<int:submission_id>/undo")
@requires(Role.MODERATOR)
@commits
def undo(submission_id: int) -> ResponseReturnValue:
    """Take back what was decided a moment ago, and read it again."""
    services.undo(submission_id, current_user.id)
    claims.take(submission_id, current_user.id)
    return to_item(submission_id)


def _decided(submission_id: int, kind: DecisionKind, reason: str = "") -> ResponseReturnValue:
    try:
        remember(services.decide(submission_id, kind, current_user.id, reason=reason))
    except AlreadyDecided as problem:
        same_or_raise(problem, kind)
    return onwards()


def _redact_page(
    submission: Submission, covers: covering.Covers, problems: list[tuple[str, str]]
) -> ResponseReturnValue:
    shown = item.waiting_item(submission, current_user.id)
    if shown.is_answer_due:
        return to_item(submission.id)
    answers = [
        (
            each.question_key,
            each.wording,
            pieces(each.text, covers[each.question_key]),
            redacted(each.text, covers[each.question_key]),
        )
        for each in shown.answers
    ]
    return render_template(
        "moderation/redact.html",
        item=shown,
        answers=answers,
        labels=covering.COVER_LABELS,
        problems=problems,
        label=request.form.get("label", "name"),
        everywhere=request.method == "GET" or "everywhere" in request.form,
        **surroundings(),
    )
