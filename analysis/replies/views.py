"""The register of replies at /staff/replies."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.claim_checking import UnsupportedWords
from analysis.claims import ClaimFacts, unsupported_claims
from analysis.disclosure import AudienceClass
from analysis.models import Reply
from analysis.publications import masked_themes, quotes_of
from analysis.quoting import theme_quotes
from analysis.replies import late_notices, queries, services
from analysis.replies.domain import ReplyStatus, is_overdue
from analysis.replies.forms import BulkForm, LateForm, ReplyForm
from analysis.replies.signatures import Signed, signatures_under
from analysis.reports.draft_wording import draft_you_said
from analysis.snapshots import latest_snapshot
from participation.accounts.queries import all_people, names_of
from participation.campaigns.models import Campaign
from participation.campaigns.queries import all_campaigns, campaign_by_slug
from participation.foundation import clock
from participation.foundation.access import Role, requires
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.foundation.reading_age import reading_age
from participation.foundation.requests import row_numbers
from participation.foundation.transactions import commits
from participation.plan import queries as plan_queries

blueprint = Blueprint("replies", __name__, url_prefix="/staff/replies")

DRAFT_QUOTES = 2


@blueprint.get("")
@requires(Role.ANALYST)
def index() -> ResponseReturnValue:
    """Every reply of every campaign, overdue ones first."""
    today = clock.today()
    rows = [
        (
            campaign,
            queries.theme_names(campaign.id),
            sorted(replies, key=lambda reply: not _is_late(reply, today)),
        )
        for campaign in all_campaigns()
        if (replies := queries.replies_of(campaign.id))
    ]
    return render_template(
        "replies/index.html",
        rows=rows,
        is_late=lambda reply: _is_late(reply, today),
        waiting=late_notices.waiting_for_answers(),
    )


@blueprint.get("/<slug>")
@requires(Role.ANALYST)
def campaign(slug: str) -> ResponseReturnValue:
    """The replies of one campaign, theme by theme, with those that still lack one."""
    chosen = campaign_by_slug(slug)
    return _campaign_page(chosen, _bulk_form())


@blueprint.post("/<slug>/together")
@requires(Role.ANALYST)
@commits
def change_together(slug: str) -> ResponseReturnValue:
    """Give several replies the same date, owner or reader: all of them, or none."""
    chosen = campaign_by_slug(slug)
    form = _bulk_form()
    ticked = row_numbers(request.form.getlist("reply"))
    replies = [reply for reply in queries.replies_of(chosen.id) if reply.id in ticked]
    if not form.validate_on_submit() or not replies or not form.values():
        return _campaign_page(
            chosen, form, ["Tick at least one reply and fill in at least one field."], ticked
        )
    problems = services.change_together(replies, form.values(), current_user.id)
    if problems:
        names = queries.theme_names(chosen.id)
        said = [f"{names.get(reply.theme_key, reply.theme_key)}: {problem}" for reply, problem in problems]
        return _campaign_page(chosen, form, said, ticked)
    flash(f"{len(replies)} {'reply is' if len(replies) == 1 else 'replies are'} changed.")
    return redirect(url_for("replies.campaign", slug=slug))


@blueprint.route("/<slug>/late", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def late(slug: str) -> ResponseReturnValue:
    """Say in public why the answer to a campaign is late, and when it comes."""
    chosen = campaign_by_slug(slug)
    form = LateForm()
    if form.validate_on_submit():
        try:
            late_notices.write_notice(chosen, form.reason.data, form.expected_on.data, current_user.id)
        except late_notices.NotLate as problem:
            form.expected_on.errors = [problem.message]
        else:
            flash("Everybody can read now why the answer is late.")
            return redirect(url_for("replies.campaign", slug=slug))
    return render_template(
        "replies/late.html", form=form, campaign=chosen, answering=late_notices.answering_of(chosen)
    )


@blueprint.route("/<slug>/themes/<theme_key>/new", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def new(slug: str, theme_key: str) -> ResponseReturnValue:
    """Write a reply to a theme. The first words are a draft from masked counts and quotes."""
    chosen = campaign_by_slug(slug)
    names = queries.theme_names(chosen.id)
    if theme_key not in names:
        raise NotFound("There is no such theme in this campaign's theme list.")
    form = _form(chosen, theme_key)
    if not form.is_submitted():
        form.you_said.data = _draft(chosen, theme_key, names[theme_key])
    if form.validate_on_submit() and _saved(form, None, chosen, theme_key):
        return redirect(url_for("replies.campaign", slug=slug))
    return render_template(
        "replies/edit.html",
        form=form,
        campaign=chosen,
        theme_name=names[theme_key],
        reply=None,
        advice=_advice(form, chosen, theme_key),
        history=[],
        signed=[],
    )


@blueprint.route("/<slug>/<int:reply_id>", methods=["GET", "POST"])
@requires(Role.ANALYST)
@commits
def edit(slug: str, reply_id: int) -> ResponseReturnValue:
    """Change a reply; its history stays."""
    chosen = campaign_by_slug(slug)
    reply = _reply(chosen, reply_id)
    form = _form(chosen, reply.theme_key, reply)
    if form.validate_on_submit() and _saved(form, reply, chosen, reply.theme_key):
        return redirect(url_for("replies.campaign", slug=slug))
    return render_template(
        "replies/edit.html",
        form=form,
        campaign=chosen,
        reply=reply,
        theme_name=queries.theme_names(chosen.id).get(reply.theme_key, reply.theme_key),
        advice=_advice(form, chosen, reply.theme_key),
        history=queries.history_of(reply.id),
        signed=_signed(reply),
    )


@blueprint.post("/<slug>/<int:reply_id>/published")
@requires(Role.ANALYST)
@commits
def set_published(slug: str, reply_id: int) -> ResponseReturnValue:
    """Show one reply in public, or take it back."""
    reply = _reply(campaign_by_slug(slug), reply_id)
    services.set_published(reply, not reply.is_published, current_user.id)
    flash("The reply is public now." if reply.is_published else "The reply is no longer public.")
    return redirect(url_for("replies.campaign", slug=slug))


def _campaign_page(
    chosen: Campaign, bulk: BulkForm, problems: Sequence[str] = (), ticked: Sequence[int] = ()
) -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "replies/campaign.html",
        campaign=chosen,
        names=queries.theme_names(chosen.id),
        replies=queries.replies_of(chosen.id),
        is_late=lambda reply: _is_late(reply, today),
        answering=late_notices.answering_of(chosen),
        bulk=bulk,
        problems=[("together", problem) for problem in problems],
        ticked=ticked,
    )


def _bulk_form() -> BulkForm:
    form = BulkForm()
    form.offer(all_people())
    return form


def _form(chosen: Campaign, theme_key: str, reply: Reply | None = None) -> ReplyForm:
    form = ReplyForm(obj=reply)
    snapshot = latest_snapshot(chosen.id)
    quotes = theme_quotes(snapshot.content, theme_key) if snapshot else []
    priorities, outcomes = list(plan_queries.priorities()), list(plan_queries.outcomes())
    if reply is not None:  # a reply written under an older plan is shown where it stands today
        priority = plan_queries.priorities_today([reply.priority_id or 0]).get(reply.priority_id or 0)
        outcome = plan_queries.outcomes_today([reply.outcome_id or 0]).get(reply.outcome_id or 0)
        priorities += [priority] if priority and priority not in priorities else []
        outcomes += [outcome] if outcome and outcome not in outcomes else []
        if not form.is_submitted():
            form.priority_id.data = str(priority.id) if priority else ""
            form.outcome_id.data = str(outcome.id) if outcome else ""
    form.offer(priorities, outcomes, all_people(), quotes)
    return form


def _signed(reply: Reply) -> list[tuple[str, Signed]]:
    """Every signature under a reply with the name of who signed."""
    found = signatures_under(reply)
    names = names_of({each.person_id for each in found})
    return [(names.get(each.person_id, ""), each) for each in found]


def _saved(form: ReplyForm, reply: Reply | None, chosen: Campaign, theme_key: str) -> bool:
    try:
        services.save_reply(reply, chosen.id, theme_key, form.values(), current_user.id)
    except services.IncompleteReply as incomplete:
        form.show(incomplete.problems)
        return False
    except UnsupportedWords as unsupported:
        db.session.rollback()
        form.you_said.errors = [*form.you_said.errors, unsupported.message]
        return False
    written = reading_age("\n\n".join(filter(None, (form.you_said.data, form.our_reply.data))))
    flash(f"The reply is saved. It reads like age {int(written.age)}." if written else "The reply is saved.")
    return True


def _draft(chosen: Campaign, theme_key: str, name: str) -> str:
    snapshot = latest_snapshot(chosen.id)
    if snapshot is None or theme_key not in snapshot.content["themes"]:
        return ""
    table = masked_themes(snapshot.content, AudienceClass.PUBLIC)
    quotes = [quote.text for quote in quotes_of(snapshot.content, theme_key, DRAFT_QUOTES)]
    return draft_you_said(name, table.cells[theme_key], table.base, quotes)


def _advice(form: ReplyForm, chosen: Campaign, theme_key: str) -> list[str]:
    """What an editor would say about the wording: claims the figures do not bear out, and hard reading."""
    advice = []
    snapshot = latest_snapshot(chosen.id)
    if snapshot is not None and theme_key in snapshot.content["themes"] and form.you_said.data:
        table = masked_themes(snapshot.content, AudienceClass.PUBLIC)
        facts = ClaimFacts(table.base, (table.cells[theme_key],))
        advice += [claim.message for claim in unsupported_claims(form.you_said.data, facts)]
    for field in (form.you_said, form.our_reply):
        found = reading_age(field.data or "")
        if found is not None and found.age > 12:
            advice.append(f"“{field.label.text}” reads like age {found.age:.0f}. Shorter sentences help.")
    return advice


def _reply(chosen: Campaign, reply_id: int) -> Reply:
    reply = db.session.get(Reply, reply_id)
    if reply is None or reply.campaign_id != chosen.id:
        raise NotFound("There is no such reply in this campaign.")
    return reply


def _is_late(reply: Reply, today: date) -> bool:
    return is_overdue(ReplyStatus(reply.status), reply.due_on, reply.next_update_on, today)
