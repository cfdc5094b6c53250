"""What a test does with the take-part page, and what it finds stored."""

from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.foundation.database import db
from surveys.models import Submission
from tests.auditing_client import AuditingClient

ADDRESS = "/c/buses/take-part"


def key_on(client: AuditingClient, address: str = ADDRESS) -> str:
    """The submission key on a freshly opened page."""
    return value_of(client.page(address), "submission_key")


def send(client: AuditingClient, key: str = "", address: str = ADDRESS, **answers: Any) -> TestResponse:
    """Open the page, unless a key is given, and send these answers."""
    return client.post(address, data={"submission_key": key or key_on(client, address), **answers})


def soup_of(response: TestResponse) -> BeautifulSoup:
    """The parsed page."""
    return BeautifulSoup(response.get_data(as_text=True), "lxml")


def receipt_on(response: TestResponse) -> str:
    """The receipt words; fails when the answer holds none."""
    assert response.status_code == 200, f"answered {response.status_code}"
    output = soup_of(response).select_one("output#receipt")
    assert output is not None, "the answer holds a receipt"
    return output.get_text()


def value_of(soup: BeautifulSoup, name: str) -> str:
    """What a field of the page holds."""
    field = soup.select_one(f"[name={name}]")
    assert field is not None, f"the page has a field {name}"
    return field.get_text().removeprefix("\n") if field.name == "textarea" else str(field.get("value", ""))


def stored() -> list[Submission]:
    """Everything that was stored, oldest first."""
    return list(db.session.scalars(select(Submission).order_by(Submission.id)))
