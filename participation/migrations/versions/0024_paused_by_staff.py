"""Staff can pause a campaign at once, and say in public why it is paused or closed early."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

REASONS = {
    "stopped_because": "Why staff paused it, as the public is told",
    "closed_because": "Why it closed early, as the public is told",
}


def upgrade() -> None:
    op.add_column("campaign", sa.Column("stopped_on", sa.Date(), comment="Staff paused it on this day"))
    for name, comment in REASONS.items():
        column = sa.Column(name, sa.String(length=300), nullable=False, server_default="", comment=comment)
        op.add_column("campaign", column)


def downgrade() -> None:
    for name in (*REASONS, "stopped_on"):
        op.drop_column("campaign", name)
