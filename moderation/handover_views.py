"""Handing over, and what somebody chooses for themselves: notes, who holds what, no hard views."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import claims, handing_over, offering, wellbeing
from moderation.forms import HandoverForm
from moderation.surroundings import carried, surroundings
from moderation.views import blueprint
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits


@blueprint.route("/queue/handover", methods=["GET", "POST"])
@requires(Role.MODERATOR, Role.SAFEGUARDING_LEAD)
@commits
def handover() -> ResponseReturnValue:
    """What the next person finds: waiting, held, passed on; and notes for them."""
    form = HandoverForm()
    if form.validate_on_submit():
        handing_over.leave_note(current_user.id, form.note.data or "")
        flash("Your note stands on top for two weeks.")
        return redirect(url_for("moderation.handover", **carried()))
    return render_template(
        "moderation/handover.html",
        form=form,
        notes=handing_over.notes(),
        held=handing_over.held_now(),
        concerns=handing_over.open_concerns(),
        on_duty=handing_over.on_duty(),
        oldest=handing_over.oldest_waiting(),
        today=wellbeing.today(current_user.id),
        **surroundings(),
    )


@blueprint.post("/queue/hard-ones")
@requires(Role.MODERATOR)
@commits
def choose_hard_ones() -> ResponseReturnValue:
    """Say whether hard views are offered to oneself. No reason is asked."""
    reads = request.form.get("read") == "yes"
    offering.choose(current_user.id, reads)
    if not reads:
        claims.let_go_hard_ones(current_user.id)
    flash(
        "Hard views are offered to you again." if reads else "No hard views are offered to you from now on."
    )
    return redirect(url_for("moderation.handover", **carried()))
