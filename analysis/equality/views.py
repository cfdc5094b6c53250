"""The equality impact assessment at /staff/equality."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.equality import queries, services
from analysis.equality.forms import NewRowForm, ReviewForm, RowForm
from analysis.equality.models import EqualityEntry, EqualityVersion
from analysis.replies.queries import theme_names
from participation.campaigns.queries import all_campaigns
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits

blueprint = Blueprint("equality", __name__, url_prefix="/staff/equality")

EDITORS = (Role.ANALYST, Role.EQUALITY_LEAD)


@blueprint.get("")
@requires(*queries.SIGNING_ROLES)
def index() -> ResponseReturnValue:
    """The newest version, or the way to begin the first."""
    newest = next(iter(queries.versions()), None)
    if newest is None:
        return render_template("equality/none.html", may_edit=_may_edit())
    return _version_page(newest, ReviewForm(formdata=None, obj=newest), NewRowForm(formdata=None))


@blueprint.post("/new")
@requires(*EDITORS)
@commits
def begin() -> ResponseReturnValue:
    """Begin a version: the first, or one that follows a signed one."""
    version = services.begin_version(current_user.id)
    flash(f"Version {version.number} is begun. Nothing is signed yet.")
    return redirect(url_for("equality.version", number=version.number))


@blueprint.get("/<int:number>")
@requires(*queries.SIGNING_ROLES)
def version(number: int) -> ResponseReturnValue:
    """One version: its rows, its review date and its signatures."""
    found = queries.version_numbered(number)
    return _version_page(found, ReviewForm(formdata=None, obj=found), NewRowForm(formdata=None))


@blueprint.post("/<int:number>/review")
@requires(*EDITORS)
@commits
def review(number: int) -> ResponseReturnValue:
    """Say when it is looked at again."""
    found, form = queries.version_numbered(number), ReviewForm()
    if not form.validate_on_submit():
        return _version_page(found, form, NewRowForm(formdata=None))
    services.set_review(found, form.review_on.data, current_user.id)
    flash("The review date is saved.")
    return redirect(url_for("equality.version", number=number))


@blueprint.post("/<int:number>/rows")
@requires(*EDITORS)
@commits
def add_row(number: int) -> ResponseReturnValue:
    """Add a group that the source does not name."""
    found, form = queries.version_numbered(number), NewRowForm()
    if not form.validate_on_submit():
        return _version_page(found, ReviewForm(formdata=None, obj=found), form)
    key = services.add_row(found, form.label.data, current_user.id)
    return redirect(url_for("equality.row", number=number, row_key=key))


@blueprint.route("/<int:number>/rows/<row_key>", methods=["GET", "POST"])
@requires(*EDITORS)
@commits
def row(number: int, row_key: str) -> ResponseReturnValue:
    """One row: the group, both effects, what shows them, and what is done about it."""
    found = queries.version_numbered(number)
    rows = queries.entered(found)
    names = queries.row_names(found, rows)
    if row_key not in names:
        raise NotFound("There is no such row in this version. Go back to Equality.")
    form = _row_form(rows.get(row_key))
    if form.validate_on_submit() and _saved(form, found, row_key):
        flash(f"“{names[row_key]}” is saved.")
        return redirect(url_for("equality.version", number=number))
    return render_template(
        "equality/row.html",
        form=form,
        version=found,
        name=names[row_key],
        is_closed=services.is_closed(found),
        trail=[("Equality", url_for("equality.version", number=number))],
    )


@blueprint.post("/<int:number>/signed/<role_key>")
@requires(*queries.SIGNING_ROLES)
@commits
def put_name(number: int, role_key: str) -> ResponseReturnValue:
    """Sign in one of the three roles."""
    services.sign_version(queries.version_numbered(number), role_key, current_user.id, current_user.role_set)
    flash("Your name is under it, with today’s date.")
    return redirect(url_for("equality.version", number=number))


def _version_page(
    found: EqualityVersion, review_form: ReviewForm, new_row: NewRowForm
) -> ResponseReturnValue:
    rows, everyone = queries.entered(found), queries.versions()
    is_closed = services.is_closed(found)
    return render_template(
        "equality/version.html",
        version=found,
        names=queries.row_names(found, rows),
        rows=rows,
        roles=[(role, role.role in current_user.role_set) for role in queries.signing_roles(found)],
        is_closed=is_closed,
        may_edit=_may_edit() and not is_closed,
        may_follow=_may_edit() and is_closed and found.number == everyone[0].number,
        others=[each for each in everyone if each.number != found.number],
        review_form=review_form,
        new_row=new_row,
    )


def _row_form(entry: EqualityEntry | None) -> RowForm:
    form = RowForm(obj=entry)
    form.offer(_themes(), entry.evidence if entry else ())
    return form


def _themes() -> list[tuple[str, str]]:
    """Every theme that may be evidence, as (campaign slug/theme, words)."""
    return [
        (f"{campaign.slug}/{key}", f"{campaign.title}: {name}")
        for campaign in all_campaigns()
        for key, name in theme_names(campaign.id).items()
    ]


def _saved(form: RowForm, found: EqualityVersion, row_key: str) -> bool:
    try:
        services.save_row(found, row_key, form.values(), current_user.id)
    except services.IncompleteRow as incomplete:
        form.show(incomplete.problems)
        return False
    return True


def _may_edit() -> bool:
    return any(role in current_user.role_set for role in EDITORS)
