"""Whoever complains about data gets words, and reads our answer with them."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0047"


def upgrade() -> None:
    op.add_column(
        "data_complaint",
        sa.Column(
            "words_hash",
            sa.LargeBinary(32),
            nullable=True,
            comment="Keyed hash of the words its sender comes back with",
        ),
    )
    op.add_column(
        "data_complaint",
        sa.Column(
            "sealed_answer", sa.LargeBinary(), nullable=True, comment="What its sender is answered: encrypted"
        ),
    )
    is_demo: sa.Column[bool] = sa.Column(
        "is_demo", sa.Boolean(), nullable=False, server_default=sa.text("false")
    )
    op.add_column("data_complaint", is_demo)
    op.create_index(op.f("ix_data_complaint_words_hash"), "data_complaint", ["words_hash"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_data_complaint_words_hash"), "data_complaint")
    for name in ("is_demo", "sealed_answer", "words_hash"):
        op.drop_column("data_complaint", name)
