"""What the site owes people: help, the way out, privacy, cookies, access and contact."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.preferences import KEEP_DAYS, PREFERENCE_COOKIE
from participation.settings import Settings

blueprint = Blueprint("about", __name__)

HOUR = 3600
#: What the scripts call what they keep on a phone, and for how long; a test compares these with the scripts.
PHONE_NAMES = {"views": "kept-on-this-phone", "copies": "site-…"}
DRAFT_DAYS = 7
#: What the browser is asked to forget on the way out. It keeps its history whatever we ask.
FORGET = '"cookies", "storage"'


@blueprint.get("/help-now")
@public
def help_now() -> ResponseReturnValue:
    """Who to turn to, at once."""
    return render_template("pages/help_now.html", show_exit=True)


@blueprint.get("/exit")
@public
def leave() -> ResponseReturnValue:
    """Say what leaving does and does not do; with `leave=yes`, leave for a plain page and forget."""
    address = deployment().settings.exit_url
    if request.args.get("leave") != "yes":
        host = urlsplit(address).hostname or address
        return render_template("pages/exit.html", exit_host=host.removeprefix("www."))
    answer = make_response(redirect(address, 303))
    answer.delete_cookie(PREFERENCE_COOKIE)
    answer.headers["Clear-Site-Data"] = FORGET
    return answer


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept and what is not, short first."""
    return render_template("pages/privacy.html", settings=_settings())


@blueprint.get("/cookies")
@public
def cookies() -> ResponseReturnValue:
    """The cookies there are and what else stays on a phone, named as they are really set."""
    return render_template(
        "pages/cookies.html",
        phone_names=PHONE_NAMES,
        draft_days=DRAFT_DAYS,
        preference_cookie=PREFERENCE_COOKIE,
        preference_days=KEEP_DAYS,
        staff_cookie=current_app.config["SESSION_COOKIE_NAME"],
        staff_hours=current_app.permanent_session_lifetime.total_seconds() // HOUR,
    )


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement, from what this deployment knows."""
    return render_template("pages/accessibility.html", settings=_settings())


@blueprint.get("/contact")
@public
def contact() -> ResponseReturnValue:
    """Who to write to about what."""
    return render_template("pages/contact.html", settings=_settings())


def _settings() -> Settings:
    return deployment().settings
