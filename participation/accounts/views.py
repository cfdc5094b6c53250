"""Signing in and out, and the page of people."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from participation.accounts import queries, services
from participation.accounts.forms import PersonForm, ResearcherForm, RolesForm, SignInForm
from participation.accounts.models import Person
from participation.accounts.passwords import WeakPassword
from participation.foundation.access import Role, public, requires, staff_only
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.rates import Limit
from participation.foundation.transactions import commits
from participation.foundation.web import sender_address

blueprint = Blueprint("accounts", __name__, url_prefix="/staff")

#: For one account the limit is tight; for one address it is wide, because an office shares one.
TRIES_FOR_ACCOUNT = Limit("sign-in-account", 10, 900)
TRIES_FROM_ADDRESS = Limit("sign-in-address", 200, 900)
TOO_MANY = "There were too many tries to sign in. Wait fifteen minutes, then try again."


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@commits
def sign_in() -> ResponseReturnValue:
    """Sign in with email and password."""
    if current_user.is_authenticated:
        return redirect(url_for("accounts.start"))
    form = SignInForm()
    if form.validate_on_submit():
        limiter = deployment().limiter
        limiter.check(TRIES_FROM_ADDRESS, sender_address(), TOO_MANY)
        limiter.check(TRIES_FOR_ACCOUNT, form.email.data.strip().lower(), TOO_MANY)
        person = services.sign_in(form.email.data, form.password.data)
        if person is not None:
            login_user(person)
            return redirect(_safe_next(request.args.get("next")) or url_for("accounts.start"))
        form.email.errors = ["The email address or the password is not right. Check both and try again."]
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("/sign-out")
@staff_only
def sign_out() -> ResponseReturnValue:
    """Sign out."""
    logout_user()
    return redirect(url_for("accounts.sign_in"))


@blueprint.get("/")
@staff_only
def start() -> ResponseReturnValue:
    """Where each role begins its day."""
    for role, endpoint in sorted(FIRST_PAGES, key=lambda page: page[0] is not Role.SAFEGUARDING_LEAD):
        if current_user.holds(role):
            return redirect(url_for(endpoint))
    return render_template("accounts/start.html")


@blueprint.route("/people", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
@commits
def people() -> ResponseReturnValue:
    """Everybody who works here, and a form to add somebody."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            person = services.add_person(
                form.email.data,
                form.name.data,
                form.password.data,
                map(Role, form.roles.data),
                actor_id=current_user.id,
            )
            flash(f"{person.name} can now sign in.")
            return redirect(url_for("accounts.people"))
        except WeakPassword as problem:
            form.password.errors = [problem.message]
        except services.PersonProblem as problem:
            form.email.errors = [problem.message]
    return render_template("accounts/people.html", form=form, people=queries.all_people())


@blueprint.route("/people/<int:person_id>", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
@commits
def person(person_id: int) -> ResponseReturnValue:
    """One person's roles, and what a young researcher needs besides."""
    somebody = _person(person_id)
    form = RolesForm(roles=[row.role for row in somebody.roles])
    if form.validate_on_submit():
        try:
            services.change_roles(somebody, map(Role, form.roles.data), current_user.id)
            flash(f"The roles of {somebody.name} are saved.")
            return redirect(url_for("accounts.people"))
        except services.PersonProblem as problem:
            form.roles.errors = [problem.message]
    return _person_page(somebody, form, _researcher_form(somebody))


@blueprint.post("/people/<int:person_id>/researcher")
@requires(Role.ADMINISTRATOR)
@commits
def set_up_researcher(person_id: int) -> ResponseReturnValue:
    """Who answers for a young researcher, and their own school and place."""
    somebody = _person(person_id)
    form = _researcher_form(somebody)
    if form.validate():
        services.set_up_researcher(
            somebody,
            int(form.sponsor.data),
            form.own_setting.data or "",
            form.own_place.data or "",
            current_user.id,
        )
        flash(f"{somebody.name} can now code answers, without those from their own school and place.")
        return redirect(url_for("accounts.person", person_id=person_id))
    return _person_page(somebody, RolesForm(formdata=None, roles=[row.role for row in somebody.roles]), form)


@blueprint.post("/people/<int:person_id>/active")
@requires(Role.ADMINISTRATOR)
@commits
def set_active(person_id: int) -> ResponseReturnValue:
    """Close or reopen an account."""
    somebody = _person(person_id)
    services.set_active(somebody, request.form.get("active") == "yes", current_user.id)
    flash(f"{somebody.name}'s account is {'open' if somebody.is_active else 'closed'}.")
    return redirect(url_for("accounts.people"))


#: (role, endpoint): the first of these that a person holds is where they start. The factory fills it.
FIRST_PAGES: list[tuple[Role, str]] = [(Role.ADMINISTRATOR, "accounts.people")]


def _person_page(somebody: Person, form: RolesForm, researcher: ResearcherForm) -> ResponseReturnValue:
    return render_template("accounts/person.html", form=form, researcher=researcher, person=somebody)


def _researcher_form(somebody: Person) -> ResearcherForm:
    form = ResearcherForm(obj=somebody, sponsor=str(somebody.sponsor_id or ""))
    form.offer(queries.possible_sponsors(somebody.id))
    return form


def _person(person_id: int) -> Person:
    found = db.session.get(Person, person_id)
    if found is None:
        raise NotFound("There is no such person. Go back to the list of people.")
    return found


def _safe_next(wanted: str | None) -> str | None:
    """Only a path of this site: never another site's address."""
    if not wanted or not wanted.startswith("/staff/") or "\\" in wanted or "\n" in wanted:
        return None
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else None
