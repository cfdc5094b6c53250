"""Measures whether time tells a hit from a miss: signing in, and looking receipt words up. Prints JSON.

    python -m benchmarks.hits_and_misses [--times 300]

A site of its own with some accounts and views is asked in turns, each turn in an order of its own, so that a busy
machine slows every kind alike. `told_apart` is how often a guesser who compares one time of each kind would be right:
0.5 is a coin, 1 is always. The work behind both is counted by a test; this is what is left to be seen.
"""

import argparse
import json
import platform
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from benchmarks import sites
from participation.accounts.services import add_person, who_knows
from participation.campaigns.queries import all_campaigns
from participation.factory import create_app
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.settings import CHECKOUT, load_settings
from surveys.domain import MayQuote
from surveys.intake import NewView, store_all
from surveys.queries import current_version
from surveys.question_types import Cleaned
from surveys.services import find_by_receipt

PASSWORD = "three plain bench words"
KNOWN, CLOSED = "known@example.org", "closed@example.org"
VIEWS = 500
Figures = dict[str, Any]
Acts = Mapping[str, Callable[[], object]]


def main() -> None:
    """Make a site, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=300, help="how often each kind is asked")
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory(prefix="bench-", dir=CHECKOUT / "instance") as folder:
        sites.prepare(Path(folder), "")
        settings = load_settings(data_dir=Path(folder), database_url="", redis_url="", log_level="error")
        with create_app(settings).app_context():
            receipt = _fill()
            report = {
                "times": times,
                "machine": f"{platform.machine()}, Python {platform.python_version()}, SQLite",
                "signing_in_wrongly": measure(_sign_ins(), times),
                "receipt_look_up": measure(_look_ups(receipt), times),
            }
            db.session.remove()
            db.engine.dispose()
    json.dump(report, sys.stdout, indent=1)
    print()


def measure(acts: Acts, times: int) -> Figures:
    """Time each act so often, in turns of changing order; the first act is what the others are compared with."""
    took: dict[str, list[float]] = {name: [] for name in acts}
    order, chance = list(acts), Random(1)
    for turn in range(-5, times):
        chance.shuffle(order)
        for name in order:
            began = time.perf_counter()
            acts[name]()
            spent = time.perf_counter() - began
            db.session.rollback()
            if turn >= 0:
                took[name].append(spent * 1e6)
    first = next(iter(acts))
    return {
        name: {
            "median_us": round(median(spent), 1),
            "p95_us": round(quantiles(spent, n=20)[-1], 1),
            "told_apart": round(told_apart(took[first], spent), 3),
        }
        for name, spent in took.items()
    }


def told_apart(one: list[float], other: list[float]) -> float:
    """How often the larger of two times belongs to the same kind, at least a half."""
    wins = sum((a > b) + 0.5 * (a == b) for a in one for b in other) / (len(one) * len(other))
    return max(wins, 1 - wins)


def _fill() -> str:
    """Accounts and views; gives the receipt words of one view."""
    with transaction():
        for address in (KNOWN, CLOSED, *(f"other{number}@example.org" for number in range(9))):
            person = add_person(address, "Made Up", PASSWORD, [Role.MODERATOR, Role.ANALYST])
            person.is_active = address != CLOSED
        campaign = all_campaigns()[0]
        version = current_version(campaign.id)
        question = version.definition["questions"][0]["key"]
        views = [
            NewView(
                campaign.id,
                version.id,
                secrets.token_urlsafe(16),
                ((question, Cleaned(words=f"A view, number {number}")),),
                MayQuote.YES,
            )
            for number in range(VIEWS)
        ]
        return store_all(views)[VIEWS // 2].words


def _sign_ins() -> Acts:
    return {
        "nobody": lambda: _try("nobody@example.org"),
        "known, wrong password": lambda: _try(KNOWN),
        "closed": lambda: _try(CLOSED),
    }


def _look_ups(receipt: str) -> Acts:
    words = receipt.split()
    return {
        "nothing of ours": lambda: find_by_receipt("nothing of ours 77"),
        "all but the number": lambda: find_by_receipt(" ".join([*words[:-1], "00"])),
        "found": lambda: find_by_receipt(receipt),
    }


def _try(email: str) -> object:
    with transaction():
        return who_knows(email, "not this password")


if __name__ == "__main__":
    main()
