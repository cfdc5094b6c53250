"""What may be done to a theme list: merged, split, reworded, undone; and what old codings then mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.themes.theme_list import (
    ListedTheme,
    ListProblem,
    ThemeList,
    differences,
    keeps_parts,
    new_theme,
    translated,
    translated_coding,
)
from analysis.theming.code_frame import Theme as Part


def listed(*keys: str) -> ThemeList:
    return ThemeList(
        tuple(
            ListedTheme(key, key.title(), "", (Part(id=key, name=key.title(), keywords=(key,)),))
            for key in keys
        )
    )


FIRST = listed("buses", "parks", "safety")


def test_merging_keeps_every_part_and_the_key_that_stays() -> None:
    merged = FIRST.merged(["buses", "safety"], "buses", "Getting home")
    assert merged.keys == ("buses", "parks")
    assert merged.theme("buses").name == "Getting home"
    assert merged.theme_of_part == {"buses": "buses", "safety": "buses", "parks": "parks"}
    assert merged.seen(["safety", "buses", "parks"]) == ("buses", "parks")


def test_merging_changes_nothing_that_the_engine_reads() -> None:
    before = {part.id: part for part in FIRST.code_frame("x", "X", "q1").themes}
    after = FIRST.merged(["buses", "safety"], "buses", "Getting home").code_frame("x", "X", "q1").themes
    assert {part.id: part for part in after} == before


@pytest.mark.parametrize("keys", [[], ["buses"], ["parks", "safety"], ["buses", "unheard-of"]])
def test_merging_needs_two_themes_of_the_list_with_the_one_that_stays(keys: list[str]) -> None:
    with pytest.raises(ListProblem):
        FIRST.merged(keys, "buses")


def test_a_split_theme_stands_behind_the_one_it_came_from() -> None:
    new = new_theme("Late buses", "After dark", ["last bus"], FIRST.keys, "buses")
    split = FIRST.with_new(new)
    assert split.keys == ("buses", "late-buses", "parks", "safety")
    assert translated("late-buses", FIRST, [FIRST, split]) == "buses"
    assert translated_coding(["late-buses", "buses"], FIRST, [FIRST, split]) == ("buses",)


def test_a_theme_from_nowhere_means_nothing_on_an_older_list() -> None:
    later = FIRST.with_new(new_theme("Dogs", "", [], FIRST.keys))
    assert translated_coding(["dogs"], FIRST, [FIRST, later]) is None
    assert translated_coding(["dogs", "parks"], FIRST, [FIRST, later]) == ("parks",)
    assert translated_coding([], FIRST, [FIRST, later]) == ()


def test_two_themes_never_share_a_name_or_a_key() -> None:
    with pytest.raises(ListProblem):
        FIRST.with_new(new_theme("PARKS", "", [], FIRST.keys))
    assert new_theme("Parks!", "", [], FIRST.keys).key == "parks-2"
    assert new_theme("None", "", [], ()).key != "none"
    assert new_theme("🎪", "", [], ["theme"]).key == "theme-2"


def test_only_regrouping_whole_themes_needs_no_reading() -> None:
    merged = FIRST.merged(["buses", "safety"], "buses")
    assert keeps_parts(FIRST, merged)
    assert not keeps_parts(merged, FIRST)
    assert not keeps_parts(FIRST, FIRST.with_new(new_theme("Dogs", "", [], FIRST.keys)))


def test_differences_are_told_in_words() -> None:
    merged = FIRST.merged(["buses", "safety"], "buses", "Getting home")
    assert differences(None, FIRST) == ("3 themes",)
    assert differences(FIRST, merged) == (
        "“Buses” is now called “Getting home”",
        "“Safety” became part of “Getting home”",
    )
    assert differences(merged, FIRST)[-1] == "“Safety” is new"
    assert differences(FIRST, FIRST) == ("Nothing but the date",)


@given(st.data())
def test_whatever_is_done_a_stored_list_reads_back_and_old_codings_keep_a_meaning(
    data: st.DataObject,
) -> None:
    now, history = FIRST, [FIRST]
    for number in range(data.draw(st.integers(0, 5))):
        if len(now.keys) > 1 and data.draw(st.booleans()):
            pair = data.draw(st.permutations(now.keys))[:2]
            now = now.merged(pair, pair[0], data.draw(st.sampled_from(["", f"Together {number}"])))
        else:
            parent = data.draw(st.sampled_from(now.keys))
            taken = {part for known in history for part in known.theme_of_part}
            now = now.with_new(new_theme(f"New {number}", "", ["word"], taken, parent))
        history.append(now)
    stored = ThemeList(tuple(ListedTheme.from_stored(**theme.to_json()) for theme in now.themes))
    assert stored == now
    for key in {key for known in history for key in known.keys}:
        for version in history:
            assert translated(key, version, history) in version.theme_of_part
