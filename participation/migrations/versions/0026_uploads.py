"""Files of views can be sent in by a page, and what their columns are can be kept for the next."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False, comment="Of the file"),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column(
            "column_map",
            sa.JSON(),
            nullable=False,
            comment="What each column is and how the file is read, as in a map file",
        ),
        sa.Column(
            "sealed_file",
            sa.LargeBinary(),
            nullable=True,
            comment="The file, encrypted; emptied once it was brought in",
        ),
        sa.Column(
            "sealed_refused",
            sa.LargeBinary(),
            nullable=True,
            comment="Rows that were refused, with the reason, encrypted",
        ),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("already_there", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column(
            "problem", sa.String(length=300), nullable=False, comment="Why it stopped; no word of a view"
        ),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_upload_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_upload_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_campaign_id"), "upload", ["campaign_id"])
    op.create_table(
        "saved_map",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False, comment="As in a map file"),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_saved_map_saved_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_map")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_map_name")),
    )


def downgrade() -> None:
    op.drop_table("saved_map")
    op.drop_table("upload")
