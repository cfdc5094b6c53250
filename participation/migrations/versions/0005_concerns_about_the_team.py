"""Concerns about a member of the team: whom they are hidden from, and who was brought in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # Written into the column itself, so that no store rebuilds the table to add it.
    reference = sa.ForeignKey("person.id", name=op.f("fk_safeguarding_case_about_person_id_person"))
    op.add_column(
        "safeguarding_case",
        sa.Column(
            "about_person_id",
            sa.Integer(),
            reference,
            nullable=True,
            comment="Member of the team it is about, from whom it is hidden",
        ),
        inline_references=True,
    )
    op.create_table(
        "case_reader",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["safeguarding_case.id"],
            name=op.f("fk_case_reader_case_id_safeguarding_case"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_reader_person_id_person")),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_reader")),
    )


def downgrade() -> None:
    op.drop_table("case_reader")
    op.drop_column("safeguarding_case", "about_person_id")
