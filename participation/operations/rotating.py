"""Replacing the sealing key: a new one is made, and everything is sealed anew with it, all or nothing."""

from pathlib import Path

from moderation.verifying import verify_cases
from participation.foundation import audit
from participation.foundation.append_only import allow_changes, refuse_changes
from participation.foundation.database import db
from participation.foundation.errors import DomainError, SettingsError
from participation.foundation.keys import add_sealing_key
from participation.foundation.resealing import resealers
from participation.foundation.transactions import transaction
from participation.settings import Settings


class NotResealed(DomainError):
    """A record came out different; the old key stays in use for what is stored."""

    title = "Nothing was sealed anew"


def make_new_key(settings: Settings) -> int:
    """Add a sealing key to the ring and make it the current one; gives its number.

    Raises:
        SettingsError: when the key comes from a setting, where only people can replace it.
    """
    if settings.sealing_key:
        raise SettingsError(
            "SEALING_KEY is set, so the ring in the keys folder is not in use. Remove it first."
        )
    return add_sealing_key(Path(settings.keys_dir))


def seal_everything_anew() -> int:
    """Seal every word anew with the newest key, check the records of concerns, and note it; gives how many.

    Raises:
        NotResealed: when a record of a concern does not verify afterwards; nothing is changed then.
    """
    with transaction():
        connection = db.session.connection()
        allow_changes(connection)
        done = sum(int(str(count)) for count in resealers.call())
        db.session.flush()
        refuse_changes(connection)
        if verify_cases().broken:
            raise NotResealed("The record of a concern did not verify. Run `participation audit verify`.")
        audit.record("sealed_anew", "database", detail={"values": done})
    return done
