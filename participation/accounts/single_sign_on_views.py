"""Coming in with an organisation's account: off to its sign-in, back again, and in.

Coming back is a GET, and asking for a page never writes here; so whoever comes back presses one button more.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.accounts import sessions, single_sign_on
from participation.accounts.views import TOO_MANY, TRIES_FROM_ADDRESS, blueprint, safe_next
from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits
from participation.foundation.web import sender_address


@blueprint.get("/sign-in/organisation")
@public
def send_off() -> ResponseReturnValue:
    """Off to the organisation's sign-in. A link and no form: the content security policy keeps forms on this site."""
    _require()
    deployment().limiter.check(TRIES_FROM_ADDRESS, sender_address(), TOO_MANY)
    return single_sign_on.send_off(safe_next(request.args.get("next")) or url_for("accounts.start"))


@blueprint.get("/sign-in/organisation/back")
@public
def come_back() -> ResponseReturnValue:
    """Back from there: say who came, before anything is opened."""
    _require()
    person = single_sign_on.person_for(single_sign_on.come_back())
    return render_template("accounts/came_back.html", person=person)


@blueprint.post("/sign-in/organisation/enter")
@public
@commits
def enter() -> ResponseReturnValue:
    """In. The organisation's sign-in counts as a second step."""
    _require()
    identity, wanted = single_sign_on.who_came(), single_sign_on.going_to()
    person = single_sign_on.person_for(identity)
    single_sign_on.refuse_when_used(person)
    single_sign_on.bind(person, identity)
    sessions.begin(person, is_strong=True)
    return redirect(safe_next(wanted) or url_for("accounts.start"))


def _require() -> None:
    if not single_sign_on.is_offered():
        raise NotFound("This site has no sign-in of an organisation. Sign in with your password.")
