"""How an answer stands to each theme it is about: wants, likes, objects, or unclear."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

COLUMNS = ["campaign_id", "theme_key", "submission_id"]


def upgrade() -> None:
    stance = sa.Column(
        "stance",
        sa.String(8),
        nullable=False,
        server_default="unclear",
        comment="wants, likes, objects or unclear: how it stands to this theme",
    )
    op.add_column("assignment", stance)
    said = sa.Column(
        "stances",
        sa.JSON(),
        nullable=False,
        server_default="{}",
        comment="Theme to how the answer stands to it, as it was when this was said",
    )
    op.add_column("correction", said)
    op.drop_index("ix_assignment_theme", table_name="assignment")
    op.create_index("ix_assignment_theme", "assignment", [*COLUMNS, "stance"])


def downgrade() -> None:
    op.drop_index("ix_assignment_theme", table_name="assignment")
    op.create_index("ix_assignment_theme", "assignment", COLUMNS)
    op.drop_column("correction", "stances")
    op.drop_column("assignment", "stance")
