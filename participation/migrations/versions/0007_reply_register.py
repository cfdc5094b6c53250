"""The whole register of replies: what each status must carry, who signs, reminders, and why an answer is late."""

import sqlalchemy as sa
from alembic import op

from participation.foundation.append_only import allow_changes, refuse_changes

revision = "0007"
down_revision = "0006"

TEXTS = (
    ("could_change", "What could change a no"),
    ("left_out", "The part that cannot be done"),
    ("first_step", None),
    ("their_answer", "What whoever else decides said"),
    ("family_cost", "Does it cost families money or data?"),
    ("practice_evidence", "What practitioners say of it"),
    ("data_evidence", "What the numbers say of it"),
)
PEOPLE = (
    ("owner_id", "Keeps it up to date"),
    ("decision_maker_id", None),
    ("equality_lead_id", None),
    ("data_officer_id", None),
)
#: Whoever decides stood in the owner's place until now.
DECIDED = "status IN ('deciding', 'changed_mind')"


def upgrade() -> None:
    for name, comment in TEXTS:
        _add(sa.Column(name, sa.Text(), nullable=False, server_default="", comment=comment))
    _add(
        sa.Column(
            "reason_code",
            sa.String(length=20),
            nullable=False,
            server_default="",
            comment="Kind of reason for a no",
        )
    )
    _add(
        sa.Column(
            "decision_maker",
            sa.String(length=200),
            nullable=False,
            server_default="",
            comment="Role or board that decides, not a person",
        )
    )
    _add(
        sa.Column(
            "places",
            sa.JSON(),
            nullable=False,
            server_default="[]",
            comment="Where it is done; empty: anywhere",
        )
    )
    _add(
        sa.Column(
            "quote_ids",
            sa.JSON(),
            nullable=False,
            server_default="[]",
            comment="Views it answers: ids, no words",
        )
    )
    for name, comment in PEOPLE:
        reference = sa.ForeignKey("person.id", name=op.f(f"fk_reply_{name}_person"))
        _add(sa.Column(name, sa.Integer(), reference, nullable=True, comment=comment))
    figures = sa.ForeignKey("snapshot.id", name=op.f("fk_reply_snapshot_id_snapshot"))
    _add(sa.Column("snapshot_id", sa.Integer(), figures, nullable=True, comment="The figures it rests on"))
    op.execute(f"UPDATE reply SET decision_maker = owner WHERE {DECIDED}")  # noqa: S608 - no outside words
    _create_tables()
    refuse_changes(op.get_bind())


def downgrade() -> None:
    for table in ("late_notice", "reminder_round", "reply_reminder", "reply_signature"):
        op.drop_table(table)
    allow_changes(op.get_bind())
    with op.batch_alter_table("reply") as reply:
        for name in ("snapshot_id", *(person for person, _ in PEOPLE)):
            reply.drop_column(name)
        for name in ("quote_ids", "places", "decision_maker", "reason_code", *(text for text, _ in TEXTS)):
            reply.drop_column(name)
    refuse_changes(op.get_bind())


def _add(column: sa.Column[object]) -> None:
    """Written into the column itself, so that no store rebuilds the table its history hangs on."""
    op.add_column("reply", column, inline_references=True)


def _create_tables() -> None:
    op.create_table(
        "reply_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False, comment="The role in which it was signed"),
        sa.Column(
            "wording_hash",
            sa.String(length=64),
            nullable=False,
            comment="What was signed; another hash: changed since",
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_reply_signature_reply_id_reply")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reply_signature_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_signature")),
    )
    op.create_index(op.f("ix_reply_signature_reply_id"), "reply_signature", ["reply_id"])
    op.create_table(
        "reply_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_reply_reminder_reply_id_reply")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reply_reminder_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_reminder")),
        sa.UniqueConstraint("reply_id", "sent_on", name=op.f("uq_reply_reminder_reply_id_sent_on")),
    )
    op.create_table(
        "reminder_round",
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_reminder_round")),
    )
    op.create_table(
        "late_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_late_notice_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_late_notice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_notice")),
    )
    op.create_index(op.f("ix_late_notice_campaign_id"), "late_notice", ["campaign_id"])
