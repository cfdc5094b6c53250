"""Second readings: the draw of each day, and what second readers said."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "sample_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("share", sa.Float(), nullable=False, comment="0 to 1"),
        sa.Column("decided", sa.Integer(), nullable=False, comment="Views decided on the day"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_sample_day")),
    )
    op.create_table(
        "second_reading",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("lane", sa.String(length=16), nullable=False, comment="Lane at the first decision"),
        sa.Column(
            "first_outcome",
            sa.String(length=60),
            nullable=False,
            comment="Decision, and house rule of a rejection",
        ),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("is_concern", sa.String(length=10), nullable=False, comment="yes, no or not_sure"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_reading_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_second_reading_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_second_reading")),
    )


def downgrade() -> None:
    op.drop_table("second_reading")
    op.drop_table("sample_day")
