"""Decisions are found by their reason: thanks that are to be passed on, and views that are for somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

GAVE_REASON = sa.text("reason <> ''")


def upgrade() -> None:
    op.create_index(
        "ix_decision_reason",
        "decision",
        ["reason", "id"],
        postgresql_where=GAVE_REASON,
        sqlite_where=GAVE_REASON,
    )


def downgrade() -> None:
    op.drop_index("ix_decision_reason", table_name="decision")
