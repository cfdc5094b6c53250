"""A campaign may ask a young researcher to approve public wording; what they were asked and said is kept."""

import sqlalchemy as sa
from alembic import op

from participation.foundation.append_only import refuse_changes

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column(
        "campaign",
        sa.Column(
            "asks_researchers",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="A young researcher approves public wording before it goes out",
        ),
    )
    op.create_table(
        "wording_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False, comment="What is to stand above the results"),
        sa.Column(
            "replies_hash",
            sa.String(length=64),
            nullable=False,
            comment="The words of every reply as they stood",
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *_references("wording_proposal", campaign_id="campaign", asked_by_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_proposal")),
    )
    op.create_index(op.f("ix_wording_proposal_campaign_id"), "wording_proposal", ["campaign_id"])
    op.create_table(
        "wording_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False, comment="What to change"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_references("wording_verdict", proposal_id="wording_proposal", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_verdict")),
    )
    op.create_index(op.f("ix_wording_verdict_proposal_id"), "wording_verdict", ["proposal_id"])
    refuse_changes(op.get_bind())


def downgrade() -> None:
    op.drop_table("wording_verdict")
    op.drop_table("wording_proposal")
    op.drop_column("campaign", "asks_researchers")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
        for name, other in columns.items()
    ]
