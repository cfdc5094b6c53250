"""Samples that two people code blind, and what they said."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "audit_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("code_frame_version_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column(
            "seed",
            sa.Integer(),
            nullable=False,
            comment="Draws the same answers again from the same campaign",
        ),
        sa.Column("population", sa.Integer(), nullable=False, comment="How many answers it was drawn from"),
        sa.Column("strata", sa.JSON(), nullable=False, comment="Stratum to [answers in it, drawn]"),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_audit_sample_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["code_frame_version_id"],
            ["code_frame_version.id"],
            name=op.f("fk_audit_sample_code_frame_version_id_code_frame_version"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_audit_sample_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_sample")),
    )
    op.create_index(op.f("ix_audit_sample_campaign_id"), "audit_sample", ["campaign_id"])
    op.create_table(
        "audit_item",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False, comment="How many answers it stands for"),
        sa.Column("settled_keys", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["audit_sample.id"],
            name=op.f("fk_audit_item_sample_id_audit_sample"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_audit_item_settled_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_audit_item_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sample_id", "submission_id", name=op.f("pk_audit_item")),
    )
    op.create_index("ix_audit_item_submission", "audit_item", ["submission_id"])
    op.create_table(
        "blind_coding",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("theme_keys", sa.JSON(), nullable=False, comment="Main theme first; empty means no theme"),
        sa.Column("coded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_blind_coding_person_id_person")),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["audit_sample.id"],
            name=op.f("fk_blind_coding_sample_id_audit_sample"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_blind_coding_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sample_id", "submission_id", "person_id", name=op.f("pk_blind_coding")),
    )


def downgrade() -> None:
    op.drop_table("blind_coding")
    op.drop_table("audit_item")
    op.drop_table("audit_sample")
