"""Counts that are kept as rows change, so that no page counts a whole campaign."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from participation.foundation.tallies import count_anew, keep_tallies, stop_tallies

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    _create("approved_tally", sa.Column("channel", sa.String(20), nullable=False))
    _create(
        "coding_tally",
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("is_by_person", sa.Boolean(), nullable=False),
    )
    _create(
        "theme_tally",
        sa.Column("theme_key", sa.String(80), nullable=False),
        sa.Column("stance", sa.String(8), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
    )
    count_anew(op.get_bind())
    keep_tallies(op.get_bind())


def _create(name: str, *keys: "sa.Column[Any]") -> None:
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(40), nullable=False),
        *keys,
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_counted", name, ["campaign_id", "question_key"])


def downgrade() -> None:
    stop_tallies(op.get_bind())
    for name in ("theme_tally", "coding_tally", "approved_tally"):
        op.drop_table(name)
