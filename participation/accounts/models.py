"""Tables of staff, their roles, and how they sign in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import Base


class Person(Base):
    """A member of staff."""

    __tablename__ = "person"
    __table_args__ = (Index("uq_person_email", text("lower(email)"), unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), comment="Personal: to sign in and be told of work")
    name: Mapped[str] = mapped_column(String(120), comment="Personal: shown to colleagues and on sign-offs")
    password_hash: Mapped[str] = mapped_column(String(200), comment="argon2id hash")
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    session_version: Mapped[int] = mapped_column(default=1, comment="Raising it ends every open session")
    sponsor_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="Adult who answers for a young researcher"
    )
    own_setting: Mapped[str] = mapped_column(
        String(120), default="", comment="Young researcher's own school or club"
    )
    own_place: Mapped[str] = mapped_column(String(120), default="", comment="Young researcher's own place")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_signed_in_at: Mapped[datetime | None]

    roles: Mapped[list["PersonRole"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", lazy="selectin"
    )

    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the session cookie names: the person and the version of their sessions."""
        return f"{self.id}.{self.session_version}"

    @property
    def role_set(self) -> frozenset[Role]:
        """The roles held."""
        return frozenset(Role(row.role) for row in self.roles)

    def holds(self, role: Role) -> bool:
        """Whether the person holds a role."""
        return role in self.role_set


class PersonRole(Base):
    """One role a person holds."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(String(40), primary_key=True)
    person: Mapped[Person] = relationship(back_populates="roles")


class SecondFactor(Base):
    """What a person's authenticator app shares with the site. It counts once a first code was typed."""

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    sealed_secret: Mapped[bytes] = mapped_column(
        LargeBinary, comment="Encrypted with a key outside the database"
    )
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0, comment="Newest half minute whose code was used")


class RecoveryCode(Base):
    """One of the codes for the day the phone is gone. Only a keyed hash is stored; each works once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    used_at: Mapped[datetime | None]


class LinkKind(StrEnum):
    """What a link in an e-mail is for."""

    INVITATION = "invitation"
    RESET = "reset"


class AccessLink(Base):
    """A link by which somebody chooses a password, once. The link itself is derived from the row, never stored."""

    __tablename__ = "access_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LinkKind] = mapped_column(String(20))
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(comment="Used, or replaced by a newer link")


class StaffSession(Base):
    """One browser in which a member of staff is signed in."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True, comment="Keyed hash of what the cookie holds"
    )
    version: Mapped[int] = mapped_column(comment="The person's session_version when it began")
    device: Mapped[str] = mapped_column(
        String(60), comment="Personal: kind of browser, so that its owner knows it again"
    )
    is_strong: Mapped[bool] = mapped_column(comment="Signed in with a second factor")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PersonIdentity(Base):
    """By which number an organisation's sign-in knows a person."""

    __tablename__ = "person_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(300), comment="Address of the organisation's sign-in")
    subject: Mapped[str] = mapped_column(
        String(255), comment="Personal: the organisation's own number for them"
    )
    bound_at: Mapped[datetime] = mapped_column(default=clock.now)
