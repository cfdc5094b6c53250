"""The second factor of signing in: an authenticator app, and recovery codes. Every change leaves an audit event."""

from sqlalchemy import delete, func, select, update

from participation.accounts import one_time_codes as codes
from participation.accounts.models import Person, RecoveryCode, SecondFactor
from participation.accounts.notices import Notice, tell
from participation.foundation import audit, clock
from participation.foundation.access import TRUSTED
from participation.foundation.codes import keyed_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError
from participation.foundation.holding import to_change
from participation.foundation.resealing import reseal


class WrongCode(DomainError):
    """The code typed is not the one that is due."""

    title = "This code does not fit"


def factor_of(person_id: int) -> SecondFactor | None:
    """The second factor of a person, confirmed or begun."""
    return db.session.get(SecondFactor, person_id)


def is_needed(person: Person) -> bool:
    """Whether signing in takes a code besides the password."""
    factor = factor_of(person.id)
    return factor is not None and factor.confirmed_at is not None


def is_required_of(person: Person) -> bool:
    """Whether this deployment lets somebody with these roles do nothing without a second factor."""
    wanted = deployment().settings.second_factor_for
    return wanted == "everybody" or (wanted == "trusted" and bool(TRUSTED & person.role_set))


def begin(person: Person) -> SecondFactor:
    """Make a secret to be scanned; one begun earlier and never confirmed goes.

    Raises:
        DomainError: when there is a confirmed one.
    """
    factor = factor_of(person.id) or SecondFactor(person_id=person.id)
    if factor.confirmed_at is not None:
        raise DomainError("Your second step is set up already. Take it away first to use another phone.")
    factor.sealed_secret = deployment().sealer.seal(codes.new_secret(), _place(person.id))
    factor.begun_at, factor.last_step = clock.now(), 0
    db.session.add(factor)
    db.session.flush()
    return factor


def secret_of(factor: SecondFactor) -> str:
    """The shared secret, to be shown to its owner while it is set up."""
    return deployment().sealer.open(factor.sealed_secret, _place(factor.person_id))


def confirm(person: Person, typed: str) -> list[str]:
    """Have the second factor count from now on, once the app shows that it knows the secret.

    Returns:
        The recovery codes, to be shown this once.

    Raises:
        WrongCode: when the code is not the one that is due.
    """
    factor = _locked(person.id)
    if factor is None or factor.confirmed_at is not None:
        raise DomainError("Begin again: this was finished, or taken away, on another page.")
    if not _spend(factor, typed):
        raise WrongCode(
            "This is not the code that the app should show now. Check that your phone's clock is right."
        )
    factor.confirmed_at = clock.now()
    audit.record("set_up_second_factor", "person", person.id, actor_id=person.id)
    tell(person, Notice.SECOND_FACTOR_ON)
    return new_recovery_codes(person)


def is_right(person: Person, typed: str) -> bool:
    """Whether a code from the app, or a recovery code, fits. Either works once only."""
    factor = _locked(person.id)
    if factor is None or factor.confirmed_at is None:
        return False
    fits = _spend(factor, typed) if codes.is_app_code(typed) else _spend_recovery_code(person.id, typed)
    if not fits:
        audit.record("code_refused", "person", person.id)
    return fits


def new_recovery_codes(person: Person) -> list[str]:
    """Fresh recovery codes in the place of any there were; shown once, stored as keyed hashes."""
    fresh = [codes.new_recovery_code() for _ in range(codes.RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.add_all(RecoveryCode(person_id=person.id, code_hash=_hash(person.id, code)) for code in fresh)
    db.session.flush()
    audit.record("made_recovery_codes", "person", person.id, actor_id=person.id)
    return fresh


def recovery_codes_left(person_id: int) -> int:
    """How many of a person's recovery codes still work."""
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def remove(person: Person, actor_id: int) -> None:
    """Take a person's second factor away, with its recovery codes."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person.id))
    audit.record("removed_second_factor", "person", person.id, actor_id=actor_id)
    tell(person, Notice.SECOND_FACTOR_OFF)


def reseal_secrets() -> int:
    """Seal every secret anew with the newest key."""
    return reseal(SecondFactor, SecondFactor.sealed_secret, lambda factor: _place(factor.person_id))


def _spend(factor: SecondFactor, typed: str) -> bool:
    step = codes.fitting_step(secret_of(factor), typed, clock.now(), factor.last_step)
    if step is None:
        return False
    factor.last_step = step
    return True


def _spend_recovery_code(person_id: int, typed: str) -> bool:
    unused = (RecoveryCode.code_hash == _hash(person_id, typed), RecoveryCode.used_at.is_(None))
    spent = db.session.execute(update(RecoveryCode).where(*unused).values(used_at=clock.now()))
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        return False
    audit.record("used_recovery_code", "person", person_id, actor_id=person_id)
    return True


def _locked(person_id: int) -> SecondFactor | None:
    """The row, held so that two requests cannot spend one code."""
    return db.session.scalars(
        to_change(select(SecondFactor).where(SecondFactor.person_id == person_id))
    ).first()


def _hash(person_id: int, code: str) -> bytes:
    plain = codes.plain_recovery_code(code)
    return keyed_hash(deployment().keys.receipt, "recovery code", f"{person_id}:{plain}")


def _place(person_id: int) -> bytes:
    return f"second factor of {person_id}".encode()
