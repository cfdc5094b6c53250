"""Everything a campaign must say before it opens, the signature for children's best interests, and the record."""

import sqlalchemy as sa
from alembic import op

from participation.foundation.append_only import refuse_changes

revision = "0025"
down_revision = "0024"

TEXTS = {
    "holidays_because": (300, "Why its days are right though most are school holidays"),
    "elections_because": (300, "Who agreed that it is open before an election, and why"),
    "left_out": (1000, "Who might be left out, and what is done about it"),
    "other_ways": (1000, "Ways to take part beside this site"),
    "easy_summary": (1000, "What is asked and why, in Easy Read"),
    "access_checked_by": (200, "Who tried the pages, as roles, not names"),
    "privacy_level": (2, "L0 to L3: how much is known of who takes part"),
    "dpia_reference": (120, "Reference of the data protection impact assessment"),
    "ethics_approval": (300, "Who approved the ethics of a sensitive topic, and when"),
    "support": (1000, "Who is there for people whom a sensitive topic upsets"),
    "quick_ask_setting": (120, "The one setting a quick ask is for; empty for others"),
}


def upgrade() -> None:
    decided_on = sa.Column("decided_on", sa.Date(), comment="The day on which whoever decides does so")
    op.add_column("campaign", decided_on)
    op.add_column("campaign", sa.Column("access_checked_on", sa.Date()))
    for name, (length, comment) in TEXTS.items():
        text = sa.Column(name, sa.String(length), nullable=False, server_default="", comment=comment)
        op.add_column("campaign", text)
    record = sa.Column(
        "record",
        sa.JSON(),
        nullable=False,
        server_default="[]",
        comment="What each opening gate was answered when it opened",
    )
    op.add_column("campaign", record)
    op.create_table(
        "best_interests_sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_as", sa.String(120), nullable=False, comment="The role in which they signed"),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("statement", sa.String(1000), nullable=False),
        sa.Column(
            "seal", sa.String(64), nullable=False, comment="Names what was signed: another when it changes"
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_best_interests_sign_off_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_best_interests_sign_off_signed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_best_interests_sign_off")),
    )
    index = op.f("ix_best_interests_sign_off_campaign_id")
    op.create_index(index, "best_interests_sign_off", ["campaign_id"])
    refuse_changes(op.get_bind())


def downgrade() -> None:
    op.drop_table("best_interests_sign_off")
    for name in ("record", *TEXTS, "access_checked_on", "decided_on"):
        op.drop_column("campaign", name)
