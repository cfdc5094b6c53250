"""Whoever goes back, or asks for other words, on any page of any survey loses nothing and is asked the same; and
what the page with every question says of each is what the server does.

A survey here is walked through as a browser would: what a page sends is what stands on it and nothing more.
"""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from surveys.definition import Condition, Option, QuestionDefinition, SurveyDefinition
from surveys.forms import SentForm, read_form
from surveys.question_types import QUESTION_TYPES, Cleaned, question_type
from surveys.routing import page_to_show
from surveys.showing import FormPage, ShownQuestion, form_page
from surveys.wordings import USUAL_WORDS, AskedAs, Wording

KEY = "k" * 22
NOTHING = SentForm.nothing(KEY)
Fields = list[tuple[str, str]]
ABC = (Option("a", "Yes"), Option("b", "No"), Option("c", "Perhaps"))
#: In which words somebody may be asked: the usual, Polish, words for an age, and both.
WORDS = (USUAL_WORDS, AskedAs("pl"), AskedAs("", "5-8"), AskedAs("pl", "5-8"))
#: Answers that can be given and some that cannot: they ride along too, to be put right.
TYPED = {
    "long_text": ("Więcej <autobusów>", "  two\nlines "),
    "short_text": ("Swings", "x" * 400),
    "number": ("7", "lots"),
    "day": ("27/03/2027", "yesterday"),
    "drawing": ("picture.QUJDREVG", "picture.R0hJSktM"),
}


@st.composite
def questions(draw: st.DrawFn, before: tuple[QuestionDefinition, ...]) -> QuestionDefinition:
    """A question of any type, with rules that look back where there is anything to look at."""
    number = len(before) + 1
    kind = question_type(draw(st.sampled_from(list(QUESTION_TYPES) if number > 1 else ["one_choice"])))
    options = kind.default_options or (ABC if kind.needs_options else ())
    steering = [each for each in before if question_type(each.kind).can_steer]
    conditions = tuple(
        Condition(
            asked.key,
            tuple(
                draw(
                    st.lists(
                        st.sampled_from([each.id for each in question_type(asked.kind).offered(asked)]),
                        min_size=1,
                        max_size=2,
                        unique=True,
                    )
                )
            ),
            draw(st.booleans()),
        )
        for asked in draw(st.lists(st.sampled_from(steering), max_size=2) if steering else st.just([]))
    )
    plain = QuestionDefinition(f"q{number}", kind.kind, f"Question {number}?", options=options)
    worded = tuple(_in_other_words(plain, each) for each in WORDS[1:] if draw(st.booleans()))
    return QuestionDefinition(
        plain.key,
        plain.kind,
        plain.wording,
        options=options,
        has_other=kind.takes_other and draw(st.booleans()),
        show_when=conditions,
        wordings=worded,
    )


def _in_other_words(question: QuestionDefinition, asked_as: AskedAs) -> Wording:
    offered = question_type(question.kind).offered(question)
    return Wording(
        asked_as.language,
        asked_as.band,
        f"{asked_as} {question.wording}",
        labels=tuple((each.id, f"{asked_as} {each.label}") for each in offered),
        reviewed_by="Teacher",
        reviewed_on="2026-11-22",
    )


@st.composite
def surveys(draw: st.DrawFn) -> SurveyDefinition:
    """Surveys of two to six questions of any types."""
    found: tuple[QuestionDefinition, ...] = ()
    for _ in range(draw(st.integers(2, 6))):
        found = (*found, draw(questions(found)))
    return SurveyDefinition(found)


@dataclass
class Phone:
    """Somebody on their way through a survey, and the page before them."""

    survey: SurveyDefinition
    words: AskedAs = USUAL_WORDS
    page: FormPage = field(init=False)

    def __post_init__(self) -> None:
        self._look(NOTHING, 1)

    @property
    def last(self) -> int:
        return len(self.survey.questions) + 1

    @property
    def at(self) -> int:
        return self.page.number or self.last

    def fields(self) -> Fields:
        """What the form of this page sends as it stands."""
        here = [each for asked in self.page.questions for each in _standing(asked)]
        quote = (
            [("may_quote", self.page.may_quote)] if self.page.asks_to_quote and self.page.may_quote else []
        )
        return [("submission_key", self.page.key), ("at", str(self.at)), *self.page.carried, *here, *quote]

    def answered(self) -> dict[str, list[str]]:
        """Everything that this page knows of, by its field: whether words may be shown too."""
        sent = read_form(MultiDict(self.fields()), self.survey)
        return {
            **{key: values for key, values in sent.typed.items() if any(values)},
            "may_quote": [sent.may_quote.value],
        }

    def say(self, values: Fields) -> None:
        """Put an answer to the question of this page in place of what stands there."""
        own = {name for asked in self.page.questions for name, _ in _standing(asked)}
        own |= {name for name, _ in values} | {each.key for each in self.page.questions}
        kept = [each for each in self.fields() if each[0] not in own]
        self._look(read_form(MultiDict([*kept, *values]), self._worded), self.at)

    def let_quote(self, said: str) -> None:
        """Say on the page that sends whether words may be shown."""
        self._look(read_form(MultiDict([*self.fields(), ("may_quote", said)]), self._worded), self.last)

    def press(self, page: int) -> None:
        """Press a button that leads to a page."""
        sent = read_form(MultiDict([*self.fields(), ("page", str(page))]), self._worded)
        self._look(sent, sent.page)

    def ask_in(self, words: AskedAs) -> None:
        """Press the button of a language or an age: the same page in other words."""
        self.words = words
        self._look(read_form(MultiDict(self.fields()), self._worded), self.at)

    @property
    def _worded(self) -> SurveyDefinition:
        return self.survey.worded(self.words)

    def _look(self, sent: SentForm, page: int) -> None:
        self.page = form_page(self._worded, sent, page, is_one_by_one=True)


def _standing(asked: ShownQuestion) -> Fields:
    """What a browser sends of one question: of a list only what is on it."""
    other = _standing(asked.other) if asked.other else []
    offered = {value for value, _ in asked.choices}
    if asked.control == "places":
        return [(f"{asked.key}.{value}", asked.places.get(value, "")) for value, _ in asked.choices]
    if asked.control == "nothing":
        return []
    if asked.control == "drawing":
        return [(asked.key, value) for value in asked.riding]
    if asked.choices:
        return [*((asked.key, value) for value in asked.values if value in offered), *other]
    return [(asked.key, asked.value)]


def an_answer(draw: st.DrawFn, asked: ShownQuestion, kind: str) -> Fields:
    """Something to say to the question of a page, or nothing."""
    values = [value for value, _ in asked.choices]
    if asked.control == "nothing":
        return []
    if asked.control == "places":
        order = draw(st.permutations(range(1, len(values) + 1)))
        return [(f"{asked.key}.{value}", str(place)) for value, place in zip(values, order, strict=True)]
    if not values:
        return [(asked.key, draw(st.sampled_from(("", *TYPED[kind]))))]
    most = len(values) if question_type(kind).may_choose_several else 1
    chosen = draw(st.lists(st.sampled_from(values), max_size=most, unique=True))
    other = [(asked.other.key, draw(st.sampled_from(("", "A tractor"))))] if asked.other else []
    return [*((asked.key, value) for value in chosen), *other]


def answer_this_page(data: st.DataObject, phone: Phone) -> None:
    [asked] = phone.page.questions
    kind = next(each.kind for each in phone.survey.questions if each.key == asked.key)
    phone.say(data.draw(st.composite(lambda draw: an_answer(draw, asked, kind))()))


def shown_on(page: FormPage) -> tuple[object, ...]:
    """What a page asks and offers, whatever the words."""
    return (
        page.number,
        page.back,
        [(each.key, each.control, [value for value, _ in each.choices]) for each in page.questions],
        [(each.key, each.page) for each in page.checked],
    )


def words_of(page: FormPage) -> list[tuple[str, list[str]]]:
    """What a page says: the question and its options."""
    return [(each.wording, [label for _, label in each.choices]) for each in page.questions]


def walked_to_some_page(data: st.DataObject, survey: SurveyDefinition) -> Phone:
    """Somebody who answered their way to any page of a survey."""
    phone = Phone(survey, data.draw(st.sampled_from(WORDS)))
    for _ in range(data.draw(st.integers(0, len(survey.questions)))):
        if phone.at == phone.last:
            break
        answer_this_page(data, phone)
        phone.press(phone.at + 1)
    if phone.at < phone.last:
        answer_this_page(data, phone)
    else:
        phone.let_quote(data.draw(st.sampled_from(("yes", "no", ""))))
    return phone


@settings(max_examples=60, deadline=None)
@given(surveys(), st.data())
def test_asking_for_other_words_on_any_page_keeps_every_answer_and_asks_the_same(
    survey: SurveyDefinition, data: st.DataObject
) -> None:
    phone = walked_to_some_page(data, survey)
    before, asked = phone.answered(), shown_on(phone.page)
    fields = phone.fields()
    for words in data.draw(st.permutations(WORDS)):
        phone.ask_in(words)
        assert phone.answered() == before
        assert shown_on(phone.page) == asked
        assert sorted(phone.fields()) == sorted(fields)
        assert words_of(phone.page) == words_of(
            form_page(survey.worded(words), NOTHING, phone.at, is_one_by_one=True)
        )


@settings(max_examples=60, deadline=None)
@given(surveys(), st.data())
def test_going_back_to_the_first_question_and_on_again_in_any_words_loses_nothing(
    survey: SurveyDefinition, data: st.DataObject
) -> None:
    phone = walked_to_some_page(data, survey)
    before, at = phone.answered(), phone.at
    way = [at]
    while phone.page.back:
        phone.press(phone.page.back)
        way.append(phone.at)
        phone.ask_in(data.draw(st.sampled_from(WORDS)))
        assert phone.answered() == before
    hidden = read_form(MultiDict(phone.fields()), survey).hidden
    assert way[-1] == page_to_show(survey, hidden, 1, is_back=False)
    for expected in reversed(way[:-1]):
        phone.press(phone.at + 1)
        assert phone.at == expected, "the same questions come on the way on as on the way back"
        assert phone.answered() == before
        phone.ask_in(data.draw(st.sampled_from(WORDS)))
    assert read_form(MultiDict(phone.fields()), survey).hidden == hidden


@settings(max_examples=60, deadline=None)
@given(surveys(), st.data(), st.sampled_from(WORDS))
def test_whoever_does_what_the_page_with_every_question_says_is_asked_what_the_server_keeps(
    survey: SurveyDefinition, data: st.DataObject, words: AskedAs
) -> None:
    worded = survey.worded(words)
    page = form_page(worded, NOTHING, is_whole=True)
    typed: Fields = []
    chosen_labels: dict[str, set[str]] = {}
    meant = set()
    for asked, question in zip(page.questions, worded.questions, strict=True):
        if not all(
            bool(chosen_labels.get(each.wording, set()) & set(each.labels)) is not each.is_none_of
            for each in asked.conditions
        ):
            continue
        meant.add(asked.key)
        said = data.draw(st.composite(lambda draw, a=asked, k=question.kind: an_answer(draw, a, k))())
        typed += said
        labels = dict(asked.choices)
        chosen_labels[asked.wording] = {
            labels[value] for name, value in said if name == asked.key and value in labels
        }
    sent = read_form(MultiDict([*typed, ("submission_key", KEY)]), worded)
    assert {each.key for each in worded.questions if each.key not in sent.hidden} == meant
    kept = {key for key, answer in sent.answers if answer != Cleaned()}
    refused = {each.question_key for each in sent.problems}
    assert kept | refused == {
        key for key, values in sent.typed.items() if any(each.strip() for each in values)
    }


def asked_by_the_rules(survey: SurveyDefinition, said: dict[str, set[str]]) -> set[str]:
    """Keys of the questions that are asked of somebody, worked out from the rules alone, as a person reads them.

    Args:
        said: the options chosen by question, those of questions that turn out not to be asked among them.
    """
    counts: dict[str, set[str]] = {}
    for question in survey.questions:
        if all(
            bool(counts.get(rule.question, set()) & set(rule.options)) is not rule.is_none_of
            for rule in question.show_when
        ):
            counts[question.key] = said.get(question.key, set())
    return set(counts)


@settings(max_examples=150, deadline=None)
@given(surveys(), st.data())
def test_what_was_said_to_questions_that_are_not_asked_is_neither_kept_nor_decides_what_else_is_asked(
    survey: SurveyDefinition, data: st.DataObject
) -> None:
    page = form_page(survey, NOTHING, is_whole=True)
    typed: Fields = []
    for shown, question in zip(page.questions, survey.questions, strict=True):
        typed += data.draw(st.composite(lambda draw, a=shown, k=question.kind: an_answer(draw, a, k))())
    chosen: dict[str, set[str]] = {}
    for name, value in typed:
        chosen.setdefault(name, set()).add(value)
    asked = asked_by_the_rules(survey, chosen)
    sent = read_form(MultiDict([*typed, ("submission_key", KEY)]), survey)
    assert {each.key for each in survey.questions if each.key not in sent.hidden} == asked
    owners = {each.key: each for each in survey.questions} | {
        each.other_key: each for each in survey.questions
    }
    said = {key for key, values in sent.typed.items() if any(each.strip() for each in values)}
    kept = {key for key, answer in sent.answers if not answer.is_blank}
    refused = {each.question_key for each in sent.problems}
    assert kept | refused == {key for key in said if owners[key].key in asked}


@settings(max_examples=60, deadline=None)
@given(surveys(), st.data())
def test_what_is_sent_in_the_end_is_what_was_said_last_to_each_question_that_is_asked(
    survey: SurveyDefinition, data: st.DataObject
) -> None:
    phone = Phone(survey)
    last_said: dict[str, Fields] = {}
    for _ in range(3 * phone.last):
        if phone.at == phone.last:
            if not phone.page.back or data.draw(st.booleans()):
                break
            phone.press(phone.page.back)
            continue
        [shown] = phone.page.questions
        if shown.key not in last_said or data.draw(st.booleans()):
            answer_this_page(data, phone)
        last_said[shown.key] = _standing(phone.page.questions[0])
        goes_back = bool(phone.page.back) and data.draw(st.booleans())
        phone.press(phone.page.back if goes_back else phone.at + 1)
    sent = read_form(MultiDict(phone.fields()), survey)
    alone = read_form(MultiDict([each for said in last_said.values() for each in said]), survey)
    assert (sent.answers, sent.problems, sent.hidden) == (alone.answers, alone.problems, alone.hidden)
