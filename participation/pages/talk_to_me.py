"""Ask someone to talk to me: a way to be found by a person, offered only while one is there to read it."""

import re
import secrets
from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from moderation.contact_requests import ContactWords, ask
from participation.foundation import clock
from participation.foundation.access import public
from participation.foundation.codes import canonical_text
from participation.foundation.deployment import deployment
from participation.foundation.rates import Limit
from participation.foundation.staffing import hours_in_words, is_staffed
from participation.foundation.transactions import commits
from participation.foundation.web import sender_address

blueprint = Blueprint("talk_to_me", __name__)

#: Generous: a school is one address.
LIMIT = Limit("talk to me", 60, 3600)
TOO_OFTEN = "Many people here asked in the last hour. “Get help now” lists who answers at once."
#: Somebody who began to write while a person was there is still heard this long after.
GRACE = timedelta(minutes=15)
LONGEST = {"name": 80, "reach": 120, "safe_when": 300}
LEAST_DIGITS = 7
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")

Problem = tuple[str, str]


@blueprint.get("/talk-to-me")
@public
def write() -> ResponseReturnValue:
    """The form while somebody is there, else when somebody is and who can be called now."""
    return _page(ContactWords("", "", ""), secrets.token_urlsafe(16))


@blueprint.post("/talk-to-me")
@public
@commits
def send() -> ResponseReturnValue:
    """Keep what was written, or say what is missing with nothing lost."""
    words = ContactWords(**{name: canonical_text(request.form.get(name, "")) for name in LONGEST})
    problems = contact_problems(words)
    if problems or not _is_somebody_there(GRACE):
        return _page(words, request.form.get("key", ""), problems, GRACE)
    deployment().limiter.check(LIMIT, sender_address(), TOO_OFTEN)
    ask(words, request.form.get("key", ""))
    return render_template(
        "pages/talk_to_me_sent.html",
        hours=_hours(),
        keep_days=deployment().settings.talk_keep_days,
        show_exit=True,
    )


def contact_problems(words: ContactWords) -> list[Problem]:
    """What keeps a request from being of any use, as (field, how to put it right); empty when nothing."""
    found: list[Problem] = []
    if sum(letter.isdigit() for letter in words.reach) < LEAST_DIGITS and not _EMAIL.search(words.reach):
        found.append(("reach", "Write a phone number or an e-mail address, so that we can reach you."))
    found += [
        (name, f"Use {longest} characters or fewer.")
        for name, longest in LONGEST.items()
        if len(getattr(words, name)) > longest
    ]
    return found


def _page(
    words: ContactWords, key: str, problems: list[Problem] | None = None, grace: timedelta = timedelta()
) -> str:
    return render_template(
        "pages/talk_to_me.html",
        words=words,
        key=key,
        problems=problems or [],
        wrong=dict(problems or []),
        is_staffed=_is_somebody_there(grace),
        hours=_hours(),
        show_exit=True,
    )


def _hours() -> str:
    return hours_in_words(deployment().settings.talk_spans)


def _is_somebody_there(grace: timedelta = timedelta()) -> bool:
    settings, now = deployment().settings, clock.now()
    moments = (now, now - grace)
    return any(is_staffed(each, settings.talk_spans, settings.talk_closed_days) for each in moments)
