"""House rules are rows, a version each, and a decision names the version whose words its sender reads."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from participation.foundation.append_only import refuse_changes

revision = "0022"
down_revision = "0021"

#: The rules a new house begins with: code, what moderators choose, what the sender reads, what becomes of the view.
FIRST_RULES = (
    (
        "about_a_person",
        "Names or blames a particular person",
        (
            "Your view was about one particular person. We only use views about places, services and how "
            "things are, so that nobody can be hurt or recognised."
        ),
        "not_used",
    ),
    (
        "private_details",
        "Private details cannot be covered without losing the meaning",
        (
            "Your view told us private things that could show who somebody is. We could not hide them and "
            "keep your point, so we did not use it. You can send it again without them."
        ),
        "not_used",
    ),
    (
        "hurtful",
        "Hurtful to a group of people",
        (
            "Some words in your view could hurt a group of people. You can tell us your point again in other "
            "words."
        ),
        "not_used",
    ),
    (
        "rude",
        "So rude that the point is lost",
        (
            "There were so many rude words that we could not see your point. Being angry is fine. You can "
            "tell us again in other words."
        ),
        "not_used",
    ),
    (
        "tone",
        "The point is clear, the words are too rude or angry to show",
        (
            "We heard your point, and it counts. We do not show your words to anybody, because some of them "
            "are rude or angry."
        ),
        "still_counts",
    ),
    (
        "off_topic",
        "Not about what was asked",
        (
            "Your view was about something other than what this campaign asks. The contact page says who to "
            "tell about other things."
        ),
        "not_used",
    ),
    (
        "no_meaning",
        "A test, a keyboard mash or too little to understand",
        "We could not work out what your view meant. You can send it again with a few more words.",
        "not_used",
    ),
    (
        "repeat",
        "The same view sent again and again",
        "We have the same view already, and it counts once.",
        "not_used",
    ),
    (
        "advert",
        "An advert or a link to sell something",
        "Your view looked like an advert, so we did not use it.",
        "not_used",
    ),
    (
        "illegal",
        "Asks for or threatens something against the law",
        "Your view asked for something that the law does not allow, so we could not use it.",
        "not_used",
    ),
    (
        "service_request",
        "Asks for something to be mended, cleaned or done (a service request)",
        (
            "You asked for something to be mended or done, such as a light or a bin. The people who do that "
            "do not read what is sent here. The contact page says how to tell the council. You can ask a "
            "grown-up to help you."
        ),
        "elsewhere",
    ),
    (
        "complaint",
        "A complaint about how a service or a member of staff behaved",
        (
            "You told us that something was done badly. You have the right to complain, and to get an answer."
            " The contact page says how. A grown-up you trust can help you."
        ),
        "elsewhere",
    ),
    (
        "compliment",
        "Praise or thanks for people or a service (a compliment)",
        "Thank you! You said something good about people who work for you. We pass it on to them.",
        "thanks",
    ),
)


def upgrade() -> None:
    table = op.create_table(
        "house_rule_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column(
            "kind_words", sa.Text(), nullable=False, comment="What the sender reads with their receipt"
        ),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True, comment="Empty for those it came with"),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_house_rule_version_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_rule_version")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_house_rule_version_code_number")),
    )
    moment = datetime.now(UTC)
    op.bulk_insert(
        table,
        [
            {
                "code": code,
                "number": 1,
                "label": label,
                "kind_words": words,
                "outcome": outcome,
                "is_active": True,
                "made_at": moment,
            }
            for code, label, words, outcome in FIRST_RULES
        ],
    )
    column = sa.Column(
        "rule_number",
        sa.SmallInteger(),
        nullable=True,
        comment="Version of that rule, whose words the sender reads",
    )
    op.add_column("decision", column)
    refuse_changes(op.get_bind())


def downgrade() -> None:
    op.drop_column("decision", "rule_number")
    op.drop_table("house_rule_version")
