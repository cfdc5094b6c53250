"""The signed cookie of staff, read alike on machines whose clocks differ a little."""

import time
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from participation.foundation import clock


class PatientSigner(TimestampSigner):
    """Takes a signature that another machine, a little ahead, made: else one click in many would sign out."""

    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> Any:
        """The value, as the parent gives it.

        Raises:
            SignatureExpired: when it is older than `max_age` seconds, or from further ahead than clocks differ.
        """
        value, made = super().unsign(signed_value, return_timestamp=True)
        age = time.time() - made.timestamp()
        if max_age is not None and not -clock.APART.total_seconds() <= age <= max_age:
            raise SignatureExpired("not signed lately", date_signed=made)
        return (value, made) if return_timestamp else value


class StaffCookies(SecureCookieSessionInterface):
    """Flask's own sessions in a cookie, with that signer."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = PatientSigner
        return serializer
