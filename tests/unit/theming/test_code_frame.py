"""Code frames: read, checked, written back, refused with a reason."""

from pathlib import Path

import pytest

from analysis.theming.code_frame import (
    CodeFrame,
    CodeFrameError,
    Theme,
    built_in,
    dump,
    load_code_frame,
    parse_code_frame,
    parse_yaml,
)

TEN_THEMES = (
    "having-a-say",
    "things-to-do",
    "feeling-safe",
    "kind-and-happy",
    "being-healthy",
    "caring-for-others",
    "environment",
    "accessible-places",
    "skills-technology",
    "proud-role-models",
)


def test_the_built_in_code_frame_has_the_ten_themes_each_defined_and_with_keywords() -> None:
    frame = built_in("i-live-in-dorset")

    assert frame.theme_ids == TEN_THEMES
    assert all(
        theme.description and theme.includes and theme.excludes and theme.keywords for theme in frame.themes
    )


def test_an_unknown_built_in_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(CodeFrameError, match="i-live-in-dorset"):
        built_in("i-live-in-devon")


def test_a_code_frame_written_out_reads_back_equal() -> None:
    frame = CodeFrame(
        "parks",
        "Parks",
        "What should change?",
        (
            Theme(
                "play",
                "Play",
                "Swings: and “slides”",
                ("toys",),
                ("bins",),
                ("swing", "no"),
                ("more #swings",),
            ),
            Theme("bins", "Bins"),
        ),
    )

    assert parse_yaml(dump(frame)) == frame


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id: [", "line 1: not readable as YAML"),
        ("", "expected fields with names, found nothing"),
        ("- a\n- b", "line 1: expected fields with names, found a list"),
        ("id: a\nname: b\nthemes: []", "line 3: needs `themes`"),
        ("id: a\nname: b\nthemes:\n  - id: c", "line 4: theme 1: needs `name` as text"),
        (
            "id: a\nname: b\nthemes:\n  - {id: c, name: d}\n  - {id: c, name: e}",
            "line 5: theme 2: two themes have",
        ),
        ("id: a\nname: b\nthemes:\n  - {id: None of it, name: d}", "line 4: theme 1: the id 'None of it'"),
        ("id: a\nname: b\nthemes:\n  - {id: none, name: d}", "not `none`"),
        (
            "id: a\nname: b\nthemes:\n  - {id: c, name: d, keywords: bus}",
            "needs `keywords` as a list of texts",
        ),
        (
            "id: a\nname: b\nthemes:\n  - {id: c, name: d, keywords: [bus, 6]}",
            "holds 6 where a text is needed",
        ),
        ("id: a\nname: b\nthemes:\n  - {id: c, name: d, colour: red}", "unknown field 'colour'"),
        ("id: &x a\nname: *x\nthemes:\n  - {id: c, name: d}", "line 2: aliases"),
        ("id: a\nname: b\nthemes:\n  - {id: c, name: 2020-13-45}", "a date or a number in it cannot be read"),
        (f"id: a\nname: {'9' * 5000}", "a date or a number in it cannot be read"),
        (
            f"id: a\nname: {':'.join(['59'] * 3000)}\nthemes:\n  - {{id: c, name: d}}",
            "a date or a number in it cannot be read",
        ),
        ("[" * 20_000, "line 1: lists stand within lists more than 12 deep"),
        ("id: a\nname: b\nthemes:\n  - {id: c, name: d, keywords: ['x', \"\\ud800\"]}", "that nobody types"),
        ('id: a\nname: "b\\0"\nthemes:\n  - {id: c, name: d}', "that nobody types"),
        ('id: a\nname: !!python/object/apply:os.system ["true"]', "not readable as YAML"),
    ],
)
def test_a_faulty_code_frame_is_refused_with_the_line_and_the_fault(text: str, fault: str) -> None:
    with pytest.raises(CodeFrameError) as caught:
        parse_yaml(text, "frame.yaml")

    assert "frame.yaml" in str(caught.value)
    assert fault in str(caught.value)


def test_a_missing_or_non_utf8_file_is_refused_by_name(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("id: café".encode("cp1252"))

    with pytest.raises(CodeFrameError, match=r"absent\.yaml: No such file"):
        load_code_frame(tmp_path / "absent.yaml")
    with pytest.raises(CodeFrameError, match=r"latin\.yaml is not UTF-8"):
        load_code_frame(latin)


def test_a_code_frame_may_come_from_plain_data_and_may_have_two_hundred_themes() -> None:
    themes = [{"id": f"theme-{place}", "name": f"Theme {place}"} for place in range(200)]

    frame = parse_code_frame({"id": "many", "name": "Many", "themes": themes})

    assert len(frame.themes) == 200
    assert frame.theme("theme-199").name == "Theme 199"
    assert frame.question == ""
