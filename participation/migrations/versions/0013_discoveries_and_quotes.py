"""What a look at the answers found, and which quotes a person kept or left out."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "discovery_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("code_frame_version_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column(
            "scope",
            sa.String(length=80),
            nullable=False,
            comment="unsure, or the key of the theme looked into",
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="Groups: label, telling words, numbers of answers, stability",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_discovery_run_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_discovery_run_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["code_frame_version_id"],
            ["code_frame_version.id"],
            name=op.f("fk_discovery_run_code_frame_version_id_code_frame_version"),
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_discovery_run_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discovery_run")),
    )
    op.create_index(op.f("ix_discovery_run_campaign_id"), "discovery_run", ["campaign_id"])
    op.create_table(
        "quote_choice",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column("theme_key", sa.String(length=80), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_quote_choice_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quote_choice_person_id_person")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_quote_choice_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", "question_key", "theme_key", name=op.f("pk_quote_choice")),
    )
    op.create_index(op.f("ix_quote_choice_campaign_id"), "quote_choice", ["campaign_id"])


def downgrade() -> None:
    op.drop_table("quote_choice")
    op.drop_table("discovery_run")
