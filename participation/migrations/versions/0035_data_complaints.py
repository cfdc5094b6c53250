"""Complaints about data, with their clock and what was done about them."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "data_complaint",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "identity",
            sa.LargeBinary(length=32),
            nullable=False,
            unique=True,
            comment="Keyed hash, so that pressing twice complains once",
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "due_on",
            sa.Date(),
            nullable=False,
            comment="Last day to acknowledge it, as promised on the day it came",
        ),
        sa.Column(
            "sealed_words",
            sa.LargeBinary(),
            nullable=False,
            comment="What happened, what is wanted, how to reach them: encrypted",
        ),
        sa.Column(
            "is_reachable", sa.Boolean(), nullable=False, comment="Whether they said how to reach them"
        ),
        sa.Column("taken_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("acknowledged_on", sa.Date()),
        sa.Column("answered_on", sa.Date(), index=True),
        sa.Column("told_on", sa.Date(), comment="Day on which staff were last told of it by e-mail"),
    )
    op.create_table(
        "complaint_note",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "complaint_id",
            sa.Integer(),
            sa.ForeignKey("data_complaint.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("complaint_note")
    op.drop_table("data_complaint")
