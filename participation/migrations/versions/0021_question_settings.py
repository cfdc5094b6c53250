"""Questions have settings of their own (something else, limits, rules), and changes to them can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    settings = sa.Column(
        "settings",
        sa.JSON(),
        nullable=False,
        server_default="{}",
        comment="What only some types have, and when it is asked",
    )
    op.add_column("question", settings)
    earlier = sa.Column(
        "earlier",
        sa.JSON(),
        nullable=False,
        server_default="[]",
        comment="The questions before the last changes, for undoing",
    )
    op.add_column("survey", earlier)


def downgrade() -> None:
    op.drop_column("survey", "earlier")
    op.drop_column("question", "settings")
