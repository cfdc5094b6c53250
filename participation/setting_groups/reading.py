"""How views are read, coded and counted, and which counts may be shown."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings


class ReadingSettings(BaseSettings):
    """How views are read and counted."""

    public_minimum_cell: int = Field(10, ge=1, description="Smallest count shown in public")
    public_round_to: int = Field(
        5, ge=1, description="Counts in every file and public page are rounded to this"
    )
    board_suppress_up_to: int = Field(5, ge=0, description="Board files hide counts from 1 to this")
    audit_minimum: int = Field(
        100, ge=1, description="Fewest answers coded blind before the accuracy of themes is told"
    )
    hand_coding_below: int = Field(
        300, ge=0, description="With fewer approved answers one person codes all of them by hand"
    )
    show_sentiment: bool = Field(True, description="Show analysts the TextBlob mood hint")
    late_days: int = Field(
        28, ge=0, description="Days after closing in which views written before are accepted"
    )
    claim_minutes: int = Field(15, ge=1, description="How long a moderator holds an item")
    undo_seconds: int = Field(30, ge=0, description="How long a decision can be taken back")
    break_after: int = Field(
        8, ge=1, description="After how many hard views in a day a moderator is offered a break"
    )

    @model_validator(mode="after")
    def _shows_no_count_it_rounds_from_below(self) -> Self:
        if self.public_round_to > min(self.public_minimum_cell, self.board_suppress_up_to + 1):
            raise ValueError(
                "PUBLIC_ROUND_TO must be no more than the smallest counts shown: PUBLIC_MINIMUM_CELL, and one above "
                "BOARD_SUPPRESS_UP_TO"
            )
        return self
