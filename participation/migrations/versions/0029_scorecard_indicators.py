"""Indicators of the outcomes scorecard with their figures, entered from the site."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False, comment="What exactly is counted"),
        sa.Column("unit", sa.String(length=40), nullable=False, comment="Such as %"),
        sa.Column("outcome_id", sa.Integer(), nullable=True, comment="Set for a population indicator"),
        sa.Column(
            "performance_column",
            sa.String(length=12),
            nullable=True,
            comment="how_much, how_well or better_off; set for a measure of a service",
        ),
        sa.Column("service", sa.String(length=200), nullable=False, comment="The service that is measured"),
        sa.Column("story_behind", sa.Text(), nullable=False, comment="Why the figures are as they are"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome_id IS NULL) <> (performance_column IS NULL)",
            name=op.f("ck_indicator_population_or_service"),
        ),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_indicator_outcome_id_outcome")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_indicator_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    op.create_table(
        "indicator_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False, comment="The day or the end of the period it is for"),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False, comment="Who published it, and where"),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["indicator.id"],
            name=op.f("fk_indicator_figure_indicator_id_indicator"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_indicator_figure_entered_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_figure")),
        sa.UniqueConstraint("indicator_id", "as_at", name=op.f("uq_indicator_figure_indicator_id_as_at")),
    )


def downgrade() -> None:
    op.drop_table("indicator_figure")
    op.drop_table("indicator")
