"""A long fuzz of every form, public and of staff: whatever comes, the site answers, and carries nothing out."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from participation.foundation.access import Role
from participation.foundation.rates import Limiter
from tests.auditing_client import AuditingClient
from tests.form_walk import FoundForm, Walk, send, soup_of
from tests.integration.demonstration.conftest import load_a_little  # noqa: F401 - a fixture
from tests.integration.test_bad_input import LEFT_ALONE, MISCHIEF, every_public_form, harm_in

MARKUP = [
    "<",
    ">",
    '"',
    "'",
    "&",
    "/>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{",
    "}}",
]
MARKUP += [
    "</textarea>",
    "</title>",
    "<!--",
    "javascript:alert(1)",
    "\x00",
    "\r\n",
    "\u202e",
    "\ufeff",
    "%s",
    "\\",
    "<typed-in>",
    '" autofocus onfocus=alert(1) x="',
    "=HYPERLINK(1)",
]
#: Each request is independent of the one before; what fails is collected, so nothing is made smaller and sent again.
HOW = settings(deadline=None, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))

Report = Callable[[str, Any], None]

anything = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(MARKUP) | st.text(max_size=8), max_size=30).map("".join),
    st.sampled_from(sorted(MISCHIEF.values())),
)
names = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_-0123456789", min_size=1, max_size=20)


@pytest.fixture
def forms(app: Flask, load_a_little: Callable[[], bool], client: AuditingClient) -> list[FoundForm]:  # noqa: F811
    """Every public form of a site with something in every state."""
    assert load_a_little()
    return list(every_public_form(app, client).forms.values())


@pytest.fixture
def everybody(staff: Callable[..., AuditingClient]) -> AuditingClient:
    """Somebody who may do everything."""
    return staff(*Role, email="everybody@example.org")


@pytest.fixture
def staff_forms(
    app: Flask,
    load_a_little: Callable[[], bool],  # noqa: F811
    everybody: AuditingClient,
) -> list[FoundForm]:
    """Every form of staff on such a site, but those that would end the walk."""
    assert load_a_little()
    walk = Walk(app, everybody).from_here("/staff/")
    return [form for form in walk.forms.values() if form.endpoint not in LEFT_ALONE]


@dataclass
class Findings:
    """What came back: how many answers of each kind, and the first request of each kind that did harm."""

    answers: Counter[int] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    harms: dict[str, str] = field(default_factory=dict)

    def send(self, name: str, said: Mapping[str, str] | bytes, ask: Callable[[], TestResponse]) -> None:
        """Ask once, and keep what is wrong with the answer; a page that breaks a house rule is wrong too."""
        try:
            response = ask()
            self.answers[response.status_code] += 1
            self.reached[name] += response.status_code < 400
            harm = harm_in(response)
            if response.mimetype == "text/html" and soup_of(response).select("typed-in"):
                harm = "shows markup that was typed"
        except Exception as failure:
            harm = f"{type(failure).__name__}: {str(failure).splitlines()[0] if str(failure) else ''}"
        if harm:
            self.harms.setdefault(f"{name}: {harm}", ascii(said)[:2_000])

    def report(self) -> dict[str, Any]:
        """Figures for the screen and the file."""
        return {
            "requests": self.answers.total(),
            "answers": dict(sorted(self.answers.items())),
            "forms": len(self.reached),
            "forms_never_accepted": sorted(name for name, often in self.reached.items() if not often),
            "harms": self.harms,
        }


def fuzz_forms(client: AuditingClient, forms: list[FoundForm], requests: int) -> Findings:
    """Send so many of these forms with anything in their fields."""
    findings = Findings()

    @settings(HOW, max_examples=requests)
    @given(form=st.sampled_from(forms), data=st.data())
    def fuzz(form: FoundForm, data: st.DataObject) -> None:
        changes = {
            name: data.draw(anything, name) for name in form.values if data.draw(st.booleans(), "change")
        }
        changes |= data.draw(st.dictionaries(names, anything, max_size=2), "fields nobody asked for")
        findings.send(form.name, changes, lambda: send(client, form, changes))

    fuzz()
    return findings


def test_no_form_fails_or_carries_out_what_is_typed(
    forms: list[FoundForm],
    client: AuditingClient,
    monkeypatch: pytest.MonkeyPatch,
    pytestconfig: pytest.Config,
    report_soak: Report,
) -> None:
    """Limits are lifted, so that what lies behind them is tried too."""
    monkeypatch.setattr(Limiter, "check", lambda *_args: None)
    findings = fuzz_forms(client, forms, pytestconfig.getoption("soak_requests"))
    report_soak("every public form", findings.report())
    assert findings.harms == {}


def test_no_form_of_staff_fails_or_carries_out_what_is_typed(
    staff_forms: list[FoundForm],
    everybody: AuditingClient,
    monkeypatch: pytest.MonkeyPatch,
    pytestconfig: pytest.Config,
    report_soak: Report,
) -> None:
    monkeypatch.setattr(Limiter, "check", lambda *_args: None)
    findings = fuzz_forms(everybody, staff_forms, pytestconfig.getoption("soak_requests"))
    report_soak("every form of staff", findings.report())
    assert findings.harms == {}


def test_no_form_fails_on_bytes_that_are_no_form(
    forms: list[FoundForm], client: AuditingClient, pytestconfig: pytest.Config, report_soak: Report
) -> None:
    kinds = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", ""]
    posted = [form for form in forms if form.method == "POST"]
    findings = Findings()

    @settings(HOW, max_examples=pytestconfig.getoption("soak_requests") // 10)
    @given(form=st.sampled_from(posted), body=st.binary(max_size=600), kind=st.sampled_from(kinds))
    def fuzz(form: FoundForm, body: bytes, kind: str) -> None:
        findings.send(form.name, body, lambda: client.post(form.action, data=body, content_type=kind))

    fuzz()
    report_soak("bytes that are no form", findings.report())
    assert findings.harms == {}
