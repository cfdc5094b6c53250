"""Group sessions, and the session a view came in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

IN_A_SESSION = sa.text("group_session_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "group_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column(
            "label", sa.String(length=120), nullable=False, comment="The setting, as its host wrote it"
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "is_told_first",
            sa.Boolean(),
            nullable=False,
            comment="Its host says that the group hears first what may be passed on",
        ),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (valid_until IS NULL)", name=op.f("ck_group_session_ends_once_opened")
        ),
        sa.CheckConstraint(
            "opened_at IS NULL OR is_told_first", name=op.f("ck_group_session_told_before_it_opens")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_group_session_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_group_session_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_session")),
        sa.UniqueConstraint("code", name=op.f("uq_group_session_code")),
    )
    op.create_index(op.f("ix_group_session_campaign_id"), "group_session", ["campaign_id"])
    # Written into the column itself, so that no store copies the largest table to add it.
    reference = sa.ForeignKey("group_session.id", name=op.f("fk_submission_group_session_id_group_session"))
    op.add_column(
        "submission", sa.Column("group_session_id", sa.Integer(), reference), inline_references=True
    )
    op.create_index(
        "ix_submission_group_session",
        "submission",
        ["group_session_id"],
        sqlite_where=IN_A_SESSION,
        postgresql_where=IN_A_SESSION,
    )


def downgrade() -> None:
    op.drop_index("ix_submission_group_session", "submission")
    op.drop_column("submission", "group_session_id")
    op.drop_table("group_session")
