"""Tested questions are kept in a bank, to be asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "banked_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False, comment="What it asks, without key and rules"),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column(
            "tested", sa.String(300), nullable=False, comment="With whom the wording was tried, and when"
        ),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["person.id"], name=op.f("fk_banked_question_kept_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banked_question")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_banked_question_content_hash")),
    )


def downgrade() -> None:
    op.drop_table("banked_question")
