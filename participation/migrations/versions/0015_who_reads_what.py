"""Whether a child is at risk, answered before anything else; who reads what, and looking after those who read."""

import sqlalchemy as sa
from alembic import op

from participation.foundation.append_only import refuse_changes

revision = "0015"
down_revision = "0014"

WAITING = sa.text("state = 'pending'")
LIKE_ANOTHER = sa.text("similar_to_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "risk_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "because",
            sa.String(length=30),
            nullable=False,
            comment="Code of a reason; never words of the view",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_risk_answer_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_risk_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_answer")),
    )
    op.create_index("ix_risk_answer_submission", "risk_answer", ["submission_id", "person_id"])
    op.create_table(
        "knows_sender",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_knows_sender_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_knows_sender_person_id_person")),
        sa.PrimaryKeyConstraint("submission_id", "person_id", name=op.f("pk_knows_sender")),
    )
    op.create_table(
        "exposure",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_exposure_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exposure_person_id_person")),
        sa.PrimaryKeyConstraint("submission_id", "person_id", name=op.f("pk_exposure")),
    )
    op.create_index("ix_exposure_day", "exposure", ["person_id", "read_on"])
    op.create_table(
        "reader_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reads_hard_ones", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_reader_choice_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reader_choice")),
    )
    op.create_table(
        "handover_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=False, comment="Words of staff, encrypted"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_note_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_note")),
    )
    op.add_column(
        "screening",
        sa.Column(
            "tells_of_risk",
            sa.Boolean(),
            nullable=False,
            server_default=sa.text("false"),
            comment="Any signal is about a child's safety",
        ),
    )
    op.execute(
        "UPDATE screening SET tells_of_risk = true "
        "WHERE lane = 'urgent' OR CAST(signals AS VARCHAR) LIKE '%safeguarding.%'"
    )
    op.create_index(
        "ix_screening_similar",
        "screening",
        ["similar_to_id"],
        sqlite_where=LIKE_ANOTHER,
        postgresql_where=LIKE_ANOTHER,
    )
    op.create_index(
        "ix_submission_campaign_waiting",
        "submission",
        ["campaign_id", "lane_rank", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    refuse_changes(op.get_bind())


def downgrade() -> None:
    op.drop_index("ix_submission_campaign_waiting", "submission")
    op.drop_index("ix_screening_similar", "screening")
    op.drop_column("screening", "tells_of_risk")
    for table in ("handover_note", "reader_choice", "exposure", "knows_sender", "risk_answer"):
        op.drop_table(table)
