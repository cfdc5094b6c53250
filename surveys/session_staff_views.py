"""Group sessions for staff: make one, open it or send its host a link, close it, print the pack."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, held_roles, requires
from participation.foundation.deployment import deployment
from participation.foundation.transactions import commits
from surveys import sessions
from surveys.models import GroupSession
from surveys.session_forms import NewSessionForm, OpeningForm
from surveys.setting_fields import SettingForm, which_setting

blueprint = Blueprint("staff_sessions", __name__, url_prefix="/staff/campaigns/<slug>")


@blueprint.get("/sessions")
@requires(Role.CAMPAIGN_MANAGER, Role.MODERATOR)
def index(slug: str) -> ResponseReturnValue:
    """Every session of a campaign."""
    campaign = campaign_by_slug(slug)
    return render_template(
        "surveys/session_list.html",
        campaign=campaign,
        sessions=sessions.shown_sessions(campaign),
        minimum=_minimum(),
        trail=_trail(campaign)[:-1],
    )


@blueprint.route("/sessions/new", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER, Role.MODERATOR)
@commits
def new(slug: str) -> ResponseReturnValue:
    """Make a session."""
    campaign = campaign_by_slug(slug)
    form = NewSessionForm()
    if form.validate_on_submit():
        setting = which_setting(form)
        return _to(campaign, sessions.make_session(campaign, form.label.data, current_user.id, setting))
    return render_template("surveys/session_new.html", campaign=campaign, form=form, trail=_trail(campaign))


@blueprint.get("/sessions/<int:session_id>")
@requires(Role.CAMPAIGN_MANAGER, Role.MODERATOR)
def session(slug: str, session_id: int) -> ResponseReturnValue:
    """One session: its code to show, its host's link, about how many views came."""
    campaign = campaign_by_slug(slug)
    found = sessions.session_by_id(campaign, session_id)
    return _page(campaign, found, OpeningForm(label=found.label), _setting_of(found))


@blueprint.post("/sessions/<int:session_id>/open")
@requires(Role.CAMPAIGN_MANAGER, Role.MODERATOR)
@commits
def open_now(slug: str, session_id: int) -> ResponseReturnValue:
    """Let the group begin."""
    campaign = campaign_by_slug(slug)
    found = sessions.session_by_id(campaign, session_id)
    form = OpeningForm()
    if not form.validate_on_submit():
        return _page(campaign, found, form, _setting_of(found))
    sessions.open_session(found, form.label.data, int(form.hours.data), current_user.id)
    return _to(campaign, found)


@blueprint.post("/sessions/<int:session_id>/setting")
@requires(Role.CAMPAIGN_MANAGER, Role.MODERATOR)
@commits
def say_setting(slug: str, session_id: int) -> ResponseReturnValue:
    """Say which setting the session is for."""
    campaign = campaign_by_slug(slug)
    found = sessions.session_by_id(campaign, session_id)
    form = SettingForm()
    if not form.validate_on_submit():
        return _page(campaign, found, OpeningForm(formdata=None, label=found.label), form), 422
    sessions.say_setting(found, which_setting(form), current_user.id)
    flash("The setting is saved.")
    return _to(campaign, found)


@blueprint.post("/sessions/<int:session_id>/close")
@requires(Role.CAMPAIGN_MANAGER, Role.MODERATOR)
@commits
def close(slug: str, session_id: int) -> ResponseReturnValue:
    """End the session."""
    campaign = campaign_by_slug(slug)
    found = sessions.session_by_id(campaign, session_id)
    sessions.close_session(found, current_user.id)
    flash("The session is closed. Nobody can send a view in it any more.")
    return _to(campaign, found)


@blueprint.post("/sessions/<int:session_id>/host-link")
@requires(Role.CAMPAIGN_MANAGER, Role.MODERATOR)
@commits
def replace_link(slug: str, session_id: int) -> ResponseReturnValue:
    """Give the host a new link, because the old one reached somebody else."""
    campaign = campaign_by_slug(slug)
    found = sessions.session_by_id(campaign, session_id)
    sessions.replace_host_link(found, current_user.id)
    flash("The old link leads nowhere now. Send the new one to the host alone.")
    return _to(campaign, found)


@blueprint.get("/session-pack")
@requires(Role.CAMPAIGN_MANAGER, Role.MODERATOR)
def pack(slug: str) -> ResponseReturnValue:
    """What to print for any session of a campaign."""
    return render_template(
        "surveys/session_pack.html",
        campaign=campaign_by_slug(slug),
        shown=None,
        settings=deployment().settings,
    )


def _page(campaign: Campaign, found: GroupSession, form: OpeningForm, setting_form: SettingForm) -> str:
    site, token = deployment().settings.site_url, sessions.host_token(found)
    return render_template(
        "surveys/session_one.html",
        campaign=campaign,
        shown=sessions.shown_session(found),
        form=form,
        setting_form=setting_form,
        problems=[(each.id, problem) for each in setting_form for problem in each.errors],
        host_link=site + url_for("group_sessions.host", code=found.code, token=token),
        pack_link=site + url_for("group_sessions.pack", code=found.code, token=token),
        minimum=_minimum(),
        trail=_trail(campaign),
    )


def _setting_of(found: GroupSession) -> SettingForm:
    """The form as it stands, whatever another form on the page sent."""
    return SettingForm(formdata=None, setting_kind=found.setting_kind, setting_name=found.setting_name)


def _minimum() -> int:
    return deployment().settings.public_minimum_cell


def _to(campaign: Campaign, found: GroupSession) -> ResponseReturnValue:
    return redirect(url_for("staff_sessions.session", slug=campaign.slug, session_id=found.id))


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    """The way here; a moderator's begins at the sessions, because the campaign itself is not for them."""
    own = [("Group sessions", url_for("staff_sessions.index", slug=campaign.slug))]
    if Role.CAMPAIGN_MANAGER not in held_roles():
        return own
    return [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        *own,
    ]
