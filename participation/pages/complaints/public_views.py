"""Complaining about one's data: anybody, without an account, and without saying who they are."""

import secrets
from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from participation.foundation.access import public
from participation.foundation.codes import canonical_text
from participation.foundation.deployment import deployment
from participation.foundation.rates import Limit
from participation.foundation.transactions import commits
from participation.foundation.web import sender_address
from participation.pages.complaints.services import ComplaintWords, complain, find_by_receipt, what_became_of
from participation.pages.receipts import tidy_receipt

blueprint = Blueprint("complaints", __name__, url_prefix="/data-complaint")

#: Generous: a school is one address.
LIMIT = Limit("data complaints", 60, 3600)
TOO_OFTEN = "Many people here complained in the last hour. Wait an hour, then send it again."
LONGEST = {"happened": 4000, "wanted": 2000, "reach": 200}
#: Two thousand tries from one address, as with receipts of views: guessing leads nowhere.
LOOK_UPS = Limit("complaint look-ups", 2_000, 600)
SLOW_DOWN = "Very many people have looked from where you are. Wait ten minutes, then try again."
RECEIPT = "receipt"
NOTHING_SAID = "Write what happened."
NOTHING_TYPED = "Type your four words and the number."
NOT_FOUND = (
    "We have no complaint with these words. Check each word, and the number at the end."
    " An answer stays here until we delete the complaint."
)
NOBODY = ComplaintWords("", "", "")

Problem = tuple[str, str]


@blueprint.get("")
@public
def write() -> ResponseReturnValue:
    """The form, and what happens with what is written there."""
    return _page(NOBODY, secrets.token_urlsafe(16))


@blueprint.post("")
@public
@commits
def send() -> ResponseReturnValue:
    """Keep what was written, or say what is missing with nothing lost."""
    words = ComplaintWords(**{name: canonical_text(request.form.get(name, "")) for name in LONGEST})
    words = replace(words, reach=" ".join(words.reach.split()))
    problems = complaint_problems(words)
    if problems:
        return _page(words, request.form.get("key", ""), problems)
    deployment().limiter.check(LIMIT, sender_address(), TOO_OFTEN)
    kept = complain(words, request.form.get("key", ""))
    return _private("complaints/sent.html", kept=kept, is_reachable=bool(words.reach))


@blueprint.get("/answer")
@public
def ask() -> ResponseReturnValue:
    """The form for the words of a complaint."""
    return _private("complaints/find.html", typed="", problems=[])


@blueprint.post("/answer")
@public
def look_up() -> ResponseReturnValue:
    """Where a complaint stands, and our answer. Every try counts, and costs one look-up whether right or wrong."""
    deployment().limiter.check(LOOK_UPS, sender_address(), SLOW_DOWN)
    typed = tidy_receipt(request.form.get(RECEIPT, ""))
    complaint = find_by_receipt(typed)
    if complaint is None:
        problem = (RECEIPT, NOT_FOUND if typed else NOTHING_TYPED)
        return _private("complaints/find.html", typed=typed, problems=[problem])
    return _private("complaints/found.html", found=what_became_of(complaint))


def complaint_problems(words: ComplaintWords) -> list[Problem]:
    """What keeps a complaint from being looked into, as (field, how to put it right); empty when nothing."""
    found: list[Problem] = [] if words.happened else [("happened", NOTHING_SAID)]
    return found + [
        (name, f"Use {longest:,} characters or fewer.")
        for name, longest in LONGEST.items()
        if len(getattr(words, name)) > longest
    ]


def _private(template: str, **shown: object) -> Response:
    """A page about one complaint, which nothing may keep."""
    page = make_response(render_template(template, settings=deployment().settings, show_exit=True, **shown))
    page.headers["Cache-Control"] = "no-store"
    return page


def _page(words: ComplaintWords, key: str, problems: list[Problem] | None = None) -> str:
    return render_template(
        "complaints/write.html",
        words=words,
        key=key,
        problems=problems or [],
        wrong=dict(problems or []),
        settings=deployment().settings,
        show_exit=True,
    )
