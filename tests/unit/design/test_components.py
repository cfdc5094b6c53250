"""What the components promise to those who build pages with them."""

from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jinja2 import DictLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.loaders import ChoiceLoader
from wtforms import BooleanField, Form, RadioField, StringField, TextAreaField, validators

from analysis.replies.domain import ReplyStatus
from moderation.domain import Lane
from participation.foundation.looks import Look
from participation.foundation.reading_age import reading_age, sentences
from tests.unit.design.test_templates import ROOT

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)> <3 & 'quote'"


def rendered(template: str, **context: Any) -> BeautifulSoup:
    """A template that uses the components, as a page would get it."""
    loaders = ChoiceLoader([DictLoader({"page.html": template}), FileSystemLoader(ROOT / "templates")])
    environment = Environment(loader=loaders, autoescape=True, undefined=StrictUndefined)
    environment.globals["_"] = lambda text, **names: text % names if names else text
    environment.globals["public_stylesheet"] = lambda: "/static/css/public.css"
    environment.globals["asset"] = lambda path: f"/static/{path}"
    environment.globals["csrf_token"] = lambda: "token"
    environment.globals["get_flashed_messages"] = list
    environment.filters["date"] = str
    environment.filters["sentences"] = sentences
    environment.filters["reading_age"] = reading_age
    return BeautifulSoup(environment.get_template("page.html").render(**context), "html5lib")


def component(place: str, call: str, **context: Any) -> BeautifulSoup:
    """One macro call, imported from its file."""
    name = call.split("(")[0]
    return rendered(f'{{% from "components/{place}.html" import {name} %}}{{{{ {call} }}}}', **context)


def page_context(**more: Any) -> dict[str, Any]:
    site = SimpleNamespace(
        name="A site", url="https://example.org", partnership="Partners", is_demo=True, look=Look()
    )
    look = SimpleNamespace(theme="auto", text_size="normal", spacing="normal", easy_read=False)
    languages = {"page_language": "en", "page_direction": "ltr"}
    return {"site": site, "preferences": look, "current_person": None, **languages, **more}


SIZES: list[Any] = ["Small", "Large"]


class ViewForm(Form):
    name = StringField("Your name", [validators.DataRequired("Enter a name")], description="As on a badge")
    about = TextAreaField("About")
    size = RadioField("Size", [validators.InputRequired("Choose a size")], choices=SIZES)
    agreed = BooleanField("I agree")


@pytest.mark.parametrize(
    ("place", "call"),
    [
        ("bubbles", "bubble(text, source=text)"),
        ("bubbles", "you_said_we_did(text, text)"),
        ("fields", 'text_area("q", text, value=text, error=text)'),
        ("fields", 'short_text("q", text, value=text)'),
        ("fields", 'radios("q", text, [(text, text)], value=text)'),
        ("tables", "table(text, [text], [[text]])"),
        ("lists", 'summary_list([{"label": text, "value": text}])'),
    ],
)
def test_hostile_text_stays_text(place: str, call: str) -> None:
    page = component(place, call, text=HOSTILE)
    assert not page.select("script, img")
    assert HOSTILE in page.get_text()


def test_a_text_area_gives_back_exactly_what_was_typed() -> None:
    typed = "\n  two lines\nand <b>a tag</b>"
    page = component("fields", 'text_area("q", "Q", value=v)', v=typed)
    area = page.select_one("textarea")
    assert area is not None
    assert area.get_text() == typed


def test_nothing_is_chosen_before_somebody_chooses() -> None:
    page = component("fields", 'radios("q", "May we?", [("yes", "Yes"), ("", "No")])')
    assert len(page.select("input")) == 2
    assert not page.select("[checked]")


def test_hint_and_error_are_tied_to_the_control() -> None:
    page = component("fields", 'short_text("q", "Q", hint="A hint", error="Write it")')
    control = page.select_one("input")
    assert control is not None
    described = [page.select_one(f"#{name}") for name in str(control["aria-describedby"]).split()]
    assert [tag.get_text(" ", strip=True) for tag in described if tag] == ["A hint", "Error: Write it"]
    assert control["aria-invalid"] == "true"


def test_a_form_with_errors_says_so_in_the_title_and_links_each_error_to_its_field() -> None:
    form = ViewForm(data={})
    assert not form.validate()
    page = rendered(
        '{% extends "layouts/staff.html" %}{% from "components/forms.html" import fields %}'
        "{% block title %}Add a view{% endblock %}{% block content %}{{ fields(form) }}{% endblock %}",
        **page_context(form=form),
    )
    assert page.title is not None
    assert page.title.get_text() == "Error: Add a view – A site"
    links = page.select(".problem a")
    assert [link.get_text() for link in links] == ["Enter a name", "Choose a size"]
    assert all(page.select_one(str(link["href"])) is not None for link in links)
    assert page.select_one(".problem[autofocus][tabindex]") is not None


def test_a_page_without_errors_has_one_heading_and_no_summary() -> None:
    page = rendered(
        '{% extends "layouts/public.html" %}{% block title %}Hello{% endblock %}',
        **page_context(form=ViewForm()),
    )
    assert page.title is not None
    assert page.title.get_text() == "Hello – A site"
    assert [heading.get_text() for heading in page.select("h1")] == ["Hello"]
    assert not page.select(".problem")


@pytest.mark.parametrize("layout", ["public", "public_hero"])
def test_help_comes_in_the_same_order_on_every_public_page(layout: str) -> None:
    page = rendered(
        f'{{% extends "layouts/{layout}.html" %}}{{% block title %}}Hi{{% endblock %}}', **page_context()
    )
    shown = [str(link["href"]) for link in page.select("footer a")]
    places = [
        "/help-now",
        "/privacy",
        "/cookies",
        "/accessibility",
        "/contact",
        "/data-complaint",
        "/preferences",
    ]
    assert shown == places
    assert page.select_one('header a[href="/help-now"]') is not None


def test_exit_is_offered_first_where_it_is_wanted_and_nowhere_else() -> None:
    template = '{% extends "layouts/public.html" %}{% block title %}Hi{% endblock %}'
    wanted = rendered(template, **page_context(show_exit=True))
    assert "/exit" in [link["href"] for link in wanted.select("a")][:3]
    assert not rendered(template, **page_context()).select('a[href="/exit"]')


def test_the_demo_says_so_on_every_layout() -> None:
    for layout in ("public", "public_hero", "staff", "print"):
        template = f'{{% extends "layouts/{layout}.html" %}}{{% block title %}}Hi{{% endblock %}}'
        assert "everything here is made up" in rendered(template, **page_context()).get_text(), layout


@pytest.mark.parametrize("code", list(Lane))
def test_every_lane_has_a_drawing_a_word_and_a_colour(code: Lane) -> None:
    page = component("tags", "lane(code)", code=code.value)
    tag = page.select_one(".tag")
    assert tag is not None
    assert tag.get_text(strip=True)
    assert tag.select_one("path[d]:not([d=''])") is not None
    assert len(tag["class"]) == 2


def test_no_two_lanes_look_alike() -> None:
    page = rendered(
        '{% from "components/tags.html" import lane %}{% for code in codes %}{{ lane(code) }}{% endfor %}',
        codes=[code.value for code in Lane],
    )
    looks = [(tag.get_text(strip=True), str(tag["class"]), str(tag.path)) for tag in page.select(".tag")]
    assert all(len(set(column)) == len(Lane) for column in zip(*looks, strict=True))


@pytest.mark.parametrize("status", list(ReplyStatus))
def test_every_reply_status_has_public_words(status: ReplyStatus) -> None:
    page = rendered(
        '{% from "components/tags.html" import reply_status %}{{ reply_status(s, "3 March") }}',
        s=status.value,
    )
    words = page.get_text(strip=True)
    assert words
    assert ("3 March" in words) == (status in (ReplyStatus.DECIDING, ReplyStatus.NOT_OURS))


def test_the_receipt_is_plain_text_in_its_output() -> None:
    page = component("receipt", 'receipt("otter lamp river seven 42")')
    output = page.select_one("output#receipt")
    assert output is not None
    assert output.decode_contents() == "otter lamp river seven 42"
    assert all(button.has_attr("hidden") for button in page.select("button")), "buttons wait for the script"
