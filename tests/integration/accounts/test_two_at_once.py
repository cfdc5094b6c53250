"""What works once works once when two ask for it in the same moment, too."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from participation.foundation.access import Role
from tests.auditing_client import AuditingClient
from tests.integration.accounts.test_links import NEW, link_for
from tests.integration.accounts.test_second_factor import MONDAY, code, first_step, set_up

Staff = Callable[..., AuditingClient]
AT_ONCE = 4


def all_at_once(acts: Sequence[Callable[[], TestResponse]]) -> list[int]:
    """What each was answered, all having begun together."""
    ready, statuses = threading.Barrier(len(acts)), []

    def begin(act: Callable[[], TestResponse]) -> None:
        ready.wait()
        statuses.append(act().status_code)

    threads = [threading.Thread(target=begin, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


@pytest.mark.both_stores
def test_one_link_used_by_many_sets_one_password(app: Flask, staff: Staff) -> None:
    path = link_for(staff(Role.MODERATOR))
    browsers = [app.test_client() for _ in range(AT_ONCE)]
    acts = [partial(each.submit, path, {"password": f"{NEW} {n}"}) for n, each in enumerate(browsers)]  # type: ignore[attr-defined]
    assert all_at_once(acts) == [302] + [410] * (AT_ONCE - 1)


@pytest.mark.both_stores
@pytest.mark.parametrize("is_recovery", [False, True], ids=["app", "recovery"])
def test_one_code_typed_in_many_browsers_opens_one_session(
    app: Flask, staff: Staff, is_recovery: bool
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        owner = staff(Role.MODERATOR)
        recovery = set_up(owner)
        clock.shift(timedelta(minutes=1))
        typed = recovery[0] if is_recovery else code(owner)
        browsers = [first_step(app) for _ in range(AT_ONCE)]
        acts = [partial(each.submit, "/staff/sign-in/code", {"code": typed}) for each in browsers]
        assert all_at_once(acts) == [200] * (AT_ONCE - 1) + [302]
