"""Plans entered on the site: why each priority matters, what becomes of the old ones, actions, places and bases."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column(
        "plan_version",
        sa.Column(
            "is_entered_here",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="Entered on the site, not shipped",
        ),
    )
    for name, comment in (("why", "Why is this important?"), ("where_now", "Where are we now?")):
        op.add_column(
            "priority", sa.Column(name, sa.Text(), nullable=False, server_default="", comment=comment)
        )
    op.create_table(
        "priority_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_priority_id", sa.Integer(), nullable=False),
        sa.Column("to_priority_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_priority_id"],
            ["priority.id"],
            name=op.f("fk_priority_mapping_from_priority_id_priority"),
        ),
        sa.ForeignKeyConstraint(
            ["to_priority_id"], ["priority.id"], name=op.f("fk_priority_mapping_to_priority_id_priority")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_priority_mapping_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_mapping")),
        sa.UniqueConstraint("from_priority_id", name=op.f("uq_priority_mapping_from_priority_id")),
    )
    op.create_table(
        "delivery_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False, comment="Role that does it, not a person"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priority.id"], name=op.f("fk_delivery_action_priority_id_priority")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_action")),
    )
    op.create_index(op.f("ix_delivery_action_priority_id"), "delivery_action", ["priority_id"])
    op.create_table(
        "locality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "group_name",
            sa.String(length=200),
            nullable=False,
            comment="Local alliance group that works there",
        ),
        sa.Column("lead", sa.String(length=200), nullable=False, comment="Role that leads it, not a person"),
        sa.Column("local_plan", sa.Text(), nullable=False, comment="What the group does there"),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_version.id"], name=op.f("fk_locality_plan_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locality")),
        sa.UniqueConstraint("plan_version_id", "name", name=op.f("uq_locality_plan_version_id_name")),
    )
    op.create_table(
        "population_base",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("youngest", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False, comment="Plan whose source gives it"),
        sa.Column("population_key", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_population_base_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_base")),
        sa.UniqueConstraint("youngest", "oldest", name=op.f("uq_population_base_youngest_oldest")),
    )


def downgrade() -> None:
    for table in ("population_base", "locality", "delivery_action", "priority_mapping"):
        op.drop_table(table)
    for name in ("where_now", "why"):
        op.drop_column("priority", name)
    op.drop_column("plan_version", "is_entered_here")
