"""The rota, what campaigns say while nobody is on it, and alerts to staff."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

READING = (
    ("unread_since", "First day without anybody on the rota to read"),
    ("next_read_on", "While nobody is there: the day somebody is again"),
    ("paused_on", "The rota was broken for too long"),
)


def upgrade() -> None:
    for name, comment in READING:
        op.add_column("campaign", sa.Column(name, sa.Date(), nullable=True, comment=comment))
    op.create_table(
        "rota_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("weekdays", sa.String(length=7), nullable=False, comment="0 is Monday"),
        sa.Column("is_cover", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "last_day IS NULL OR last_day >= first_day", name=op.f("ck_rota_turn_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rota_turn_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_turn")),
    )
    op.create_index(op.f("ix_rota_turn_person_id"), "rota_turn", ["person_id"])
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False, comment="The concern, or the view"),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True, comment="None: sent or given up"),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_alert_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "kind", "subject_id", "step", "person_id", name=op.f("uq_alert_kind_subject_id_step_person_id")
        ),
    )
    op.create_index(op.f("ix_alert_person_id"), "alert", ["person_id"])
    op.create_index(op.f("ix_alert_try_after"), "alert", ["try_after"])


def downgrade() -> None:
    op.drop_table("alert")
    op.drop_table("rota_turn")
    for name, _ in READING:
        op.drop_column("campaign", name)
