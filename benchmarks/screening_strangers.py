"""Measures the packaged check on texts by writers of whom it never learned one."""

from collections.abc import Callable, Sequence

from screening_training import Labelled, plain_words, with_typos
from screening_validation import TYPO_SHARE, Figure, share

from moderation.domain import Lane
from moderation.screening.concern import find_concern

MEASURING_LAST = tuple(f"writer_{number}" for number in range(13, 19))
"""Writers of `measuring/` on whom nothing was chosen."""


def stranger_figures(texts: Sequence[Labelled]) -> dict[str, object]:
    """What the packaged check, with its marks, makes of texts by writers it never learned a text from."""
    read = [(item, find_concern(plain_words(item.text)).lane) for item in texts]
    concerns = [(item, lane) for item, lane in read if item.is_concern]
    benign = [(item, lane) for item, lane in read if not item.is_concern]
    mistyped = [
        (item, find_concern(plain_words(with_typos(item.text, TYPO_SHARE, at))).lane)
        for at, (item, _) in enumerate(concerns)
    ]
    return {
        "texts": len(texts),
        "concerns_urgent_or_soon": _reached(concerns, Lane.SOON),
        "concerns_labelled_urgent_read_urgent": _reached(
            [(item, lane) for item, lane in concerns if item.severity == "urgent"], Lane.URGENT
        ),
        "concerns_urgent_or_soon_with_typos": _reached(mistyped, Lane.SOON),
        "benign_urgent_or_soon": _reached(benign, Lane.SOON),
        "benign_urgent": _reached(benign, Lane.URGENT),
        "by_family": _reached_by(concerns, lambda item: item.family),
        "by_age_band": _reached_by(concerns, lambda item: item.age_band),
        "by_age_band_with_typos": _reached_by(mistyped, lambda item: item.age_band),
        "by_writer": _reached_by(concerns, lambda item: item.source),
        "benign_by_writer": _reached_by(benign, lambda item: item.source),
    }


def _reached(read: Sequence[tuple[Labelled, Lane]], least: Lane) -> Figure:
    wanted = (Lane.URGENT,) if least is Lane.URGENT else (Lane.URGENT, Lane.SOON)
    return share(sum(lane in wanted for _, lane in read), len(read))


def _reached_by(read: Sequence[tuple[Labelled, Lane]], key: Callable[[Labelled], str]) -> dict[str, Figure]:
    return {
        name: _reached([(item, lane) for item, lane in read if key(item) == name], Lane.SOON)
        for name in sorted({key(item) for item, _ in read})
    }
