"""Proof of what a page showed, so that nobody approves together what they were not shown."""

from collections.abc import Iterable

from itsdangerous import BadSignature, URLSafeTimedSerializer

from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError

#: A page left open longer is shown anew: too much may have happened meanwhile.
LONGEST_SECONDS = 2 * 3600


class OpenTooLong(DomainError):
    """The list of what was shown is missing, changed or old."""

    title = "This page was open too long"


def sign_shown(submission_ids: Iterable[int], person_id: int) -> str:
    """What a page carries: the ids it shows, signed for the person who sees it."""
    return str(_signer().dumps([person_id, sorted(submission_ids)]))


def read_shown(token: str, person_id: int) -> list[int]:
    """The ids a page showed this person.

    Raises:
        OpenTooLong: when the list was changed, is another person's, or is too old.
    """
    try:
        shown_to, ids = _signer().loads(token, max_age=LONGEST_SECONDS)
    except BadSignature:
        raise OpenTooLong("Open the list again and tick the views once more.") from None
    if shown_to != person_id:
        raise OpenTooLong("Open the list again and tick the views once more.")
    return [int(each) for each in ids]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(deployment().keys.session, salt="views shown together")
