"""Those who ask a person to talk to them, apart from every answer; questions in Easy Read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

EASY_READ = (
    ("easy_wording", 300, "For Easy Read; empty means the wording itself"),
    ("easy_hint", 500, "For Easy Read"),
)


def upgrade() -> None:
    op.create_table(
        "contact_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "identity",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="Keyed hash, so that pressing twice asks once",
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column(
            "sealed_words",
            sa.LargeBinary(),
            nullable=False,
            comment="Name to use, how to reach them, when it is safe: encrypted",
        ),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["person.id"], name=op.f("fk_contact_request_accepted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_request")),
        sa.UniqueConstraint("identity", name=op.f("uq_contact_request_identity")),
    )
    op.create_index(op.f("ix_contact_request_closed_on"), "contact_request", ["closed_on"])
    op.create_table(
        "contact_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_note_person_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["contact_request.id"],
            name=op.f("fk_contact_note_request_id_contact_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_note")),
    )
    op.create_index(op.f("ix_contact_note_request_id"), "contact_note", ["request_id"])
    for name, length, comment in EASY_READ:
        op.add_column(
            "question",
            sa.Column(name, sa.String(length=length), nullable=False, server_default="", comment=comment),
        )


def downgrade() -> None:
    with op.batch_alter_table("question") as question:
        for name, _, _ in EASY_READ:
            question.drop_column(name)
    op.drop_table("contact_note")
    op.drop_table("contact_request")
