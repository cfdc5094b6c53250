"""What some people said instead, beside each "You said"."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column(
        "reply",
        sa.Column(
            "other_views",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="What some people said instead, or adults did",
        ),
    )


def downgrade() -> None:
    op.drop_column("reply", "other_views")
