"""The plan editor: a new plan from the site alone, what became of the old priorities, and the delivery plan."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.foundation.access import Role, requires
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits
from participation.plan import editing, queries
from participation.plan.domain import suggested_mapping
from participation.plan.forms import ActionForm, BaseForm, LocalityForm, PlanForm, PriorityForm
from participation.plan.models import DeliveryAction, PlanVersion, Priority

blueprint = Blueprint("plan_editor", __name__, url_prefix="/staff/plan")


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def new() -> ResponseReturnValue:
    """Enter a new plan. The outcomes of the plan before stand there already, to keep or to change."""
    form = PlanForm()
    if not form.is_submitted():
        form.outcomes.data = "\n".join(each.text for each in queries.outcomes())
    if form.validate_on_submit():
        written = editing.NewPlan(
            title=" ".join(form.title.data.split()),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            vision=(form.vision.data or "").strip(),
            source_title=(form.source_title.data or "").strip(),
            source_url=(form.source_url.data or "").strip(),
            priorities=editing.lines_of(form.priorities.data),
            outcomes=editing.lines_of(form.outcomes.data or ""),
        )
        try:
            plan = editing.enter_plan(written, current_user.id)
        except editing.PlanProblem as problem:
            form.title.errors = [problem.message]
        else:
            flash("The plan is entered. Say now what became of the old priorities.")
            return redirect(url_for("plan_editor.mapping", key=plan.key))
    return render_template("plan/new.html", form=form, trail=_trail())


@blueprint.route("/<key>/mapping", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def mapping(key: str) -> ResponseReturnValue:
    """What became of each old priority. What the page suggests only counts once a person has saved it."""
    plan = queries.plan_by_key(key)
    before = queries.plan_before(plan)
    old = list(before.priorities) if before else []
    if request.method == "POST":
        editing.confirm_mapping(plan, {each.id: _chosen(each) for each in old}, current_user.id)
        flash("Saved. Every reply and document follows from now on.")
        return redirect(url_for("plan.version", key=key))
    confirmed = queries.mapping_into(plan)
    suggested = suggested_mapping(
        {each.id: each.heading for each in old if each.id not in confirmed},
        {each.id: each.heading for each in plan.priorities},
    )
    return render_template(
        "plan/mapping.html",
        plan=plan,
        before=before,
        old=old,
        confirmed=confirmed,
        suggested=suggested,
        choices=[("", "It ended")] + [(str(each.id), each.heading) for each in plan.priorities],
        trail=_trail(plan),
    )


@blueprint.route("/<key>/priorities/<priority_key>", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def priority(key: str, priority_key: str) -> ResponseReturnValue:
    """One priority: its names, why it matters, where things stand, and its delivery plan."""
    plan, found = _priority(key, priority_key)
    form = PriorityForm(obj=found)
    if not form.is_submitted():
        form.focus_points.data = "\n".join(found.focus_points)
    if form.validate_on_submit():
        values = {name: form[name].data or "" for name in PriorityForm()._fields if name != "csrf_token"}
        editing.change_priority(plan, found, values, current_user.id)
        flash("The priority is saved.")
        return redirect(url_for("plan.version", key=key))
    return _priority_page(plan, found, form, ActionForm(formdata=None))


@blueprint.post("/<key>/priorities/<priority_key>/actions")
@requires(Role.ANALYST)
@commits
def add_action(key: str, priority_key: str) -> ResponseReturnValue:
    """Add an action of the delivery plan; without who and by when it is refused."""
    plan, found = _priority(key, priority_key)
    form = ActionForm()
    if not form.validate_on_submit():
        shown = PriorityForm(formdata=None, obj=found)
        shown.focus_points.data = "\n".join(found.focus_points)
        return _priority_page(plan, found, shown, form)
    editing.add_action(plan, found, form.text.data, form.owner.data, form.due_on.data, current_user.id)
    flash("The action is in the delivery plan.")
    return redirect(url_for("plan_editor.priority", key=key, priority_key=priority_key))


@blueprint.post("/<key>/actions/<int:action_id>")
@requires(Role.ANALYST)
@commits
def action_done(key: str, action_id: int) -> ResponseReturnValue:
    """Note that an action is done, or is not after all."""
    plan = queries.plan_by_key(key)
    action = db.session.get(DeliveryAction, action_id)
    found = next((each for each in plan.priorities if action and each.id == action.priority_id), None)
    if action is None or found is None:
        raise NotFound("There is no such action in this plan. Go back to the plan.")
    editing.set_action_done(plan, action, request.form.get("done") == "yes", current_user.id)
    return redirect(url_for("plan_editor.priority", key=key, priority_key=found.key))


@blueprint.route("/<key>/areas", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def areas(key: str) -> ResponseReturnValue:
    """The areas of a plan and what their local alliance groups do."""
    plan, form = queries.plan_by_key(key), LocalityForm()
    if form.validate_on_submit():
        values = {name: form[name].data or "" for name in ("name", "group_name", "lead", "local_plan")}
        editing.save_locality(plan, values, current_user.id)
        flash("The area is saved.")
        return redirect(url_for("plan_editor.areas", key=key))
    return render_template(
        "plan/areas.html", plan=plan, form=form, areas=queries.localities_of(plan), trail=_trail(plan)
    )


@blueprint.route("/bases", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def bases() -> ResponseReturnValue:
    """Choose what responses of an age range are compared with; a figure that does not fit says why."""
    figures, form = queries.populations(), BaseForm()
    form.offer(figures)
    if form.validate_on_submit():
        figure = next(each for each in figures if f"{each.source}/{each.key}" == form.figure.data)
        try:
            editing.choose_base(figure, form.youngest.data, form.oldest.data, current_user.id)
        except editing.PlanProblem as problem:
            form.figure.errors = [problem.message]
        else:
            flash(f"Ages {form.youngest.data} to {form.oldest.data} are compared with {figure.figure}.")
            return redirect(url_for("plan_editor.bases"))
    return render_template("plan/bases.html", form=form, chosen=queries.chosen_bases(), trail=_trail())


def _priority(key: str, priority_key: str) -> tuple[PlanVersion, Priority]:
    plan = queries.plan_by_key(key)
    found = next((each for each in plan.priorities if each.key == priority_key), None)
    if found is None:
        raise NotFound("There is no such priority in this plan. Go back to the plan.")
    return plan, found


def _priority_page(
    plan: PlanVersion, found: Priority, form: PriorityForm, action_form: ActionForm
) -> ResponseReturnValue:
    return render_template(
        "plan/priority.html",
        plan=plan,
        priority=found,
        form=form,
        action_form=action_form,
        problems=[(name, text) for name, texts in action_form.errors.items() for text in texts],
        trail=_trail(plan),
    )


def _chosen(old: Priority) -> int | None:
    given = request.form.get(f"priority-{old.id}", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _trail(plan: PlanVersion | None = None) -> list[tuple[str, str]]:
    plans = [("Plans", url_for("plan.versions"))]
    return [*plans, (plan.title, url_for("plan.version", key=plan.key))] if plan else plans
