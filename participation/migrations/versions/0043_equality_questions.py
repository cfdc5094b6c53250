"""Equality questions: what a campaign asks, the answers apart from every view, and the counts that are left."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "equality_setup",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False, comment="Band to the keys of what it is asked"),
        sa.Column(
            "because", sa.String(length=500), nullable=False, comment="Why it is asked, as people read it"
        ),
        sa.Column(
            "agreed_by",
            sa.String(length=200),
            nullable=False,
            comment="Who agreed and when: a role, not a name",
        ),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "counted_on", sa.Date(), nullable=True, comment="The day the answers were counted and erased"
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_equality_setup_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_equality_setup_set_by_id_person")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_equality_setup")),
    )
    op.create_table(
        "equality_answer",
        sa.Column(
            "link",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="Keyed hash of the view it came with; goes with the row",
        ),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("option", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_equality_answer_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("link", "question", name=op.f("pk_equality_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_equality_answer_campaign_id"), "equality_answer", ["campaign_id"])
    op.create_table(
        "equality_count",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("option", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_equality_count_somebody")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_equality_count_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "question", "option", name=op.f("pk_equality_count")),
    )


def downgrade() -> None:
    op.drop_table("equality_count")
    op.drop_table("equality_answer")
    op.drop_table("equality_setup")
