"""Second factors, recovery codes, links to choose a password, sessions to be ended one by one, single sign-on."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def _person(*, is_key: bool = False) -> sa.Column[int]:
    reference = sa.ForeignKey("person.id", ondelete="CASCADE")
    return sa.Column(
        "person_id", sa.Integer(), reference, primary_key=is_key, nullable=False, index=not is_key
    )


def upgrade() -> None:
    op.create_table(
        "second_factor",
        _person(is_key=True),
        sa.Column(
            "sealed_secret",
            sa.LargeBinary(),
            nullable=False,
            comment="Encrypted with a key outside the database",
        ),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column(
            "last_step", sa.Integer(), nullable=False, comment="Newest half minute whose code was used"
        ),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False, unique=True),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "access_link",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), comment="Used, or replaced by a newer link"),
    )
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(),
        sa.Column(
            "token_hash",
            sa.LargeBinary(length=32),
            nullable=False,
            unique=True,
            comment="Keyed hash of what the cookie holds",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="The person's session_version when it began"
        ),
        sa.Column(
            "device",
            sa.String(length=60),
            nullable=False,
            comment="Personal: kind of browser, so that its owner knows it again",
        ),
        sa.Column("is_strong", sa.Boolean(), nullable=False, comment="Signed in with a second factor"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "person_identity",
        _person(is_key=True),
        sa.Column(
            "issuer", sa.String(length=300), nullable=False, comment="Address of the organisation's sign-in"
        ),
        sa.Column(
            "subject",
            sa.String(length=255),
            nullable=False,
            comment="Personal: the organisation's own number for them",
        ),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
    )


def downgrade() -> None:
    for table in ("person_identity", "staff_session", "access_link", "recovery_code", "second_factor"):
        op.drop_table(table)
