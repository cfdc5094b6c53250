"""A view says how its answers were taken down, where a child did not give them alone."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column(
        "submission",
        sa.Column(
            "captured",
            sa.String(length=12),
            nullable=False,
            server_default="",
            comment="How the answers were taken down, where not by the sender alone",
        ),
    )


def downgrade() -> None:
    op.drop_column("submission", "captured")
