"""Published words that somebody pointed at because they could be about a person."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "quote_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("flagged_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_quote_flag_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_quote_flag_settled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_flag")),
    )
    op.create_index(op.f("ix_quote_flag_submission_id"), "quote_flag", ["submission_id"])


def downgrade() -> None:
    op.drop_table("quote_flag")
