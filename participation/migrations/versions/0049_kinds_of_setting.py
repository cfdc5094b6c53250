"""A session and a link say what kind of setting they are for; a campaign, how many there are of each kind."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"

TABLES = ("group_session", "source_link")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(
            table,
            sa.Column(
                "setting_kind",
                sa.String(length=20),
                nullable=True,
                comment="Kind of the setting, as staff say",
            ),
        )
        op.add_column(
            table,
            sa.Column(
                "setting_name",
                sa.String(length=120),
                nullable=False,
                server_default="",
                comment="So that one setting counts once",
            ),
        )
    op.create_table(
        "setting_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "number", sa.Integer(), nullable=True, comment="None where nobody has said how many there are"
        ),
        sa.Column("source", sa.String(length=200), nullable=False, comment="Where the number comes from"),
        sa.Column("as_at", sa.Date(), nullable=True, comment="The day for which the source says it"),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_setting_figure_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_setting_figure_set_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_figure")),
        sa.UniqueConstraint("campaign_id", "kind", name=op.f("uq_setting_figure_campaign_id_kind")),
    )


def downgrade() -> None:
    op.drop_table("setting_figure")
    for table in TABLES:
        op.drop_column(table, "setting_name")
        op.drop_column(table, "setting_kind")
