"""A campaign is finished when every main theme has a decision and a reason; its record keeps them."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    finished_on = sa.Column("finished_on", sa.Date(), comment="The day every main theme had its decision")
    outcome = sa.Column(
        "outcome",
        sa.JSON(),
        nullable=False,
        server_default="[]",
        comment="What was decided on each main theme, and why, when it was finished",
    )
    op.add_column("campaign", finished_on)
    op.add_column("campaign", outcome)


def downgrade() -> None:
    op.drop_column("campaign", "outcome")
    op.drop_column("campaign", "finished_on")
