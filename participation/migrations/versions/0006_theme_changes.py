"""Changes to a theme list that are being thought over, with their effect."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "theme_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("base_version_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.String(length=20), nullable=False, comment="merge, split, new, rewrite or restore"
        ),
        sa.Column("themes", sa.JSON(), nullable=False, comment="The whole list as it would be"),
        sa.Column(
            "coded",
            sa.JSON(),
            nullable=False,
            comment="Answers the person ticked: view to the themes they would have",
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("effect", sa.JSON(), nullable=True, comment="Counts before and after; empty until known"),
        sa.Column(
            "settled_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it was saved or dropped",
        ),
        sa.Column("saved_version_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["base_version_id"],
            ["code_frame_version.id"],
            name=op.f("fk_theme_change_base_version_id_code_frame_version"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_theme_change_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_theme_change_job_id_job")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_theme_change_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["saved_version_id"],
            ["code_frame_version.id"],
            name=op.f("fk_theme_change_saved_version_id_code_frame_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_change")),
    )
    op.create_index(op.f("ix_theme_change_campaign_id"), "theme_change", ["campaign_id"])


def downgrade() -> None:
    op.drop_table("theme_change")
