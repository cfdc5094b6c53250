"""Tables of staff and their roles."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
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
