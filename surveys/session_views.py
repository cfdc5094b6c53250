"""Group sessions in public: joining with a code, and the host's own page behind a private link."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.campaigns.sharing import qr_response
from participation.foundation import mail
from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.rates import Limit
from participation.foundation.transactions import commits
from participation.foundation.web import sender_address
from surveys import sessions
from surveys.asking import asked_survey
from surveys.forms import SentForm
from surveys.keys import make_key
from surveys.models import GroupSession
from surveys.result_notices.services import ask_to_be_told
from surveys.session_forms import HostAddressForm, OpeningForm
from surveys.session_rules import is_code, plain_code
from surveys.views import render_form

blueprint = Blueprint("group_sessions", __name__, url_prefix="/g")

#: Counts wrong codes alone: a whole year group behind one address may mistype, and right codes always work.
WRONG_CODES = Limit("wrong_group_codes", 100, 600)
SLOW_DOWN = "Too many codes that do not exist came from here. Wait ten minutes, or ask for a QR code to scan."
NO_CODE = "Type the code that you were shown."
UNKNOWN = "We do not know this code. Check each letter and number with the person who runs your session."


@blueprint.get("")
@public
def ask() -> ResponseReturnValue:
    """Where the code of a session is typed."""
    typed = request.args.get("code")
    if typed is None:
        return render_template("surveys/session_code.html", typed="", problems=[])
    if sessions.find_session(typed) is None:
        return _wrong_code(typed)
    return redirect(url_for("group_sessions.join", code=plain_code(typed)))


@blueprint.get("/<code>")
@public
def join(code: str) -> ResponseReturnValue:
    """The survey for one of a group: what may be passed on first, then the questions."""
    session = sessions.find_session(code)
    if session is None:
        return _wrong_code(code)
    shown = sessions.shown_session(session)
    survey, _ = asked_survey(sessions.campaign_of(session).slug)
    if not (shown.is_open and survey.is_open):
        return render_template("surveys/session_closed.html", shown=shown, survey=survey), 410
    return render_form(survey, SentForm.nothing(make_key()), group=sessions.in_group(session))


@blueprint.get("/qr.svg", defaults={"code": ""})
@blueprint.get("/<code>/qr.svg")
@public
def picture(code: str) -> ResponseReturnValue:
    """The QR code that leads to a session, or to where its code is typed. Made from the code alone."""
    plain = plain_code(code)
    if code and not is_code(plain):
        raise NotFound("There is no such code.")
    site = deployment().settings.site_url
    return qr_response(f"{site}/g/{plain}" if plain else f"{site}/g")


@blueprint.get("/<code>/host/<token>")
@public
def host(code: str, token: str) -> ResponseReturnValue:
    """The host's page: open the session, see about how many views came, close it. No words, ever."""
    session = sessions.hosted_session(code, token)
    return _host_page(session, token, _opening_form(session))


@blueprint.post("/<code>/host/<token>/open")
@public
@commits
def open_as_host(code: str, token: str) -> ResponseReturnValue:
    """Let the group begin."""
    session = sessions.hosted_session(code, token)
    form = _opening_form(session)
    if not form.validate_on_submit():
        return _host_page(session, token, form)
    sessions.open_session(session, form.label.data, int(form.hours.data), None)
    return redirect(url_for("group_sessions.host", code=session.code, token=token))


@blueprint.post("/<code>/host/<token>/close")
@public
@commits
def close_as_host(code: str, token: str) -> ResponseReturnValue:
    """End the session."""
    session = sessions.hosted_session(code, token)
    sessions.close_session(session, None)
    return redirect(url_for("group_sessions.host", code=session.code, token=token))


@blueprint.post("/<code>/host/<token>/tell-me")
@public
@commits
def tell_me(code: str, token: str) -> ResponseReturnValue:
    """Keep where to write to the host when results are out."""
    session = sessions.hosted_session(code, token)
    form = HostAddressForm(meta={"csrf": False})
    if not form.validate_on_submit():
        return _host_page(session, token, _opening_form(session), form)
    ask_to_be_told(sessions.campaign_of(session), form.address.data)
    return redirect(url_for("group_sessions.host", code=session.code, token=token, noted="yes"))


@blueprint.get("/<code>/host/<token>/pack")
@public
def pack(code: str, token: str) -> ResponseReturnValue:
    """What to print for this session."""
    session = sessions.hosted_session(code, token)
    return render_template(
        "surveys/session_pack.html",
        campaign=sessions.campaign_of(session),
        shown=sessions.shown_session(session),
        settings=deployment().settings,
    )


def _wrong_code(typed: str) -> Response:
    deployment().limiter.check(WRONG_CODES, sender_address(), SLOW_DOWN)
    message = UNKNOWN if plain_code(typed) else NO_CODE
    page = render_template("surveys/session_code.html", typed=typed[:40], problems=[("code", message)])
    return Response(page, 404, mimetype="text/html")


def _opening_form(session: GroupSession) -> OpeningForm:
    return OpeningForm(label=session.label, meta={"csrf": False})


def _host_page(
    session: GroupSession, token: str, form: OpeningForm, address_form: HostAddressForm | None = None
) -> str:
    campaign = sessions.campaign_of(session)
    return render_template(
        "surveys/session_host.html",
        campaign=campaign,
        shown=sessions.shown_session(session),
        token=token,
        form=form,
        address_form=address_form or HostAddressForm(formdata=None, meta={"csrf": False}),
        can_tell=mail.can_send(),
        is_noted=request.args.get("noted") == "yes",
        minimum=deployment().settings.public_minimum_cell,
        accent=campaign.accent,
    )
