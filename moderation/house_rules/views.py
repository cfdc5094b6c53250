"""The pages of the house rules: the list with what the sender reads, and the form that makes the next version."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation.house_rules import queries, services
from moderation.house_rules.domain import HouseRule, Outcome
from moderation.house_rules.forms import HouseRuleForm
from participation.accounts.queries import names_of
from participation.foundation.access import Role, held_roles, requires
from participation.foundation.errors import NotFound
from participation.foundation.requests import row_number
from participation.foundation.transactions import commits

blueprint = Blueprint("house_rules", __name__, url_prefix="/staff/house-rules")

EDITORS = (Role.CAMPAIGN_MANAGER, Role.SAFEGUARDING_LEAD)
READERS = (*EDITORS, Role.MODERATOR)


@blueprint.get("")
@requires(*READERS)
def show() -> ResponseReturnValue:
    """Every rule in its newest words."""
    return render_template(
        "moderation/house_rules.html",
        rules=queries.newest_rules(),
        may_edit=bool(held_roles() & set(EDITORS)),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(*EDITORS)
@commits
def new() -> ResponseReturnValue:
    """Make a rule."""
    form = HouseRuleForm()
    if form.validate_on_submit():
        try:
            services.add_rule(
                form.label.data, form.kind_words.data, Outcome(form.outcome.data), current_user.id
            )
        except services.RuleProblem as problem:
            form.label.errors = [str(problem)]
            return _page(form, None)
        return _to_list()
    return _page(form, None)


@blueprint.route("/<code>", methods=["GET", "POST"])
@requires(*EDITORS)
@commits
def change(code: str) -> ResponseReturnValue:
    """Save the next version of a rule."""
    rule = queries.house_rule(code)
    if rule is None or rule.number == 0:
        raise NotFound("There is no such house rule. Go back to the list.")
    form = HouseRuleForm(obj=rule)
    if not form.validate_on_submit():
        return _page(form, rule)
    try:
        services.change_rule(
            code,
            row_number(form.number.data or "") or 0,
            form.label.data,
            form.kind_words.data,
            Outcome(form.outcome.data),
            form.is_active.data,
            current_user.id,
        )
    except services.RuleProblem as problem:
        form.label.errors = [str(problem)]
        return _page(form, rule)
    return _to_list()


def _to_list() -> ResponseReturnValue:
    flash("The house rule is saved. What was decided before keeps the words of its day.")
    return redirect(url_for("house_rules.show"))


def _page(form: HouseRuleForm, rule: HouseRule | None) -> ResponseReturnValue:
    versions = queries.versions_of(rule.code) if rule else ()
    names = names_of({row.made_by_id for row in versions if row.made_by_id is not None})
    return render_template(
        "moderation/house_rule.html", form=form, rule=rule, versions=versions, names=names, outcomes=Outcome
    )
