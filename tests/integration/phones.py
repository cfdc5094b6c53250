"""What somebody with a phone does on a live site, by plain HTTP."""

import re
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlencode

KEY = re.compile(r'name="submission_key" value="([^"]+)"')
RECEIPT = re.compile(r'<output id="receipt"[^>]*>([^<]+)</output>')
WITHIN_SECONDS = 60


def page(address: str, headers: Mapping[str, str] | None = None) -> str:
    """The page at an address."""
    request = urllib.request.Request(address, headers=dict(headers or {}))
    with urllib.request.urlopen(request, timeout=WITHIN_SECONDS) as response:
        return str(response.read().decode("utf-8"))


def post(address: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> str:
    """The page a form leads to."""
    request = urllib.request.Request(address, urlencode(fields).encode(), dict(headers or {}))
    with urllib.request.urlopen(request, timeout=WITHIN_SECONDS) as response:
        return str(response.read().decode("utf-8"))


def send_view(take_part: str, words: str, headers: Mapping[str, str] | None = None) -> str:
    """Open the take-part page, answer its first question and send; the receipt words."""
    key = KEY.search(page(take_part, headers))
    assert key, "the page has a submission key"
    answer = post(take_part, {"submission_key": key[1], "q1": words}, headers)
    receipt = RECEIPT.search(answer)
    assert receipt, "the answer holds a receipt"
    return receipt[1].strip()
