"""Whatever is typed into any form, or asked for under any address, gets a clear answer and is never carried
out.

The take-part form has tests of its own beside the surveys; here every form there is, found by walking the site,
is sent with the same kinds of mischief.
"""

from collections.abc import Callable
from itertools import cycle

import pytest
from flask import Flask, url_for
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter
from werkzeug.test import TestResponse

from participation.foundation.access import Role
from participation.foundation.database import db
from tests.architecture.addresses import rules
from tests.auditing_client import AuditingClient
from tests.form_walk import FoundForm, Walk, local, send, soup_of
from tests.integration.by_http import RECEIPT
from tests.integration.demonstration.conftest import load_a_little  # noqa: F401 - a fixture

Staff = Callable[..., AuditingClient]

SCRIPT = "</title></textarea>\"'><script>alert('x')</script><img src=x onerror=alert(1)>"
MISCHIEF = {
    "script": SCRIPT,
    "script address": "javascript:alert(1)",
    "another site": "//evil.example/",
    "nul": "bus\x00stop\x1b[31m",
    "emoji": "\U0001f68c" * 10_000,
    "a hundred thousand characters": "So many words. " * 6_667,
    "header": "x\r\nSet-Cookie: mine=1\r\n\r\n<h1>mine",
    "formula": "=cmd|' /C calc'!A0",
    "template": "{{ 7 * 7 }}${7*7}%(key)s{0.__class__}",
    "sql": "'; DROP TABLE submission; --",
    "number": "9" * 30,
    "no number": "\u00b2",  # a digit to some, a number to none
}
#: What a database itself may stumble over; what a page makes of words does not hang on the store behind it.
STUMBLES = ("nul", "emoji", "a hundred thousand characters", "sql", "number", "no number")
#: What goes into fields that one does not type into, one after the other; `make soak` sends them everything.
IN_TURN = ("script", "number", "no number", "nul")
#: Whoever passes over a view that is not there just goes on to the next one.
GOES_ON = {"moderation.move"}
#: Forms that would end the walk: signing out, taking one's own roles away, closing what it walks through.
LEFT_ALONE = {
    "accounts.sign_out",
    "accounts.set_active",
    "accounts.person",
    "accounts.leave",
    "accounts.end_session",
    "accounts.end_session_of",
    "campaigns.close",
    "campaigns.pause",
}


@pytest.fixture
def filled(app: Flask, load_a_little: Callable[[], bool]) -> Flask:  # noqa: F811 - the fixture above
    """A site with something in every state."""
    assert load_a_little()
    return app


def is_sqlite() -> bool:
    """Whether the site that is asked stands on SQLite."""
    return db.engine.dialect.name == "sqlite"


def every_public_form(app: Flask, client: AuditingClient) -> Walk:
    """The forms that links lead to, and those that only somebody with receipt words sees."""
    walk = Walk(app, client).from_here("/")
    send_form = next(form for form in walk.forms.values() if form.endpoint == "surveys.send")
    receipt = RECEIPT.search(send(client, send_form, {"q1": "More buses"}).get_data(as_text=True))
    assert receipt
    walk.beyond("my_answer.look_up", {"receipt": receipt[1]})
    return walk.beyond("my_answer.replace", {}).beyond("my_answer.withdraw", {})


def harm_in(response: TestResponse) -> str:
    """What is wrong with an answer: a failure, something carried out, somebody led elsewhere; else empty."""
    if response.status_code >= 500:
        return f"answered {response.status_code}"
    if "mine" in str(response.headers.get("Set-Cookie", "")):
        return "sets a cookie that was typed"
    if response.status_code in (301, 302, 303) and not local(response.headers["Location"]):
        return f"leads to {response.headers['Location'][:60]}"
    if response.mimetype != "text/html":
        return ""
    soup = soup_of(response)
    if "Traceback" in soup.get_text() or "49$" in soup.get_text():
        return "shows its inside"
    if soup.select("img[src=x], a[href^=javascript], a[href^='//evil'], form[action^='//evil']"):
        return "carries out what was typed"
    return ""


def harms(client: AuditingClient, form: FoundForm, kind: str, changes: dict[str, str]) -> list[str]:
    """Send a form so changed; what is wrong with the answer, which the client audits as any page."""
    try:
        harm = harm_in(send(client, form, changes))
    except AssertionError as failure:
        harm = str(failure).splitlines()[0]
    return [f"{form.name}: {kind}: {harm}"] if harm else []


@pytest.mark.both_stores
def test_mischief_in_any_public_form_gets_a_clear_answer(filled: Flask, client: AuditingClient) -> None:
    walk = every_public_form(filled, client)
    found = {form.endpoint for form in walk.forms.values()}
    assert {"surveys.send", "results.replies", "preferences.save"} <= found
    assert {"my_answer.look_up", "my_answer.replace", "my_answer.withdraw"} <= found
    harm = []
    for form in walk.forms.values():
        for kind in MISCHIEF if is_sqlite() else STUMBLES:
            harm += harms(client, form, kind, dict.fromkeys(form.written, MISCHIEF[kind]))
            harm += harms(client, form, f"{kind} everywhere", dict.fromkeys(form.values, MISCHIEF[kind]))
        for name in form.values:
            harm += harms(client, form, f"script as {name}", {name: SCRIPT})
    assert harm == []
    for address in walk.pages:
        assert client.get(address).status_code == 200, address


@pytest.mark.both_stores
def test_mischief_in_any_staff_form_gets_a_clear_answer(filled: Flask, staff: Staff) -> None:
    everybody = staff(*Role, email="everybody@example.org")
    walk = Walk(filled, everybody).from_here("/staff/")
    forms = [form for form in walk.forms.values() if form.endpoint not in LEFT_ALONE]
    assert sum(bool(form.written) for form in forms) > 10
    harm = []
    turns = cycle(IN_TURN)
    for form in forms:
        for kind in (MISCHIEF if is_sqlite() else STUMBLES) if form.written else ():
            harm += harms(everybody, form, kind, dict.fromkeys(form.written, MISCHIEF[kind]))
        for name in form.chosen:
            kind = next(turns)
            harm += harms(everybody, form, f"{kind} as {name}", {name: MISCHIEF[kind]})
    assert harm == []
    again = Walk(filled, everybody).from_here("/staff/", "/")  # what was kept is shown as words
    assert len(again.pages) >= len(walk.pages)


def stand_in(converter: BaseConverter, number: int, word: str) -> str | int:
    """What to put into this part of an address so that it names nothing; a part with a fixed list keeps to it."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return number if isinstance(converter, IntegerConverter) else word


@pytest.mark.both_stores
@pytest.mark.parametrize(
    ("number", "word"), [(999_999, "no-such-place"), (2**31, "nul\x00"), (10**30, "../etc/passwd")]
)
def test_whatever_is_not_there_is_not_found_in_plain_words(
    app: Flask, staff: Staff, number: int, word: str
) -> None:
    """Every address that names a campaign, a view, a reply or a person, asked for and sent to."""
    everybody = staff(*Role, email="everybody@example.org")
    token = str(everybody.page("/staff/people").select("input[name=csrf_token]")[0]["value"])
    asked = 0
    for rule in rules(app):
        if "<" not in rule.rule or rule.endpoint in GOES_ON:
            continue
        parts = {name: stand_in(converter, number, word) for name, converter in rule._converters.items()}
        with app.test_request_context():
            address = url_for(rule.endpoint, **parts)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            response = everybody.open(address, method=method, data={"csrf_token": token, "kind": "approve"})
            assert response.status_code in (404, 409, 410), (
                f"{method} {address} answered {response.status_code}"
            )
            if response.mimetype == "text/html":
                assert soup_of(response).select_one("main p"), f"{method} {address} says what to do"
            asked += 1
    assert asked > 60
