"""Published words that somebody pointed at: hide them everywhere, or say that they are about nobody."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import flags
from moderation.views import blueprint
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits


@blueprint.get("/queue/flagged")
@requires(Role.MODERATOR, Role.ANALYST)
def flagged() -> ResponseReturnValue:
    """What waits for an answer."""
    return render_template("moderation/flagged.html", found=flags.flagged())


@blueprint.post("/queue/<int:submission_id>/hide")
@requires(Role.MODERATOR, Role.ANALYST)
@commits
def hide(submission_id: int) -> ResponseReturnValue:
    """Take the words of an approved view back from everywhere, or keep them, in one action."""
    if request.form.get("act") == "keep":
        flags.keep(submission_id, current_user.id)
        flash(f"The words of view {submission_id} stay.")
    else:
        flags.hide(submission_id, current_user.id)
        flash(
            f"The words of view {submission_id} are hidden everywhere. It still counts. "
            "Documents made from now on carry a dated note; send them to whoever has an earlier copy."
        )
    return redirect(url_for("moderation.flagged"))
