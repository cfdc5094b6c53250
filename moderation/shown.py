"""Proof of what a page showed, so that nobody approves together what they were not shown."""

from collections.abc import Iterable

from itsdangerous import BadSignature, URLSafeTimedSerializer

from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError

#: A page left open longer is shown anew: too much may have happened meanwhile.
LONGEST_SECONDS = 2 * 3600
#: What ids are of.
VIEWS, DRAWING, CONCERN = "views shown together", "a drawing looked at", "drawings of a concern"


class OpenTooLong(DomainError):
    """The list of what was shown is missing, changed or old."""

    title = "This page was open too long"


def sign_shown(ids: Iterable[int], person_id: int, what: str = VIEWS) -> str:
    """What a page carries: the ids it shows, signed for the person who sees it and for what they are ids of."""
    return str(_signer(what).dumps([person_id, sorted(ids)]))


def read_shown(token: str, person_id: int, what: str = VIEWS) -> list[int]:
    """The ids a page showed this person.

    Raises:
        OpenTooLong: when the list was changed, is another person's, or is too old.
    """
    try:
        shown_to, ids = _signer(what).loads(token, max_age=LONGEST_SECONDS)
    except BadSignature:
        raise OpenTooLong("Open the list again and tick the views once more.") from None
    if shown_to != person_id:
        raise OpenTooLong("Open the list again and tick the views once more.")
    return [int(each) for each in ids]


def _signer(what: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(deployment().keys.session, salt=what)
