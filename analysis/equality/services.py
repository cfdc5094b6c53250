"""Changes to the assessment. A version that anybody has signed stays as it is; the next one begins from it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from analysis.equality.domain import RowProblem, row_problems, signing_problems
from analysis.equality.models import EqualityEntry, EqualitySignature, EqualityVersion
from analysis.equality.queries import (
    ENTERED,
    assessed_plan,
    entered,
    row_names,
    signing_roles,
    versions,
)
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound, Refused


class VersionSigned(DomainError):
    """A signed version cannot be changed."""

    title = "This version is signed"


class NotReadyToSign(DomainError):
    """A version lacks something that its signatures would stand for."""

    title = "The assessment is not ready to sign"


class IncompleteRow(DomainError):
    """A row lacks what its answers need. `problems` names each field."""

    title = "Something is missing from this row"

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def begin_version(actor_id: int) -> EqualityVersion:
    """Begin the first version, or one that follows the newest and starts from what it says.

    Raises:
        NotFound: when no plan with an assessment is loaded.
        NotReadyToSign: when the newest version is still open, so that it can be changed itself.
    """
    plan, newest = assessed_plan(), next(iter(versions()), None)
    if plan is None:
        raise NotFound("No plan with an equality impact assessment is loaded.")
    if newest is not None and not is_closed(newest):
        raise NotReadyToSign(f"Version {newest.number} is still open. Change that one.")
    version = EqualityVersion(
        number=newest.number + 1 if newest else 1,
        plan_version_id=plan.id,
        follows_id=newest.id if newest else None,
        created_by_id=actor_id,
    )
    db.session.add(version)
    db.session.flush()
    for key, row in (entered(newest) if newest else {}).items():
        values = {name: getattr(row, name) for name in ENTERED}
        db.session.add(EqualityEntry(version_id=version.id, row_key=key, person_id=row.person_id, **values))
    db.session.flush()
    audit.record("began_equality_version", "equality_version", version.id, actor_id=actor_id)
    return version


def is_closed(version: EqualityVersion) -> bool:
    """Whether anybody has signed: from the first name on, what it stands under does not change."""
    return any(role.signed_on for role in signing_roles(version))


def save_row(version: EqualityVersion, row_key: str, values: Mapping[str, Any], actor_id: int) -> None:
    """Enter what holds for a row from now on; what stood there before stays as its history.

    Raises:
        VersionSigned: when the version carries a name.
        IncompleteRow: naming each missing field.
    """
    _refuse_closed(version)
    problems = row_problems(values)
    if problems:
        raise IncompleteRow(problems)
    before = entered(version).get(row_key)
    kept = {"label": before.label} if before is not None else {}
    wanted = kept | {name: values[name] for name in ENTERED if name in values}
    if before is not None and all(getattr(before, name) == value for name, value in wanted.items()):
        return
    db.session.add(EqualityEntry(version_id=version.id, row_key=row_key, person_id=actor_id, **wanted))
    db.session.flush()
    audit.record(
        "entered_equality_row", "equality_version", version.id, actor_id=actor_id, detail={"row": row_key}
    )


def add_row(version: EqualityVersion, label: str, actor_id: int) -> str:
    """Add a row for a group that the source does not name; gives its key.

    Raises:
        VersionSigned: when the version carries a name.
    """
    name = " ".join(label.split())
    key = f"local-{hash_mapping({'label': name.casefold()})[:12]}"
    save_row(version, key, {"label": name, "evidence": []}, actor_id)
    return key


def set_review(version: EqualityVersion, review_on: date, actor_id: int) -> None:
    """Say on which day the assessment is looked at again.

    Raises:
        VersionSigned: when the version carries a name.
    """
    _refuse_closed(version)
    version.review_on = review_on
    db.session.flush()
    audit.record("set_equality_review", "equality_version", version.id, actor_id=actor_id)


def sign_version(version: EqualityVersion, role_key: str, person_id: int, held: Iterable[Role]) -> None:
    """Put a name under a version, in one of its three roles. Three roles are three people.

    Raises:
        Refused: when the role is not this person's, or they have signed in another one.
        NotReadyToSign: naming what the version lacks.
    """
    roles = signing_roles(version)
    wanted = next((each for each in roles if each.key == role_key), None)
    if wanted is None or wanted.role not in frozenset(held):
        raise Refused("Your role does not sign here.")
    if wanted.signed_on is not None:
        return
    if _has_signed(version, person_id):
        raise Refused("You have signed this version already. The three roles are three people.")
    rows = entered(version)
    expected = {key: row.expected for key, row in rows.items()}
    lacks = signing_problems(row_names(version, rows), expected, version.review_on)
    if lacks:
        raise NotReadyToSign(f"Before anybody signs: {'; '.join(lacks)}.")
    db.session.add(EqualitySignature(version_id=version.id, role_key=role_key, person_id=person_id))
    db.session.flush()
    audit.record(
        "signed_equality_version",
        "equality_version",
        version.id,
        actor_id=person_id,
        detail={"role": role_key},
    )


def _has_signed(version: EqualityVersion, person_id: int) -> bool:
    signed = db.session.query(EqualitySignature).filter_by(version_id=version.id, person_id=person_id)
    return signed.first() is not None


def _refuse_closed(version: EqualityVersion) -> None:
    if is_closed(version):
        raise VersionSigned(
            f"Version {version.number} carries a signature, so it stays as it is. Begin a new version."
        )
