"""Papers are keyed by staff, and a sample of them a second time."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "keyed_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="As written on the sheet"),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("keyed_by_id", sa.Integer(), nullable=False),
        sa.Column("keyed_on", sa.Date(), nullable=False),
        sa.Column("is_sampled", sa.Boolean(), nullable=False, comment="Drawn to be keyed a second time"),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.Column("second_on", sa.Date(), nullable=True),
        sa.Column("compared", sa.Integer(), nullable=False, comment="Answers that either keying has"),
        sa.Column(
            "differed", sa.Integer(), nullable=False, comment="Of these, answers that were not the same"
        ),
        sa.CheckConstraint(
            "second_by_id IS NULL OR second_by_id <> keyed_by_id",
            name=op.f("ck_keyed_paper_keyed_by_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_keyed_paper_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["keyed_by_id"], ["person.id"], name=op.f("fk_keyed_paper_keyed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["person.id"], name=op.f("fk_keyed_paper_second_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_keyed_paper_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyed_paper")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_keyed_paper_campaign_id_number")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_keyed_paper_submission_id")),
    )


def downgrade() -> None:
    op.drop_table("keyed_paper")
