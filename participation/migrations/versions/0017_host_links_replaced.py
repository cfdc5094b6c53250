"""The link of a group session's host can be replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    column = sa.Column(
        "link_turn",
        sa.SmallInteger(),
        nullable=False,
        server_default="0",
        comment="How often the link of its host was replaced",
    )
    op.add_column("group_session", column)


def downgrade() -> None:
    op.drop_column("group_session", "link_turn")
