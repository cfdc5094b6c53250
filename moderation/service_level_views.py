"""How long things wait, for everybody who answers for it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from moderation.service_levels import Waits, in_words, service_levels
from moderation.views import blueprint
from participation.foundation.access import Role, requires
from participation.foundation.deployment import deployment
from participation.foundation.staffing import hours_in_words


@blueprint.get("/service-levels", endpoint="service_levels")
@requires(Role.SAFEGUARDING_LEAD, Role.MODERATOR, Role.CAMPAIGN_MANAGER, Role.ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """Medians and the oldest of what waits, is held and was accepted."""
    levels = service_levels()
    rows = [
        _row("Views waiting to be read", levels.waiting),
        _row("Of those urgent or soon", levels.urgent_or_soon),
        _row("Views somebody is reading, since they came", levels.claimed),
        _row("Concerns waiting for a lead", levels.unaccepted),
        _row("Concerns accepted, how long they waited", levels.accepted),
    ]
    hours = hours_in_words(deployment().settings.staffed_spans)
    return render_template("moderation/service_levels.html", levels=levels, rows=rows, staffed_hours=hours)


def _row(label: str, waits: Waits) -> tuple[str, str, str, str]:
    return label, f"{waits.count:,}", in_words(waits.median_minutes), in_words(waits.oldest_minutes)
