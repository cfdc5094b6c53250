"""The council's own colours: what is accepted can be read wherever it lies, and what cannot be read is refused."""

from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.colours import contrast
from participation.foundation.looks import Look
from participation.look.domain import accent_problem, action_problem, read_colour
from tests.unit.design.test_colours import colours_of, too_faint

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def tokens(style: str) -> dict[str, str]:
    """The colours that rules set, by name."""
    inside = style[style.index("{") + 1 : style.index("}")]
    return dict(each.removeprefix("--").split(":") for each in inside.split(";"))


def test_a_colour_is_read_as_people_write_it() -> None:
    assert [read_colour(typed) for typed in ("#0B5F66", " 0b5f66 ", "#09f", "")] == [
        "#0b5f66",
        "#0b5f66",
        "#0099ff",
        "",
    ]
    assert [read_colour(typed) for typed in ("blue", "#12345", "#gggggg", "#0b5f66;}", "url(x)")] == [
        None
    ] * 5


@given(COLOURS)
def test_a_colour_for_the_top_is_accepted_only_where_everything_on_it_can_be_read(colour: str) -> None:
    if accent_problem(colour):
        assert contrast("#ffffff", colour) < 7 > contrast("#1d2a35", colour)
        return
    for theme in ("light", "dark"):
        assert list(too_faint(colours_of(theme) | tokens(Look(accent=colour).style))) == []


@given(COLOURS)
def test_a_colour_for_links_is_accepted_only_where_it_can_be_read_on_every_light_ground(colour: str) -> None:
    if not action_problem(colour):
        style = Look(action=colour).style
        assert list(too_faint(colours_of("light") | tokens(style))) == []


def test_a_refusal_names_the_figure_and_what_to_choose() -> None:
    assert "reach 4.5 to 1, and need 7. Choose a darker colour." in action_problem("#e0342c")
    assert "darker or a much lighter" in accent_problem("#777777")
    assert (accent_problem("#ffdd00"), accent_problem("#00308f"), action_problem("#00308f")) == ("", "", "")


def test_without_colours_of_its_own_a_page_carries_no_rules() -> None:
    assert (Look().style, Look().mark) == ("", "")
