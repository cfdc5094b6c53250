"""Named failures: each says in plain words what went wrong and how to put it right."""

from http import HTTPStatus


class DomainError(Exception):
    """Something a rule of the house does not allow. The message is shown to the person who asked."""

    status = HTTPStatus.CONFLICT
    title = "That cannot be done"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """The thing asked for does not exist, or not for this person."""

    status = HTTPStatus.NOT_FOUND
    title = "Page not found"


class Refused(DomainError):
    """The person may not do this."""

    status = HTTPStatus.FORBIDDEN
    title = "You do not have access to this"


class OtherSite(DomainError):
    """A form was sent from another site."""

    status = HTTPStatus.FORBIDDEN
    title = "This form came from another site"


class TooMany(DomainError):
    """A limit was reached. `seconds` says how long to wait."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "Wait a moment"

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Busy(DomainError):
    """The house is full for a moment: nothing was stored, try again."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "We are very busy"

    def __init__(self, message: str, seconds: int = 5) -> None:
        super().__init__(message)
        self.seconds = seconds


class SettingsError(Exception):
    """A setting is missing, wrong or unsafe. The message names the setting and what to write."""
