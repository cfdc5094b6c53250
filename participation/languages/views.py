"""The languages of the pages: what is prepared, read side by side, and offered once a person has read it."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.foundation.access import Role, held_roles, requires
from participation.foundation.errors import NotFound
from participation.foundation.languages import LANGUAGES, OTHERS, Language
from participation.foundation.transactions import commits
from participation.languages import queries, services
from participation.languages.forms import ReviewForm
from participation.languages.words_to_review import passages

blueprint = Blueprint("languages", __name__, url_prefix="/staff/languages")
EDITORS = (Role.CAMPAIGN_MANAGER, Role.ADMINISTRATOR)


@blueprint.get("")
@requires(*EDITORS)
def index() -> ResponseReturnValue:
    """Every language, how much of it is written, and whether it is offered."""
    last, offered = queries.last_reviews(), queries.reviewed()
    rows = [(each, passages(each.code), last.get(each.code), each.code in offered) for each in OTHERS]
    return render_template("languages/index.html", rows=rows)


@blueprint.route("/<language>", methods=["GET", "POST"])
@requires(*EDITORS)
@commits
def read(language: str) -> ResponseReturnValue:
    """Everything that must be right in a language, side by side; and the place to say that a person has read it."""
    chosen = _language(language)
    form = ReviewForm()
    if form.validate_on_submit():
        services.review(chosen.code, form.reviewed_as.data.strip(), current_user.id)
        flash(
            f"{chosen.english_name} is offered now. A campaign shows it once its own words are reviewed too."
        )
        return redirect(url_for("languages.index"))
    found = sorted(passages(chosen.code), key=lambda each: each.ground)
    last = queries.last_reviews().get(chosen.code)
    return render_template(
        "languages/read.html",
        language=chosen,
        form=form,
        grounds=[(ground, list(each)) for ground, each in groupby(found, key=lambda each: each.ground)],
        missing=sum(not each.translated for each in found),
        last=last,
        is_offered=queries.is_in_force(last),
        trail=[("Languages", url_for("languages.index"))],
    )


@blueprint.post("/<language>/off")
@requires(*EDITORS)
@commits
def switch_off(language: str) -> ResponseReturnValue:
    """Offer a language no longer."""
    chosen = _language(language)
    services.switch_off(chosen.code, current_user.id)
    flash(f"{chosen.english_name} is no longer offered.")
    return redirect(url_for("languages.index"))


def menu() -> list[tuple[str, str, bool]]:
    """The entry of the staff menu."""
    if not held_roles() & set(EDITORS):
        return []
    return [("Languages", url_for("languages.index"), request.path.startswith("/staff/languages"))]


def _language(code: str) -> Language:
    if code not in {each.code for each in OTHERS}:
        raise NotFound("There is no such language here.")
    return LANGUAGES[code]
