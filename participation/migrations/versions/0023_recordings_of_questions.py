"""A question can have a recording of its words."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "question_recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column(
            "words_hash",
            sa.String(length=64),
            nullable=False,
            comment="Of the words that were to be read out",
        ),
        sa.Column(
            "mark",
            sa.String(length=32),
            nullable=False,
            comment="Of the sound itself; names it in its address",
        ),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="Media type"),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
            name=op.f("fk_question_recording_survey_id_survey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_question_recording_added_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_recording")),
        sa.UniqueConstraint(
            "survey_id", "question_key", name=op.f("uq_question_recording_survey_id_question_key")
        ),
    )


def downgrade() -> None:
    op.drop_table("question_recording")
