"""The page at /staff/look, and the logo for every page to show."""

from pathlib import Path

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.foundation.access import Role, held_roles, public, requires
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.requests import takes_files_up_to
from participation.foundation.transactions import commits
from participation.foundation.web import KEEP_FOR_GOOD
from participation.look import queries, services
from participation.look.forms import LookForm
from participation.look.logos import LARGEST_FILE, Logo, WrongLogo, read_logo

blueprint = Blueprint("look", __name__)


@blueprint.route("/staff/look", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
@commits
@takes_files_up_to(LARGEST_FILE)
def edit() -> ResponseReturnValue:
    """Name, welcome, colours and logo; a colour that cannot be read is refused."""
    form, now = LookForm(obj=queries.last_look()), queries.in_force()
    is_sent = form.validate_on_submit()
    if is_sent:
        try:
            services.set_look(
                name=form.name.data,
                partnership=form.partnership.data,
                welcome=form.welcome.data,
                accent=form.accent.data,
                action=form.action.data,
                logo=_sent_logo(),
                keeps_logo=not form.drops_logo.data,
                actor_id=current_user.id,
            )
        except WrongLogo as wrong:
            form.logo.errors = [wrong.message]
        else:
            flash("The look is saved. Every page has it from now on.")
            return redirect(url_for("look.edit"))
    page = render_template("look/edit.html", form=form, now=now, settings=deployment().settings)
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/logo/<logo>")
@public
def logo(logo: str) -> ResponseReturnValue:
    """The logo; its address changes with its content, so that phones may keep it for good."""
    content = queries.logo_content(logo)
    if content is None:
        raise NotFound("There is no such logo.")
    answer = Response(content, mimetype="image/webp")
    answer.headers["Cache-Control"] = KEEP_FOR_GOOD
    return answer


@blueprint.get("/look.css")
@public
def stylesheet() -> ResponseReturnValue:
    """The public stylesheet with the council's colours at its end: one file, so that no page asks for more."""
    look = queries.in_force()
    folder = Path(str(current_app.static_folder))
    rules = (folder / "css" / "public.css").read_text(encoding="utf-8")
    answer = Response(f"{rules}\n{look.style}\n", mimetype="text/css")
    is_named = bool(look.mark) and request.args.get("v", "").startswith(look.mark)
    answer.headers["Cache-Control"] = KEEP_FOR_GOOD if is_named else "no-cache"
    return answer


def menu() -> list[tuple[str, str, bool]]:
    """The entry of the staff menu."""
    if Role.ADMINISTRATOR not in held_roles():
        return []
    return [("Look", url_for("look.edit"), request.endpoint == "look.edit")]


def _sent_logo() -> Logo | None:
    sent = request.files.get("logo")
    return read_logo(sent.read(LARGEST_FILE + 1)) if sent and sent.filename else None
