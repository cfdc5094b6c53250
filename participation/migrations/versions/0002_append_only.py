"""Append-only tables, the first link of the audit trail, and one account for an email address."""

import sqlalchemy as sa
from alembic import op

from participation.foundation.append_only import allow_changes, refuse_changes

revision = "0002"
down_revision = "0001"

GENESIS = b"\x00" * 32


def upgrade() -> None:
    head = sa.table(
        "audit_head", sa.column("id"), sa.column("event_count"), sa.column("hash", sa.LargeBinary)
    )
    op.execute(head.insert().values(id=1, event_count=0, hash=GENESIS))
    op.create_index("uq_person_email", "person", [sa.text("lower(email)")], unique=True)
    refuse_changes(op.get_bind())


def downgrade() -> None:
    allow_changes(op.get_bind())
    op.drop_index("uq_person_email", "person")
    op.execute("DELETE FROM audit_head")
