"""When a snapshot's figures first went out to the public."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column(
        "snapshot",
        sa.Column(
            "shown_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When its figures first went to the public",
        ),
    )


def downgrade() -> None:
    with op.batch_alter_table("snapshot") as snapshot:
        snapshot.drop_column("shown_at")
