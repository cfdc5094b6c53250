"""The council's own look: names, welcome, colours and logo."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0044"


def upgrade() -> None:
    op.create_table(
        "site_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("partnership", sa.String(length=160), nullable=False),
        sa.Column("welcome", sa.String(length=400), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False, comment="#rrggbb, or empty for ours"),
        sa.Column("action", sa.String(length=7), nullable=False, comment="#rrggbb, or empty for ours"),
        sa.Column("logo", sa.LargeBinary(), nullable=True, comment="As we wrote it anew, a WebP"),
        sa.Column("logo_mark", sa.String(length=20), nullable=False, comment="Names the logo's content"),
        sa.Column("logo_width", sa.Integer(), nullable=False),
        sa.Column("logo_height", sa.Integer(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_site_look_set_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_look")),
    )


def downgrade() -> None:
    op.drop_table("site_look")
