"""What keeps pages flat: counts of what waits, concerns by view, answers that a person coded, words to search for."""

import sqlalchemy as sa
from alembic import op

from moderation import search_index

revision = "0053"
down_revision = "0052"

BY_PERSON = sa.text("corrected_by_id IS NOT NULL")
WAITING = sa.text("state = 'pending'")
WAITING_INDEXES = {
    "ix_submission_waiting": ["lane_rank", "id"],
    "ix_submission_campaign_waiting": ["campaign_id", "lane_rank", "id"],
}


def upgrade() -> None:
    op.create_index(
        "ix_answer_coding_by_person",
        "answer_coding",
        ["campaign_id", "submission_id"],
        postgresql_where=BY_PERSON,
        sqlite_where=BY_PERSON,
    )
    for name, columns in WAITING_INDEXES.items():
        _index_waiting(name, [*columns, "withdrawn_on"])
    op.create_index("ix_safeguarding_case_submission", "safeguarding_case", ["submission_id"])
    search_index.add_words(op.get_bind())


def _index_waiting(name: str, columns: list[str]) -> None:
    op.drop_index(name, table_name="submission")
    op.create_index(name, "submission", columns, postgresql_where=WAITING, sqlite_where=WAITING)


def downgrade() -> None:
    search_index.take_away_words(op.get_bind())
    op.drop_index("ix_safeguarding_case_submission", table_name="safeguarding_case")
    for name, columns in WAITING_INDEXES.items():
        _index_waiting(name, columns)
    op.drop_index("ix_answer_coding_by_person", table_name="answer_coding")
