"""Choosing a password by a link: asking for one, and using it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.accounts import links, notices
from participation.accounts.forms import ForgottenForm, NewPasswordForm
from participation.accounts.passwords import WeakPassword
from participation.accounts.queries import credentials_of
from participation.accounts.views import TOO_MANY, blueprint
from participation.foundation import audit, jobs, mail
from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.rates import Limit
from participation.foundation.transactions import commits
from participation.foundation.web import sender_address

ASKS_FROM_ADDRESS = Limit("reset-address", 60, 3600)
ASKS_FOR_ACCOUNT = Limit("reset-account", 5, 3600)
TRIES_OF_LINKS = Limit("link-address", 100, 900)


@blueprint.route("/forgotten", methods=["GET", "POST"])
@public
@commits
def forgotten() -> ResponseReturnValue:
    """Ask for a link by e-mail. The answer, and the work behind it, are the same for whoever has no account."""
    form = ForgottenForm()
    is_sent = mail.can_send() and form.validate_on_submit()
    if is_sent:
        limiter = deployment().limiter
        limiter.check(ASKS_FROM_ADDRESS, sender_address(), TOO_MANY)
        limiter.check(ASKS_FOR_ACCOUNT, form.email.data.strip().lower(), TOO_MANY)
        known = credentials_of(form.email.data)
        person_id = known.person_id if known else None
        audit.record("asked_for_reset", "person", person_id)
        jobs.ask_for(notices.JOB, person_id=person_id, notice=notices.Notice.RESET.value)
    return render_template("accounts/forgotten.html", form=form, is_sent=is_sent, can_send=mail.can_send())


@blueprint.route("/link/<token>", methods=["GET", "POST"])
@public
@commits
def link(token: str) -> ResponseReturnValue:
    """Choose a password by a link that works once. Then one signs in as always, with the second step."""
    deployment().limiter.check(TRIES_OF_LINKS, sender_address(), TOO_MANY)
    _, person = links.opened(token)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            links.choose_password(token, form.password.data)
            notices.tell(person, notices.Notice.PASSWORD_CHANGED)
            flash("Your password is saved. Sign in with it now.")
            return redirect(url_for("accounts.sign_in"))
        except WeakPassword as problem:
            form.password.errors = [problem.message]
    is_other = current_user.is_authenticated and current_user.id != person.id
    return render_template("accounts/link.html", form=form, person=person, token=token, is_other=is_other)
