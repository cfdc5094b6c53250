"""A view can carry drawings or photos that a helper added, sealed like its words."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    op.create_table(
        "drawing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=False,
            comment="The picture, drawn anew without metadata, encrypted",
        ),
        sa.Column("seen_on", sa.Date(), nullable=True, comment="When a moderator first looked at it"),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_drawing_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["seen_by_id"], ["person.id"], name=op.f("fk_drawing_seen_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawing")),
        sa.UniqueConstraint(
            "submission_id", "question_key", name=op.f("uq_drawing_submission_id_question_key")
        ),
    )


def downgrade() -> None:
    op.drop_table("drawing")
