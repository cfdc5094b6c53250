"""Every type of question on the page: shown, answered without a script, refused kindly, stored, counted."""

from collections.abc import Iterator

import pytest
from bs4 import Tag

from surveys.answers import chosen_options, open_words
from surveys.definition import Condition, Option, QuestionDefinition
from surveys.question_types import QUESTION_TYPES, question_type
from surveys.services import find_by_receipt
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import ADDRESS, key_on, receipt_on, send, soup_of, stored

OPTIONS = (
    Option("bus", "By bus", "bus"),
    Option("bike", "By bike", "bike"),
    Option("walk", "On foot", "tree"),
)


def asked(kind: str, key: str = "q1") -> QuestionDefinition:
    found = question_type(kind)
    options = found.default_options or (OPTIONS if found.needs_options else ())
    if not found.takes_pictures:
        options = tuple(Option(option.id, option.label) for option in options)
    return QuestionDefinition(
        key, kind, f"A question of the type {kind}?", "A hint", options, has_other=found.takes_other
    )


ALL = tuple(
    asked(kind, f"q{number}")
    for number, kind in enumerate(QUESTION_TYPES, 1)
    if not question_type(kind).needs_helper
)


def fields_of(question: QuestionDefinition) -> dict[str, str | list[str]]:
    """The example of a type as a form sends it."""
    example = question_type(question.kind).example(question)
    if question.kind == "ranking":
        return {f"{question.key}.{each}": str(place) for place, each in enumerate(example.choices, 1)}
    return {question.key: list(example.choices)} if example.choices else {question.key: example.words}


#: Types that a phone alone is not asked; what holds for them is in `test_drawings`.
ALONE = [name for name, each in QUESTION_TYPES.items() if not each.needs_helper]


def controls(page: Tag) -> Iterator[Tag]:
    for control in page.select("#take-part input, #take-part textarea, #take-part select"):
        if control.get("type") != "hidden":
            yield control


@pytest.mark.parametrize("kind", ALONE)
def test_it_stands_on_the_page_with_names_for_everything_and_nothing_chosen(
    client: AuditingClient, open_campaign: OpenCampaign, kind: str
) -> None:
    open_campaign((asked(kind), QuestionDefinition("q2", "long_text", "Anything else?")))
    page = client.page(ADDRESS)
    assert f"A question of the type {kind}?" in text_of(page)
    assert "A hint" in text_of(page)
    for control in controls(page):
        label = control.find_parent("label") or page.select_one(f"label[for={control['id']}]")
        assert label is not None
        assert text_of(label)
        if control.has_attr("checked"):
            assert control["value"] == ""
    ids = [each["id"] for each in page.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", [name for name in ALONE if question_type(name).asks])
def test_its_example_is_stored_and_can_be_left_out(
    client: AuditingClient, open_campaign: OpenCampaign, kind: str
) -> None:
    question = asked(kind)
    open_campaign((question, QuestionDefinition("q2", "long_text", "Anything else?")))
    submission = find_by_receipt(receipt_on(send(client, **fields_of(question))))
    assert submission is not None
    example = question_type(kind).example(question)
    assert open_words(submission).get("q1", "") == example.words
    assert chosen_options(submission).get("q1", ()) == example.choices
    receipt_on(send(client, q2="Only this"))
    assert [sorted(answer.question_key for answer in each.answers) for each in stored()] == [["q1"], ["q2"]]


@pytest.mark.parametrize(
    ("kind", "bad", "complaint"),
    [
        ("number", {"q1": "lots"}, "write one whole number from 0 to 1,000"),
        ("day", {"q1": "yesterday"}, "write one day like this"),
        ("ranking", {"q1.bus": "1", "q1.bike": "1"}, "both have place 1"),
        ("one_choice", {"q1": "rocket"}, "choose from the list"),
        ("picture_choice", {"q1": "rocket"}, "choose from the list"),
        ("one_choice", {"q1_other": "x" * 301}, "300 characters at most"),
    ],
)
def test_a_wrong_answer_is_named_and_everything_typed_is_still_there(
    client: AuditingClient, open_campaign: OpenCampaign, kind: str, bad: dict[str, str], complaint: str
) -> None:
    open_campaign((asked(kind), QuestionDefinition("q2", "long_text", "Anything else?")))
    response = send(client, q2="Kept words", **bad)
    assert response.status_code == 422
    page = soup_of(response)
    assert complaint in text_of(page.select(".problem")[0])
    link = page.select(".problem a")[0]["href"]
    assert page.select(str(link)), "the problem leads to its field"
    assert "Kept words" in text_of(page)
    if "q1.bus" in bad:
        assert [each["name"] for each in page.select("[type=radio][checked][value='1']")] == [
            "q1.bus",
            "q1.bike",
        ]
    assert stored() == []


def test_something_else_is_stored_as_words_that_wait_for_a_person(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign((asked("several_choices"),))
    receipt_on(send(client, q1=["bus"], q1_other="My uncle’s tractor"))
    [submission] = stored()
    assert open_words(submission) == {"q1_other": "My uncle’s tractor"}
    assert chosen_options(submission) == {"q1": ("bus",)}
    assert submission.state == "pending"


def test_all_types_ride_along_page_by_page_and_are_read_back_before_sending(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign(ALL)
    carried: dict[str, list[str]] = {"submission_key": [key_on(client)]}
    for number, question in enumerate(ALL, 1):
        given = {
            name: value if isinstance(value, list) else [value] for name, value in fields_of(question).items()
        }
        page = soup_of(client.post(ADDRESS, data={**carried, **given, "page": str(number + 1)}))
        carried = {}
        for hidden in page.select("#take-part input[type=hidden]"):
            carried.setdefault(str(hidden["name"]), []).append(str(hidden["value"]))
    shown = text_of(page)
    for question in ALL:
        kind = question_type(question.kind)
        assert kind.show(kind.example(question), question) in shown
    receipt_on(client.post(ADDRESS, data=carried))
    [submission] = stored()
    kept = {answer.question_key for answer in submission.answers}
    assert kept == {question.key for question in ALL if question_type(question.kind).asks}


def test_a_question_that_is_not_asked_is_passed_over_and_its_answer_is_not_kept(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    rides = QuestionDefinition(
        "q1", "one_choice", "Do you ride?", options=(Option("y", "Yes"), Option("n", "No"))
    )
    often = QuestionDefinition("q2", "long_text", "How often?", show_when=(Condition("q1", ("y",)),))
    open_campaign((rides, often, QuestionDefinition("q3", "long_text", "Anything else?")))
    key = key_on(client)
    yes = soup_of(client.post(ADDRESS, data={"submission_key": key, "at": "1", "page": "2", "q1": "y"}))
    assert "How often?" in text_of(yes)
    no = {"submission_key": key, "at": "1", "page": "2", "q1": "n", "q2": "Daily"}
    page = soup_of(client.post(ADDRESS, data=no))
    assert "Anything else?" in text_of(page)
    assert page.select("[name=q2]")[0]["value"] == "Daily", "it comes back when the answer is changed back"
    [back] = [each for each in page.select("button[name=page]") if "Back" in text_of(each)]
    assert back["value"] == "1"
    receipt_on(client.post(ADDRESS, data={"submission_key": key, "q1": "n", "q2": "Daily", "q3": "Bye"}))
    [submission] = stored()
    assert open_words(submission) == {"q3": "Bye"}


def test_the_page_with_every_question_says_when_one_is_meant(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    rides = QuestionDefinition(
        "q1", "one_choice", "Do you ride?", options=(Option("y", "Yes"), Option("n", "No"))
    )
    often = QuestionDefinition("q2", "long_text", "How often?", show_when=(Condition("q1", ("y",)),))
    open_campaign((rides, often))
    page = text_of(client.page(f"{ADDRESS}?whole=yes"))
    assert "Only answer this if you said “Yes” to “Do you ride?”." in page
