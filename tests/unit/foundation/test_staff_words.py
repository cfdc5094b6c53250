"""What staff write keeps its lines and links on the page, and can bring nothing else with it."""

import pytest

from participation.foundation.staff_words import paragraphs


def test_each_line_is_a_paragraph() -> None:
    assert (
        paragraphs("We mended it.\r\n\r\nIt took a week.\n") == "<p>We mended it.</p><p>It took a week.</p>"
    )


def test_a_web_address_becomes_a_link_that_vouches_for_nothing() -> None:
    assert paragraphs("See https://example.org/buses.") == (
        '<p>See <a href="https://example.org/buses" rel="nofollow">https://example.org/buses</a>.</p>'
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">here</a>',
        'https://example.org/"onmouseover="alert(1)',
    ],
)
def test_what_looks_like_code_is_shown_as_typed(hostile: str) -> None:
    shown = str(paragraphs(hostile))
    assert "<script" not in shown
    assert "<img" not in shown
    assert '<a href="javascript' not in shown
    assert " onmouseover=" not in shown
    assert "alert(1)" in shown


def test_nothing_said_shows_nothing() -> None:
    assert paragraphs(" \n ") == ""
