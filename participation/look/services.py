"""Setting the look of the site."""

from participation.foundation import audit
from participation.foundation.database import db
from participation.look import queries
from participation.look.logos import Logo
from participation.look.models import SiteLook


def set_look(
    *,
    name: str = "",
    partnership: str = "",
    welcome: str = "",
    accent: str = "",
    action: str = "",
    logo: Logo | None = None,
    keeps_logo: bool = True,
    actor_id: int | None = None,
) -> SiteLook:
    """Have the site look so from now on.

    Args:
        logo: a new one; without it the one before stays, unless `keeps_logo` says otherwise.
    """
    before = queries.last_look()
    look = SiteLook(
        name=name,
        partnership=partnership,
        welcome=welcome,
        accent=accent,
        action=action,
        set_by_id=actor_id,
    )
    if logo is not None:
        look.logo, look.logo_mark = logo.content, logo.mark
        look.logo_width, look.logo_height = logo.width, logo.height
    elif keeps_logo and before is not None:
        look.logo, look.logo_mark = before.logo, before.logo_mark
        look.logo_width, look.logo_height = before.logo_width, before.logo_height
    db.session.add(look)
    db.session.flush()
    audit.record("set_look", "site_look", look.id, actor_id=actor_id)
    queries.forget()
    return look
