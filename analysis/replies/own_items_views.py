"""My items: what owners, decision makers and leads of partner organisations see. Their own replies, nothing else."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.models import Reply
from analysis.replies import queries, services
from analysis.replies.domain import ReplyStatus, is_overdue
from analysis.replies.forms import ReplyForm
from analysis.replies.signatures import SIGNING_ROLES, items_of, roles_in, sign, signatures_under
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role, requires
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits

blueprint = Blueprint("my_items", __name__, url_prefix="/staff/my-items")

OWN_ROLES = (
    Role.PARTNER_OWNER,
    Role.DECISION_MAKER,
    Role.EQUALITY_LEAD,
    Role.DATA_PROTECTION_OFFICER,
)
#: What the button of each signing role says.
SAYINGS = {
    Role.DECISION_MAKER: "I have read this",
    Role.EQUALITY_LEAD: "Sign for equality",
    Role.DATA_PROTECTION_OFFICER: "Sign for data protection",
}


@blueprint.get("")
@requires(*OWN_ROLES)
def index() -> ResponseReturnValue:
    """The replies that wait for whoever is signed in, soonest date first."""
    today = clock.today()
    rows = []
    for reply in items_of(current_user.id, current_user.role_set):
        campaign = db.session.get_one(Campaign, reply.campaign_id)
        title = queries.theme_names(campaign.id).get(reply.theme_key, reply.theme_key)
        is_late = is_overdue(ReplyStatus(reply.status), reply.due_on, reply.next_update_on, today)
        rows.append((reply, title, campaign.title, is_late, _to_do(reply)))
    return render_template("replies/my_items.html", rows=rows)


@blueprint.route("/<int:reply_id>", methods=["GET", "POST"])
@requires(*OWN_ROLES)
@commits
def item(reply_id: int) -> ResponseReturnValue:
    """One of them: what young people said, what we say, and for its owner a form to bring it up to date."""
    reply = _own(reply_id)
    roles = roles_in(reply, current_user.id, current_user.role_set)
    form = _form(reply) if Role.PARTNER_OWNER in roles else None
    if form is not None and form.validate_on_submit() and _saved(form, reply):
        flash("Your update is saved" + (" and public now." if reply.is_published else "."))
        return redirect(url_for("my_items.item", reply_id=reply.id))
    campaign = db.session.get_one(Campaign, reply.campaign_id)
    return render_template(
        "replies/my_item.html",
        reply=reply,
        campaign=campaign,
        theme_name=queries.theme_names(campaign.id).get(reply.theme_key, reply.theme_key),
        quotes=queries.quotes_under(reply.id),
        history=queries.public_history(reply.id),
        form=form,
        to_sign=[(role, SAYINGS[role]) for role in _unsigned(reply, roles)],
        signed=[each for each in signatures_under(reply) if each.person_id == current_user.id],
    )


@blueprint.post("/<int:reply_id>/signed/<role>")
@requires(*SIGNING_ROLES)
@commits
def put_name(reply_id: int, role: str) -> ResponseReturnValue:
    """Confirm "I have read this", or sign as a lead."""
    reply = _own(reply_id)
    if role not in SAYINGS:
        raise NotFound("There is nothing to sign at this address. Go back to My items.")
    sign(reply, current_user.id, Role(role), current_user.role_set)
    flash("Your name is under it, with today’s date.")
    return redirect(url_for("my_items.item", reply_id=reply.id))


def _own(reply_id: int) -> Reply:
    reply = db.session.get(Reply, reply_id)
    if reply is None or not roles_in(reply, current_user.id, current_user.role_set):
        raise NotFound("This is not one of your items. Your own are under My items.")
    return reply


def _form(reply: Reply) -> ReplyForm:
    form = ReplyForm(obj=reply)
    form.keep_only(services.OWNERS_FIELDS)
    return form


def _saved(form: ReplyForm, reply: Reply) -> bool:
    try:
        services.save_reply(reply, reply.campaign_id, reply.theme_key, form.values(), current_user.id)
    except services.IncompleteReply as incomplete:
        form.show(incomplete.problems)
        return False
    return True


def _unsigned(reply: Reply, roles: list[Role]) -> list[Role]:
    signed = {each.role for each in signatures_under(reply) if each.is_current}
    return [role for role in roles if role in SIGNING_ROLES and role not in signed]


def _to_do(reply: Reply) -> str:
    roles = roles_in(reply, current_user.id, current_user.role_set)
    waiting = [SAYINGS[role] for role in _unsigned(reply, roles)]
    return ", ".join(["Keep it up to date"] * (Role.PARTNER_OWNER in roles) + waiting)
