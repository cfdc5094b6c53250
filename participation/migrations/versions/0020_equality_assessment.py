"""The equality impact assessment: versions, what was entered for each row, and signatures."""

import sqlalchemy as sa
from alembic import op

from participation.foundation.append_only import refuse_changes

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "equality_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True, comment="The version it was made from"),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        *_references("equality_version", plan_version_id="plan_version", follows_id="equality_version"),
        *_references("equality_version", created_by_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_version")),
        sa.UniqueConstraint("number", name=op.f("uq_equality_version_number")),
    )
    op.create_table(
        "equality_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.String(length=80), nullable=False),
        sa.Column(
            "label",
            sa.String(length=200),
            nullable=False,
            comment="What a row is called that was added here",
        ),
        sa.Column("specific_group", sa.Text(), nullable=False),
        sa.Column("expected", sa.String(length=12), nullable=False, comment="Effect, or empty: not set"),
        sa.Column("evidenced", sa.String(length=12), nullable=False, comment="Effect, or empty: not set"),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("would_make_clear", sa.Text(), nullable=False),
        sa.Column("clear_by", sa.Date(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False, comment="Themes, each as campaign slug/theme"),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False, comment="Role that does it, not a person"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_references("equality_entry", version_id="equality_version", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_entry")),
    )
    op.create_index("ix_equality_entry_row", "equality_entry", ["version_id", "row_key", "id"])
    op.create_table(
        "equality_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "role_key",
            sa.String(length=80),
            nullable=False,
            comment="Sign-off role of the assessment's source",
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_references("equality_signature", version_id="equality_version", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_signature")),
        sa.UniqueConstraint("version_id", "role_key", name="uq_equality_signature_role"),
        sa.UniqueConstraint("version_id", "person_id", name="uq_equality_signature_person"),
    )
    refuse_changes(op.get_bind())


def downgrade() -> None:
    op.drop_table("equality_signature")
    op.drop_table("equality_entry")
    op.drop_table("equality_version")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
        for name, other in columns.items()
    ]
