"""A campaign has targets for its responses."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "response_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False, comment="Empty for all together"),
        sa.Column("option_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_response_target_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_response_target_set_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_target")),
        sa.UniqueConstraint(
            "campaign_id",
            "question_key",
            "option_id",
            name=op.f("uq_response_target_campaign_id_question_key_option_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("response_target")
