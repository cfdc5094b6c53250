"""Meetings are kept with the views that were said at them."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("setting", sa.String(length=120), nullable=False, comment="Where, as whoever ran it wrote"),
        sa.Column(
            "attended",
            sa.Integer(),
            nullable=False,
            comment="How many took part, those who ran it left out",
        ),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("attended >= 0", name=op.f("ck_meeting_nobody_less_than_none")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_meeting_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_meeting_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_campaign_id"), "meeting", ["campaign_id"])
    op.create_table(
        "meeting_note",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_note_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_meeting_note_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_meeting_note")),
    )
    op.create_index(op.f("ix_meeting_note_meeting_id"), "meeting_note", ["meeting_id"])


def downgrade() -> None:
    op.drop_table("meeting_note")
    op.drop_table("meeting")
