"""A survey has languages, a view the words it was asked in and the link it came by, and a language its reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column(
        "survey",
        sa.Column(
            "languages", sa.JSON(), nullable=False, server_default="[]", comment="[{code, title, is_on}, …]"
        ),
    )
    op.add_column(
        "submission",
        sa.Column(
            "asked_as",
            sa.String(length=12),
            nullable=False,
            server_default="",
            comment="Language and age band of the words it answers",
        ),
    )
    op.add_column(
        "submission",
        sa.Column(
            "came_from",
            sa.String(length=40),
            nullable=False,
            server_default="",
            comment="Label of the link it came by, as staff named it",
        ),
    )
    op.create_table(
        "source_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False, comment="Stands in its address"),
        sa.Column("place", sa.String(length=120), nullable=False, comment="Where it was put up, for staff"),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_source_link_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_source_link_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_link")),
        sa.UniqueConstraint("campaign_id", "label", name=op.f("uq_source_link_campaign_id_label")),
    )
    op.create_table(
        "language_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "seal",
            sa.String(length=64),
            nullable=False,
            comment="Names the words that were read: another when they change; empty when switched off",
        ),
        sa.Column(
            "reviewed_as",
            sa.String(length=120),
            nullable=False,
            comment="Who read them, as a role, not a name",
        ),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False, comment="Who put it on record"),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_language_review_signed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_review")),
    )
    op.create_index(op.f("ix_language_review_language"), "language_review", ["language"])


def downgrade() -> None:
    op.drop_table("language_review")
    op.drop_table("source_link")
    op.drop_column("submission", "came_from")
    op.drop_column("submission", "asked_as")
    op.drop_column("survey", "languages")
