"""Automatic reading of what people send: it orders and highlights for moderators and decides nothing."""

from moderation.screening.engine import screen
from moderation.screening.results import SCREENING_VERSION, ScreeningResult, Span, not_checked

__all__ = ["SCREENING_VERSION", "ScreeningResult", "Span", "not_checked", "screen"]
