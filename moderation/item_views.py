"""One view: hold it, read it, decide about it, cover words, pass it on, undo."""

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import claims, covering, item, services
from moderation.domain import CaseKind, DecisionKind, Lane
from moderation.forms import ConcernForm, ReasonForm, RejectForm, TakeBackForm
from moderation.house_rules import WITHDRAWN
from moderation.marking import pieces
from moderation.models import Screening
from moderation.redaction import redact as redacted
from moderation.views import (
    PASSED_OVER,
    blueprint,
    carried,
    onwards,
    passed_over,
    scope_asked_for,
    surroundings,
)
from participation.accounts.queries import names_of
from participation.foundation import audit
from participation.foundation.access import Role, held_roles, requires
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.transactions import commits
from surveys.answers import open_words
from surveys.domain import SubmissionState
from surveys.models import Submission

DECIDE_AT_ONCE = {"approve": DecisionKind.APPROVE, "keep_private": DecisionKind.KEEP_PRIVATE}


@blueprint.get("/queue/<int:submission_id>", endpoint="item")
@requires(Role.MODERATOR, Role.SAFEGUARDING_LEAD)
def show_item(submission_id: int) -> ResponseReturnValue:
    """A waiting view for whoever holds it; a decided one as others may see it."""
    submission = item.submission_by_id(submission_id)
    around = surroundings(scope_asked_for())
    if submission.state != SubmissionState.PENDING:
        return render_template(
            "moderation/record.html",
            record=item.decided_item(submission),
            reason_form=ReasonForm(),
            take_back_form=TakeBackForm(),
            **around,
        )
    until = claims.held_until(submission_id, current_user.id)
    if until is None:
        reader = claims.holder(submission_id)
        name = names_of({reader}).get(reader, "") if reader else ""
        return render_template(
            "moderation/not_held.html",
            submission_id=submission_id,
            lane=submission.lane,
            reader_name=name,
            **around,
        )
    return render_template("moderation/item.html", item=item.waiting_item(submission), until=until, **around)


@blueprint.post("/queue/<int:submission_id>/claim")
@requires(Role.MODERATOR)
@commits
def claim(submission_id: int) -> ResponseReturnValue:
    """Hold this view and open it."""
    submission = item.submission_by_id(submission_id)
    if submission.state == SubmissionState.PENDING:
        claims.take(submission_id, current_user.id)
    return _to_item(submission_id)


@blueprint.post("/queue/<int:submission_id>/hold")
@requires(Role.MODERATOR)
@commits
def hold(submission_id: int) -> ResponseReturnValue:
    """A sign of life from somebody who is still reading."""
    submission = item.submission_by_id(submission_id)
    if submission.state == SubmissionState.PENDING:
        claims.take(submission_id, current_user.id)
    return Response(status=204)


@blueprint.post("/queue/<int:submission_id>/move")
@requires(Role.MODERATOR)
@commits
def move(submission_id: int) -> ResponseReturnValue:
    """Pass this view over, go back to the one passed over before, or stop reading."""
    claims.let_go(submission_id, current_user.id)
    to = request.form.get("to")
    if to == "next":
        return onwards(leaving=submission_id)
    earlier = [each for each in passed_over() if each != submission_id]
    if to == "back" and earlier:
        session[PASSED_OVER] = earlier[:-1]
        if claims.try_to_take(earlier[-1], current_user.id):
            return _to_item(earlier[-1])
    return redirect(url_for("moderation.queue", **carried(scope_asked_for())))


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
    if _is_urgent(submission_id):
        if request.form.get("risk") != "none":
            return _about("moderation/at_risk.html", submission_id, kind=wanted)
        audit.record("saw_nobody_at_risk", "submission", submission_id, actor_id=current_user.id)
    return _decided(submission_id, DECIDE_AT_ONCE[wanted])


@blueprint.route("/queue/<int:submission_id>/reject", methods=["GET", "POST"])
@requires(Role.MODERATOR)
@commits
def reject(submission_id: int) -> ResponseReturnValue:
    """Not to use a view, and why."""
    form = RejectForm()
    if form.validate_on_submit():
        return _decided(submission_id, DecisionKind.REJECT, form.reason.data)
    return _about("moderation/reject.html", submission_id, form=form)


@blueprint.route("/queue/<int:submission_id>/redact", methods=["GET", "POST"])
@requires(Role.MODERATOR)
@commits
def redact(submission_id: int) -> ResponseReturnValue:
    """Cover words: tap them, look at the result, approve."""
    submission = _held(submission_id)
    if submission is None:
        return _repeated_or_refused(submission_id, DecisionKind.APPROVE_REDACTED)
    words = open_words(submission)
    if request.method == "POST":
        covers = covering.read_covers(request.form.getlist("cover"), request.form.get("label", "name"), words)
        if request.form.get("everywhere"):
            covers = covering.with_same_words(words, covers)
        if request.form.get("step") == "approve" and any(covers.values()):
            services.decide(submission_id, DecisionKind.APPROVE_REDACTED, current_user.id, covers=covers)
            return onwards()
        problems = [] if any(covers.values()) else [("words", "Choose the words to cover")]
    else:
        screening = db.session.get(Screening, submission_id)
        spans = screening.spans if screening else []
        covers, problems = covering.with_same_words(words, covering.suggested(words, spans)), []
    return _redact_page(submission, words, covers, problems)


@blueprint.route("/queue/<int:submission_id>/concern", methods=["GET", "POST"])
@requires(Role.MODERATOR)
@commits
def concern(submission_id: int) -> ResponseReturnValue:
    """Pass a view on to the safeguarding lead. Says first what to do when somebody is in danger now."""
    form = ConcernForm()
    if form.validate_on_submit():
        try:
            services.escalate(submission_id, CaseKind(form.kind.data), current_user.id, form.note.data or "")
        except services.AlreadyDecided as problem:
            _same_or_raise(problem, DecisionKind.ESCALATE)
        flash(f"View {submission_id} is with the safeguarding lead.")
        return redirect(url_for("moderation.handed_over", **carried(scope_asked_for())))
    settings = deployment().settings
    return _about(
        "moderation/concern.html",
        submission_id,
        form=form,
        front_door=settings.front_door_phone,
        front_door_checked=settings.front_door_last_checked,
    )


@blueprint.post("/queue/<int:submission_id>/undo")
@requires(Role.MODERATOR)
@commits
def undo(submission_id: int) -> ResponseReturnValue:
    """Take back what was decided a moment ago, and read it again."""
    services.undo(submission_id, current_user.id)
    claims.take(submission_id, current_user.id)
    return _to_item(submission_id)


@blueprint.post("/queue/<int:submission_id>/take-back")
@requires(Role.MODERATOR)
@commits
def take_back(submission_id: int) -> ResponseReturnValue:
    """Return a decided view to the queue, with a reason, at any time."""
    form = TakeBackForm()
    if not form.validate_on_submit():
        return _record_page(submission_id, take_back_form=form)
    services.take_back(submission_id, current_user.id, form.why.data)
    return _to_item(submission_id)


@blueprint.post("/queue/<int:submission_id>/original")
@requires(Role.MODERATOR, Role.SAFEGUARDING_LEAD)
@commits
def original(submission_id: int) -> ResponseReturnValue:
    """Open the original words of a decided view: with a reason, and leaving a trace."""
    submission = item.submission_by_id(submission_id)
    may = Role.SAFEGUARDING_LEAD in held_roles() or submission.state != SubmissionState.ESCALATED
    if submission.state == SubmissionState.PENDING or not may:
        raise services.CannotDecide("The original words of this view are not open to you here.")
    form = ReasonForm()
    if not form.validate_on_submit():
        return _record_page(submission_id, reason_form=form)
    audit.record(
        "opened_original",
        "submission",
        submission_id,
        actor_id=current_user.id,
        detail={"reason": form.reason.data},
    )
    return _record_page(submission_id, original=item.original_words(submission))


def _decided(submission_id: int, kind: DecisionKind, reason: str = "") -> ResponseReturnValue:
    try:
        services.decide(submission_id, kind, current_user.id, reason=reason)
    except services.AlreadyDecided as problem:
        _same_or_raise(problem, kind)
    return onwards()


def _same_or_raise(problem: services.AlreadyDecided, kind: DecisionKind) -> None:
    """A double press is no problem: the same person decided the same thing already."""
    same = problem.decision and (problem.decision.person_id, problem.decision.kind) == (current_user.id, kind)
    if not same:
        raise problem


def _repeated_or_refused(submission_id: int, kind: DecisionKind) -> ResponseReturnValue:
    """What follows when a view is not held: onwards after a double press, else its own page explains."""
    last = services.latest_decision(submission_id)
    waits = item.submission_by_id(submission_id).state == SubmissionState.PENDING
    if request.method == "POST" and not waits:
        _same_or_raise(services.AlreadyDecided(last), kind)
        return onwards()
    return _to_item(submission_id)


def _held(submission_id: int) -> Submission | None:
    """The view, when it waits and this person holds it."""
    submission = item.submission_by_id(submission_id)
    is_mine = claims.held_until(submission_id, current_user.id) is not None
    return submission if is_mine and submission.state == SubmissionState.PENDING else None


def _is_urgent(submission_id: int) -> bool:
    """Whether a held view needs a second decision first: is somebody at risk?"""
    submission = _held(submission_id)
    return submission is not None and submission.lane == Lane.URGENT


def _about(template: str, submission_id: int, **shown: object) -> ResponseReturnValue:
    """A page about a view that this person holds, with its words."""
    submission = _held(submission_id)
    if submission is None:
        return _to_item(submission_id)
    return render_template(
        template, item=item.waiting_item(submission), **shown, **surroundings(scope_asked_for())
    )


def _record_page(submission_id: int, **shown: object) -> ResponseReturnValue:
    given = {"reason_form": ReasonForm(), "take_back_form": TakeBackForm(), "original": None, **shown}
    given["form"] = shown.get("reason_form") or shown.get("take_back_form")
    record = item.decided_item(item.submission_by_id(submission_id))
    return render_template(
        "moderation/record.html", record=record, **given, **surroundings(scope_asked_for())
    )


def _redact_page(
    submission: Submission, words: dict[str, str], covers: covering.Covers, problems: list[tuple[str, str]]
) -> ResponseReturnValue:
    shown = item.waiting_item(submission)
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
        **surroundings(scope_asked_for()),
    )


def _to_item(submission_id: int) -> ResponseReturnValue:
    return redirect(url_for("moderation.item", submission_id=submission_id, **carried(scope_asked_for())))
