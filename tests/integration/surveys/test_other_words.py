"""A campaign in a second language and in words for an age: written, reviewed, offered, answered, and kept apart."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role
from participation.foundation.languages import OTHERS
from participation.foundation.transactions import transaction
from participation.languages import services as languages
from participation.languages import words_to_review
from participation.languages.queries import last_reviews
from participation.languages.words_to_review import Ground, Passage
from surveys import editing, translating
from surveys.definition import QuestionDefinition
from surveys.domain import Channel
from surveys.queries import defined, draft_definition
from surveys.question_types import question_type
from surveys.wordings import AskedAs, Wording
from surveys.written import WrittenQuestion
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import AGE, BETTER, SIX, OpenCampaign
from tests.integration.surveys.sending import ADDRESS, receipt_on, send, soup_of, stored, value_of

Staff = Callable[..., AuditingClient]
PL = AskedAs("pl")
BESIDE = "/staff/campaigns/buses/wordings/pl/usual"
#: For the youngest, and for everybody in Polish.
YOUNG = Wording("", "5-8", "What is good here?", reviewed_by="Teacher", reviewed_on="2026-11-22")


def in_polish(question: QuestionDefinition) -> QuestionDefinition:
    labels = tuple((each.id, f"PL {each.label}") for each in question_type(question.kind).offered(question))
    words = Wording(
        "pl",
        wording=f"Po polsku: {question.key}",
        labels=labels,
        reviewed_by="X",
        reviewed_on="2026-11-22",
    )
    return replace(question, wordings=(words,))


def offer_polish(person_id: int, *, is_whole: bool = True) -> None:
    """The pages are reviewed in Polish; and so is the campaign, which is switched on."""
    with transaction():
        languages.review("pl", "Youth worker", person_id)
    if is_whole:
        with transaction():
            translating.set_language(campaign_by_slug("buses"), "pl", "Twoje Dorset", is_on=True)


@pytest.fixture
def polish(open_campaign: OpenCampaign, staff: Staff) -> AuditingClient:
    """A long survey that is open in Polish too; its manager."""
    manager = staff(Role.CAMPAIGN_MANAGER)
    open_campaign(tuple(in_polish(each) for each in SIX))
    offer_polish(manager.person_id)
    return manager


@pytest.fixture(autouse=True)
def _everything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence that was added since, and is not translated yet, is no matter of these tests."""
    monkeypatch.setattr(languages, "missing", lambda _code: [])


def root_of(page: BeautifulSoup) -> tuple[str, str]:
    root = page.select_one("html")
    assert root is not None
    return str(root["lang"]), str(root["dir"])


def test_a_language_is_switched_on_only_when_pages_and_questions_were_reviewed(
    open_campaign: OpenCampaign, staff: Staff, client: AuditingClient
) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    open_campaign((BETTER,))
    wanted = {"title": "Twoje Dorset", "is_on": "y"}

    def on() -> tuple[str, ...]:
        return draft_definition(campaign_by_slug("buses").id).languages_on

    refused = text_of(soup_of(manager.submit(BESIDE, wanted)))
    assert "Nobody has reviewed the safety, privacy and error texts" in refused
    assert "Write “What would make Dorset better?” in Polish" in refused
    manager.submit("/staff/languages/pl", {"reviewed_as": "Youth worker", "is_read": "y"})
    manager.submit(f"{BESIDE}/q1", {"wording": "Co by poprawiło Dorset?"})
    assert "Have “What would make Dorset better?” reviewed" in text_of(
        soup_of(manager.submit(BESIDE, wanted))
    )
    assert on() == ()
    assert root_of(client.page(f"{ADDRESS}?language=pl")) == ("en", "ltr")
    manager.submit(f"{BESIDE}/q1", {"wording": "Co by poprawiło Dorset?", "reviewed_by": "Youth worker"})
    assert manager.submit(BESIDE, wanted).status_code == 302
    assert on() == ("pl",)
    page = client.page(f"{ADDRESS}?language=pl")
    assert root_of(page) == ("pl", "ltr")
    assert "Co by poprawiło Dorset?" in text_of(page)
    assert "Wyślij" in text_of(page)


def test_changing_language_on_the_way_loses_nothing_and_the_view_keeps_the_words_it_was_given_to(
    polish: AuditingClient, client: AuditingClient, staff: Staff
) -> None:
    english = soup_of(send(client, q1="Więcej <autobusów>", q2="12-14", at="3", page="3"))
    turned = soup_of(send(client, q1="Więcej <autobusów>", q2="12-14", q3=["bike"], at="3", language="pl"))
    assert root_of(turned) == ("pl", "ltr")
    assert "Po polsku: q3" in text_of(turned)
    assert value_of(turned, "q1") == "Więcej <autobusów>"
    assert value_of(turned, "asked_as") == "pl"
    assert [each["value"] for each in turned.select("input[checked]")] == ["bike"]
    assert "Po polsku" not in text_of(english)
    receipt_on(send(client, q1="Więcej <autobusów>", asked_as="pl"))
    [view] = stored()
    assert view.asked_as == "pl"
    moderator, address = staff(Role.MODERATOR), f"/staff/queue/{view.id}"
    moderator.submit(f"{address}/claim", from_page=address)
    assert "What would make Dorset better? (Polish: Po polsku: q1)" in text_of(moderator.page(address))


def test_mistakes_are_told_in_the_language_of_the_page(
    polish: AuditingClient, client: AuditingClient
) -> None:
    refused = soup_of(send(client, q2="no such band", asked_as="pl"))
    assert "„Po polsku: q2” – wybierz z listy." in text_of(refused)
    assert "Odpowiedz na co najmniej jedno pytanie" in text_of(soup_of(send(client, asked_as="pl")))


def test_help_and_privacy_are_there_in_a_language_that_is_offered_and_in_english_before(
    client: AuditingClient, staff: Staff
) -> None:
    assert root_of(client.page("/help-now?language=pl")) == ("en", "ltr")
    offer_polish(staff(Role.ADMINISTRATOR).person_id, is_whole=False)
    for address in ("/help-now", "/privacy", "/exit"):
        assert root_of(client.page(f"{address}?language=pl")) == ("pl", "ltr"), address
    assert "Powiedz dorosłemu" in text_of(client.page("/help-now?language=pl"))
    assert root_of(client.page("/results?language=pl")) == ("en", "ltr"), "no page says it is what it is not"


def test_a_language_is_offered_no_longer_once_it_is_switched_off(
    polish: AuditingClient, client: AuditingClient
) -> None:
    polish.submit("/staff/languages/pl/off", from_page="/staff/languages/pl")
    with transaction():
        campaign_by_slug("buses").summary = "Known again"
    assert root_of(client.page(f"{ADDRESS}?language=pl")) == ("en", "ltr")


def test_a_typing_mistake_put_right_marks_the_translation_until_somebody_reads_it_again(
    polish: AuditingClient, client: AuditingClient
) -> None:
    send(client, q1="Before", asked_as="pl")
    campaign = campaign_by_slug("buses")
    question = editing.question_of(campaign, "q1")
    with transaction():
        editing.change_question(campaign, question, WrittenQuestion("long_text", "What would be better?"))
    page = text_of(client.page(f"{ADDRESS}?language=pl"))
    assert "Nikt jeszcze nie sprawdził tych słów" in page
    assert "Po polsku: q1" in page
    send(client, q1="After", asked_as="pl")
    before, after = stored()
    assert before.survey_version_id != after.survey_version_id
    with transaction():
        translating.mark_reviewed(campaign, question, PL, "Youth worker")
    assert "Nikt jeszcze nie sprawdził" not in text_of(client.page(f"{ADDRESS}?language=pl"))


def test_whoever_says_how_old_they_are_gets_the_words_for_their_age_and_counts_with_everybody(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign((AGE, replace(BETTER, wordings=(YOUNG,)), *SIX[2:]))
    second = soup_of(send(client, q2="5-8", at="1", page="2"))
    assert "What is good here?" in text_of(second)
    assert value_of(second, "asked_as") == "/5-8"
    usual = soup_of(send(client, q1="Swings", q2="5-8", at="2", asked_as="/5-8", words_for="any"))
    assert "What would make Dorset better?" in text_of(usual)
    assert value_of(usual, "q1") == "Swings"
    receipt_on(send(client, q1="Swings", q2="5-8", asked_as="/5-8"))
    [view] = stored()
    assert (view.asked_as, [each.question_key for each in view.answers]) == ("/5-8", ["q2", "q1"])


def test_a_helper_chooses_language_and_age_and_the_next_child_is_asked_in_the_same_words(
    client: AuditingClient, open_campaign: OpenCampaign, staff: Staff
) -> None:
    young_pl = Wording("pl", "5-8", "Co jest dobre?", reviewed_by="Teacher", reviewed_on="2026-11-22")
    [better, *others] = (in_polish(each) for each in SIX)
    open_campaign((replace(better, wordings=(YOUNG, *better.wordings, young_pl)), *others))
    offer_polish(staff(Role.ADMINISTRATOR).person_id)
    start = client.page("/c/buses/together")
    assert [each["value"] for each in start.select("button[name=language]")] == ["en", "pl"]
    begin = client.page("/c/buses/together?language=pl&words_for=5-8")
    assert root_of(begin) == ("pl", "ltr")
    [link] = [str(each["href"]) for each in begin.select("a.button") if "begin=yes" in str(each["href"])]
    first = client.page(link)
    assert "Co jest dobre?" in text_of(first)
    said = {"submission_key": value_of(first, "submission_key"), "asked_as": value_of(first, "asked_as")}
    thanks = soup_of(client.post("/c/buses/together", data={**said, "q1": "Huśtawki"}))
    [following] = [
        str(each["href"]) for each in thanks.select("a.button") if "begin=yes" in str(each["href"])
    ]
    assert "Co jest dobre?" in text_of(client.page(following))
    [view] = stored()
    assert (view.asked_as, view.channel) == ("pl/5-8", Channel.HELPER)
    assert "What would make Dorset better?" in text_of(client.page("/c/buses/kiosk?begin=yes"))


def test_a_sheet_is_printed_in_other_words_says_so_to_staff_and_is_keyed_as_it_was_printed(
    polish: AuditingClient, client: AuditingClient
) -> None:
    sheet = client.page("/c/buses/paper?language=pl")
    assert root_of(sheet) == ("pl", "ltr")
    assert "Po polsku: q1" in text_of(sheet)
    assert "Words: Polish" in text_of(sheet)
    assert "Words:" not in text_of(client.page("/c/buses/paper"))
    address = "/staff/campaigns/buses/paper"
    typed = {"submission_key": value_of(polish.page(address), "submission_key"), "asked_as": "pl"}
    kept = polish.submit(address, {**typed, "q1": "Więcej autobusów"})
    following = polish.page(kept.headers["Location"])
    assert following.select_one("option[value=pl][selected]") is not None, "a pile is mostly of one kind"
    polish.submit(address, {"submission_key": "another", "asked_as": "<script>", "q1": "More buses"})
    assert [view.asked_as for view in stored()] == ["pl", ""]


def test_words_in_arabic_are_written_from_the_right_beside_names_in_english(
    app: object, staff: Staff
) -> None:
    with transaction():
        campaign = Campaign(slug="buses", title="Buses")
        editing.db.session.add(campaign)
        editing.db.session.flush()
        editing.add_question(campaign, WrittenQuestion("one_choice", "By what?", labels=("Bus", "Bike")))
    page = staff(Role.CAMPAIGN_MANAGER).page("/staff/campaigns/buses/wordings/ar/usual/q1")
    written = page.select("main [lang=ar]")
    assert {str(each["name"]) for each in written} >= {"wording", "hint", "label-bus", "label-bike"}
    assert {str(each["dir"]) for each in written} == {"rtl"}
    assert all(label.find_parent(lang="ar") is None for label in page.select("main label"))


def test_other_words_are_reviewed_again_when_they_change_and_undone_with_the_question(
    app: object, staff: Staff
) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    with transaction():
        campaign = Campaign(slug="buses", title="Buses")
        editing.db.session.add(campaign)
        editing.db.session.flush()
        editing.add_question(campaign, WrittenQuestion("one_choice", "By what?", labels=("Bus", "Bike")))
    typed = {"wording": "Czym?", "label-bus": "Autobus", "reviewed_by": "Youth worker"}
    manager.submit(f"{BESIDE}/q1", typed)
    stored_words = defined(editing.question_of(campaign_by_slug("buses"), "q1")).wording_for(PL)
    assert stored_words is not None
    assert (stored_words.labels, stored_words.is_reviewed) == ((("bus", "Autobus"),), True)
    manager.submit(f"{BESIDE}/q1", {**typed, "wording": "Jak?", "reviewed_by": ""})
    beside = text_of(manager.page(BESIDE))
    assert "Not reviewed" in beside
    with transaction():
        editing.undo(campaign_by_slug("buses"))
    assert "Reviewed Youth worker" in text_of(manager.page(BESIDE))


def test_arabic_runs_from_right_to_left_with_numbers_to_call_left_to_right(
    client: AuditingClient, staff: Staff
) -> None:
    with transaction():
        languages.review("ar", "Teacher", staff(Role.ADMINISTRATOR).person_id)
    page = client.page("/help-now?language=ar")
    assert root_of(page) == ("ar", "rtl")
    assert page.select("a[href^='tel:']")
    assert all(each["dir"] == "ltr" for each in page.select("a[href^='tel:']"))


def test_every_language_is_prepared_alike_and_says_what_must_be_filled_in(app: object) -> None:
    lacking = {each.code: {said.english for said in words_to_review.missing(each.code)} for each in OTHERS}
    assert {frozenset(each) for each in lacking.values()} == {frozenset(lacking["pl"])}
    holes = re.compile(r"%\(\w+\)s")
    wrong = [
        (language.code, said.english)
        for language in OTHERS
        for said in words_to_review.passages(language.code)
        if said.translated
        and any(
            sorted(holes.findall(said.english)) != sorted(holes.findall(form))
            for form in said.translated.split(" / ")
        )
    ]
    assert wrong == []


def test_the_pages_of_a_helper_say_every_word_in_the_language_chosen(
    polish: AuditingClient, client: AuditingClient
) -> None:
    begin = text_of(client.page("/c/buses/together?language=pl"))
    assert "Najpierw zapytaj dziecko" in begin
    assert "Ask the child first" not in begin
    last = client.post(
        "/c/buses/together", data={"asked_as": "pl", "q1": "x", "page": "7", "submission_key": "k"}
    )
    assert "Dziecko mówiło, dorosły zapisał jego słowa" in text_of(soup_of(last))


def test_a_language_that_lacks_a_sentence_cannot_be_put_on_record_as_reviewed(
    app: object, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = [Passage(Ground.SAFETY, "Get help now", "")]
    monkeypatch.setattr(languages, "missing", lambda _code: lacking)
    person_id = staff(Role.ADMINISTRATOR).person_id
    with pytest.raises(languages.NotWrittenYet, match="Get help now"), transaction():
        languages.review("pl", "Teacher", person_id)
    assert last_reviews() == {}
