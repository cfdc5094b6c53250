"""Pointing at a published quote that could be about someone. Nobody has to say who they are."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from analysis.publications import find_published_quote
from analysis.reports.content import Quote
from moderation.flags import flag
from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.rates import Limit
from participation.foundation.transactions import commits
from participation.foundation.web import sender_address

blueprint = Blueprint("flagging", __name__)

#: Generous: a school is one address.
FLAGS = Limit("flags", 300, 3600)
TOO_MANY = "Very many people wrote from where you are. Wait an hour, then send it again."


@blueprint.get("/results/<slug>/could-be-about/<mark>")
@public
def ask(slug: str, mark: str) -> ResponseReturnValue:
    """The quote once more, and what happens when it is flagged."""
    _, quote = _found(slug, mark)
    return render_template("pages/flag_quote.html", slug=slug, quote=quote, is_sent=False)


@blueprint.post("/results/<slug>/could-be-about/<mark>")
@public
@commits
def send(slug: str, mark: str) -> ResponseReturnValue:
    """Have a person look at the quote. Doing it again adds nothing."""
    deployment().limiter.check(FLAGS, sender_address(), TOO_MANY)
    submission_id, quote = _found(slug, mark)
    flag(submission_id)
    return render_template("pages/flag_quote.html", slug=slug, quote=quote, is_sent=True)


def _found(slug: str, mark: str) -> tuple[int, Quote]:
    found = find_published_quote(slug, mark)
    if found is None:
        raise NotFound("These words are not on the results page any more. See all results.")
    return found
