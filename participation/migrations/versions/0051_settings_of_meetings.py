"""A meeting says what kind of setting it was held in, as a session and a link do."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.add_column(
        "meeting",
        sa.Column(
            "setting_kind",
            sa.String(length=20),
            nullable=True,
            comment="Kind of the setting, as staff say",
        ),
    )
    op.add_column(
        "meeting",
        sa.Column(
            "setting_name",
            sa.String(length=120),
            nullable=False,
            server_default="",
            comment="So that one setting counts once",
        ),
    )


def downgrade() -> None:
    op.drop_column("meeting", "setting_name")
    op.drop_column("meeting", "setting_kind")
