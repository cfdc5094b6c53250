"""Hosts of group sessions who asked to be told once when results are out."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0041"


def upgrade() -> None:
    op.create_table(
        "result_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column(
            "identity",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="Keyed hash of campaign and address, so that asking twice asks once",
        ),
        sa.Column(
            "sealed_address", sa.LargeBinary(), nullable=False, comment="The e-mail address: encrypted"
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_result_notice_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_notice")),
        sa.UniqueConstraint("identity", name=op.f("uq_result_notice_identity")),
    )
    op.create_index(op.f("ix_result_notice_campaign_id"), "result_notice", ["campaign_id"])
    op.create_index(op.f("ix_result_notice_asked_on"), "result_notice", ["asked_on"])


def downgrade() -> None:
    op.drop_index(op.f("ix_result_notice_asked_on"), table_name="result_notice")
    op.drop_index(op.f("ix_result_notice_campaign_id"), table_name="result_notice")
    op.drop_table("result_notice")
