"""A full-text index over approved words."""

from alembic import op

from moderation import search_index

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    search_index.build(op.get_bind())


def downgrade() -> None:
    search_index.take_down(op.get_bind())
