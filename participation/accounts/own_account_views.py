"""One's own account: password, second step, recovery codes, and where one is signed in."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.accounts import one_time_codes as codes
from participation.accounts import second_factor, services, sessions
from participation.accounts.forms import ChangePasswordForm, FirstCodeForm, PasswordForm
from participation.accounts.passwords import WeakPassword
from participation.accounts.views import TOO_MANY, TRIES_OF_CODE, blueprint
from participation.foundation import qr
from participation.foundation.access import staff_only
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.rates import Limit
from participation.foundation.rendering import site
from participation.foundation.transactions import commits

TRIES_OF_PASSWORD = Limit("own-password", 10, 900)
#: What somebody who still owes a second step may use.
BEFORE_ALL_ELSE = {
    "accounts.second_step",
    "accounts.begin_second_step",
    "accounts.confirm_second_step",
    "accounts.second_step_picture",
    "accounts.sign_out",
}


@blueprint.get("/account")
@staff_only
def account() -> ResponseReturnValue:
    """Everything about how one signs in."""
    return _account_page(ChangePasswordForm(formdata=None))


@blueprint.post("/account/password")
@staff_only
@commits
def change_password() -> ResponseReturnValue:
    """Choose another password; every other session ends."""
    form = ChangePasswordForm()
    if form.validate():
        _limit_tries()
        try:
            services.change_password(
                current_user, form.current.data or "", form.password.data or "", sessions.this_one()
            )
            flash("Your new password is saved, and you are signed out everywhere else.")
            return redirect(url_for("accounts.account"))
        except services.WrongPassword as problem:
            form.current.errors = [problem.message]
        except WeakPassword as problem:
            form.password.errors = [problem.message]
    return _account_page(form)


@blueprint.post("/account/sessions/<int:session_id>/end")
@staff_only
@commits
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out in another browser."""
    sessions.end(current_user.id, session_id, current_user.id)
    flash("You are signed out there.")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/sessions/end-others")
@staff_only
@commits
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    sessions.end_others(current_user, sessions.this_one())
    flash("You are signed out everywhere else.")
    return redirect(url_for("accounts.account"))


@blueprint.get("/account/second-step")
@staff_only
def second_step() -> ResponseReturnValue:
    """Set up the second step, or see that it is."""
    return _second_step_page(FirstCodeForm(formdata=None))


@blueprint.post("/account/second-step/begin")
@staff_only
@commits
def begin_second_step() -> ResponseReturnValue:
    """Make a secret for the app to scan. The password is asked again, so that an unlocked desk is not enough."""
    form = PasswordForm()
    if _knows_password(form):
        second_factor.begin(current_user)
        return redirect(url_for("accounts.second_step"))
    return _second_step_page(FirstCodeForm(formdata=None), form)


@blueprint.get("/account/second-step/picture")
@staff_only
def second_step_picture() -> ResponseReturnValue:
    """The square picture that an authenticator app scans, only until its first code was typed."""
    factor = second_factor.factor_of(current_user.id)
    if factor is None or factor.confirmed_at is not None:
        raise NotFound("There is nothing to scan. Begin to set up your second step first.")
    secret = second_factor.secret_of(factor)
    address = codes.setup_address(secret, site().name, current_user.email)
    return Response(qr.qr_code(address), mimetype="image/svg+xml")


@blueprint.post("/account/second-step/confirm")
@staff_only
@commits
def confirm_second_step() -> ResponseReturnValue:
    """Type the app's first code; from then on it counts, and the recovery codes are shown once."""
    form = FirstCodeForm()
    if form.validate():
        deployment().limiter.check(TRIES_OF_CODE, str(current_user.id), TOO_MANY)
        try:
            fresh = second_factor.confirm(current_user, form.code.data or "")
            sessions.this_one().is_strong = True
            return render_template("accounts/recovery_codes.html", codes=fresh)
        except second_factor.WrongCode as problem:
            form.code.errors = [problem.message]
    return _second_step_page(form)


@blueprint.post("/account/second-step/remove")
@staff_only
@commits
def remove_second_step() -> ResponseReturnValue:
    """Take the second step away, such as to move to another phone."""
    form = PasswordForm()
    if not _knows_password(form):
        return _second_step_page(FirstCodeForm(formdata=None), form)
    second_factor.remove(current_user, current_user.id)
    sessions.this_one().is_strong = False
    flash("The second step is gone. Your password alone opens your account now.")
    return redirect(url_for("accounts.second_step"))


@blueprint.post("/account/recovery-codes")
@staff_only
@commits
def make_recovery_codes() -> ResponseReturnValue:
    """Fresh recovery codes; the old ones stop working."""
    form = PasswordForm()
    if not _knows_password(form) or not second_factor.is_needed(current_user):
        return _second_step_page(FirstCodeForm(formdata=None), form)
    return render_template(
        "accounts/recovery_codes.html", codes=second_factor.new_recovery_codes(current_user)
    )


def owes_second_step() -> str | None:
    """Where to go first, for somebody who must have a second step and has not shown one."""
    is_owed = second_factor.is_required_of(current_user) and not sessions.this_one().is_strong
    return url_for("accounts.second_step") if is_owed and request.endpoint not in BEFORE_ALL_ELSE else None


def _knows_password(form: PasswordForm) -> bool:
    if not form.validate():
        return False
    _limit_tries()
    if services.knows_password(current_user, form.current.data or ""):
        return True
    form.current.errors = ["This is not your current password. Check it and try again."]
    return False


def _limit_tries() -> None:
    deployment().limiter.check(TRIES_OF_PASSWORD, str(current_user.id), TOO_MANY)


def _account_page(form: ChangePasswordForm) -> str:
    return render_template(
        "accounts/account.html",
        form=form,
        sessions=sessions.open_sessions(current_user.id),
        this_session=sessions.this_one(),
        has_second_factor=second_factor.is_needed(current_user),
        codes_left=second_factor.recovery_codes_left(current_user.id),
    )


def _second_step_page(form: FirstCodeForm, password: PasswordForm | None = None) -> str:
    factor = second_factor.factor_of(current_user.id)
    is_begun = factor is not None and factor.confirmed_at is None
    return render_template(
        "accounts/second_step.html",
        form=form if is_begun else password or PasswordForm(formdata=None),
        factor=factor,
        is_begun=is_begun,
        typed_secret=codes.in_fours(second_factor.secret_of(factor)) if factor and is_begun else "",
        codes_left=second_factor.recovery_codes_left(current_user.id),
        is_required=second_factor.is_required_of(current_user),
        is_strong=sessions.this_one().is_strong,
    )
