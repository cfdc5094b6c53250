"""A cell says an age band in many ways; what could mean two bands, or none, is left as it is."""

import pytest

from surveys.question_types.band_cells import band_in

BANDS = ("5-8", "9-11", "12-14", "15-17", "18-25")


@pytest.mark.parametrize(
    ("cell", "band"),
    [
        ("5 – 8", "5-8"),
        ("9 to 11 years", "9-11"),
        ("13", "12-14"),
        ("17 years old", "15-17"),
        ("2026-08-05T00:00:00", "5-8"),
        ("2026-05-08", "5-8"),
        ("2026-11-09T00:00:00", "9-11"),
        ("2014-12-01T00:00:00", "12-14"),
        ("05-Aug", "5-8"),
        ("Dec-14", "12-14"),
        ("11/nov", "11/nov"),
        ("26", "26"),
        ("2026-02-03", "2026-02-03"),
        ("teenager", "teenager"),
        ("5-9", "5-9"),
    ],
)
def test_a_cell_means_one_band_or_stays_as_it_is(cell: str, band: str) -> None:
    assert band_in(cell, BANDS) == band


def test_a_cell_that_could_mean_two_bands_stays_as_it_is() -> None:
    assert band_in("2026-08-05", ("5-8", "8-5")) == "2026-08-05"
