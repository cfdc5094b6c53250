"""Signing in and out: a password, then a code where somebody has set one up."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.accounts import second_factor, services, sessions, single_sign_on
from participation.accounts.entering import await_code, entrant
from participation.accounts.forms import CodeForm, SignInForm
from participation.foundation.access import Role, public, staff_only
from participation.foundation.deployment import deployment
from participation.foundation.rates import Limit
from participation.foundation.transactions import commits
from participation.foundation.web import sender_address

blueprint = Blueprint("accounts", __name__, url_prefix="/staff")

#: For one account the limit is tight; for one address it is wide, because an office shares one.
TRIES_FOR_ACCOUNT = Limit("sign-in-account", 10, 900)
TRIES_FROM_ADDRESS = Limit("sign-in-address", 200, 900)
#: Few: there are a million codes, and three of them fit at any moment.
TRIES_OF_CODE = Limit("sign-in-code", 5, 900)
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
        person = services.who_knows(form.email.data, form.password.data)
        if person is not None:
            going_to = safe_next(request.args.get("next")) or url_for("accounts.start")
            if second_factor.is_needed(person):
                await_code(person, going_to)
                return redirect(url_for("accounts.code"))
            sessions.begin(person, is_strong=False)
            return redirect(going_to)
        form.email.errors = ["The email address or the password is not right. Check both and try again."]
    organisation = deployment().settings.oidc_label if single_sign_on.is_offered() else ""
    return render_template("accounts/sign_in.html", form=form, organisation=organisation)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
@commits
def code() -> ResponseReturnValue:
    """The second step: the code of the app, or a recovery code."""
    held = entrant()
    if held is None:
        flash("Sign in again: the second step waits ten minutes.")
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        deployment().limiter.check(TRIES_OF_CODE, str(held.person.id), TOO_MANY)
        if second_factor.is_right(held.person, form.code.data):
            sessions.begin(held.person, is_strong=True)
            return redirect(held.going_to)
        form.code.errors = ["This code does not fit. Wait until the app shows the next one, and type that."]
    return render_template("accounts/code.html", form=form)


@blueprint.post("/sign-out")
@staff_only
@commits
def sign_out() -> ResponseReturnValue:
    """Sign out of this browser."""
    sessions.end(current_user.id, sessions.this_one().id, current_user.id)
    session.clear()
    return redirect(url_for("accounts.sign_in"))


@blueprint.get("/")
@staff_only
def start() -> ResponseReturnValue:
    """Where each role begins its day."""
    for role, endpoint in sorted(FIRST_PAGES, key=lambda page: page[0] is not Role.SAFEGUARDING_LEAD):
        if current_user.holds(role):
            return redirect(url_for(endpoint))
    return render_template("accounts/start.html")


#: (role, endpoint): the first of these that a person holds is where they start. The factory fills it.
FIRST_PAGES: list[tuple[Role, str]] = [(Role.ADMINISTRATOR, "accounts.people")]


def safe_next(wanted: str | None) -> str | None:
    """Only a path of this site: never another site's address."""
    if not wanted or not wanted.startswith("/staff/") or "\\" in wanted or "\n" in wanted:
        return None
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else None
