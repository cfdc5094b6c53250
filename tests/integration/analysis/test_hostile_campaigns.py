"""Campaigns nobody would wish for: every page of the desk gives a clear result or says clearly what is missing."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion
from analysis.themes.frames import current_frame
from analysis.themes.theming import stances_of
from participation.foundation.access import Role
from participation.foundation.database import db
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import BUSES, approve_texts, make_campaign, work_off

Staff = Callable[..., AuditingClient]
DESK = "/staff/themes/made-up-place"
ROOMS = ("", "/answers", "/code", "/code?mode=all", "/what-else", "/check", "/check/differences", "/quotes",
         "/pictures", "/list", "/list/merge", "/list/new", "/list/text", "/wording", "/mood", "/sign-off",
         "/publish")  # fmt: skip
DRAWN = ("/pictures/sizes.svg", "/pictures/over-time.svg", "/check/sample.csv")
FORTY_LANGUAGES = """
ar ليس هناك حافلة في المساء|bg Няма автобус вечер|bn সন্ধ্যায় কোনো বাস নেই|cs Večer nejezdí autobus
cy Does dim bws gyda'r nos|da Der er ingen bus om aftenen|de Abends fährt kein Bus|el Δεν υπάρχει λεωφορείο το βράδυ
es No hay autobús por la noche|et Õhtul bussi ei ole|eu Ez dago autobusik gauez|fa عصرها اتوبوس نیست
fi Illalla ei ole bussia|fr Il n'y a pas de bus le soir|ga Níl aon bhus um thráthnóna|gu સાંજે બસ નથી
he אין אוטובוס בערב|hi शाम को बस नहीं है|hr Navečer nema autobusa|hu Este nincs busz
id Tidak ada bus malam hari|is Það er enginn strætó á kvöldin|it Non c'è l'autobus la sera|ja 夜はバスがありません
ko 저녁에는 버스가 없어요|lt Vakare nėra autobuso|lv Vakarā nav autobusa|nl Er is 's avonds geen bus
no Det går ingen buss om kvelden|pa ਸ਼ਾਮ ਨੂੰ ਬੱਸ ਨਹੀਂ ਹੈ|pl Wieczorem nie ma autobusu|pt Não há autocarro à noite
ro Seara nu este autobuz|ru Вечером нет автобуса|sk Večer nejazdí autobus|sq Nuk ka autobus në mbrëmje
ta மாலையில் பேருந்து இல்லை|tr Akşam otobüs yok|uk Ввечері немає автобуса|ur شام کو بس نہیں ہے
"""


@pytest.fixture
def analyst(staff: Staff) -> AuditingClient:
    return staff(Role.ANALYST)


def themed(app: Flask, analyst: AuditingClient, texts: list[str]) -> list[int]:
    """A campaign of these approved answers, themed; gives their ids."""
    ids = approve_texts(make_campaign(), texts)
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    return ids


def rooms_open(analyst: AuditingClient) -> None:
    """Every room of the desk answers, and so do its pictures and files."""
    for room in ROOMS:
        analyst.page(DESK + room)
    for address in DRAWN:
        assert analyst.get(DESK + address).status_code == 200, address


def look_for_groups(app: Flask, analyst: AuditingClient, within: str = "unsure") -> str:
    """What discovery says."""
    analyst.submit(f"{DESK}/what-else", {"within": within})
    work_off(app)
    return text_of(analyst.page(f"{DESK}/what-else?within={within}"))


def rewrite(app: Flask, analyst: AuditingClient, text: str) -> BeautifulSoup:
    """Send a theme list as text; once it is accepted its effect is worked out and it is saved."""
    sent = analyst.submit(f"{DESK}/list/text", {"text": text, "reason": "Our own list"})
    if sent.status_code == 200:
        return BeautifulSoup(sent.get_data(as_text=True), "lxml")
    work_off(app)
    effect = analyst.page(sent.location)
    assert analyst.submit(f"{sent.location}/save", from_page=sent.location).status_code == 302
    work_off(app)
    return effect


def test_before_anything_is_themed_every_room_says_what_to_do_first(
    app: Flask, analyst: AuditingClient
) -> None:
    make_campaign()
    assert "Nothing is themed yet" in text_of(analyst.page(DESK))
    for room in ("/answers", "/code", "/check", "/list", "/pictures", "/quotes", "/what-else"):
        answer = analyst.get(DESK + room)
        assert answer.status_code == 404
        assert "Theme the answers" in answer.get_data(as_text=True)


def test_a_campaign_without_an_answer_opens_everywhere_and_cannot_be_signed(
    app: Flask, analyst: AuditingClient
) -> None:
    themed(app, analyst, [])
    rooms_open(analyst)
    assert "No groups there" in look_for_groups(app, analyst)
    refused = analyst.submit(f"{DESK}/sign-off")
    assert refused.status_code == 409
    assert "No answer has been approved yet" in refused.get_data(as_text=True)
    drawn = analyst.submit(f"{DESK}/check", {"wanted": "30"})
    assert drawn.status_code == 409
    assert "Theme the answers first" in drawn.get_data(as_text=True)


def test_one_answer_is_themed_coded_and_signed(app: Flask, analyst: AuditingClient) -> None:
    [view] = themed(app, analyst, [BUSES[0]])
    rooms_open(analyst)
    assert "No groups there" in look_for_groups(app, analyst)
    analyst.submit(f"{DESK}/answers/{view}", {"main": "accessible-places"}, from_page=f"{DESK}/answers")
    assert "the counts are exact" in text_of(analyst.page(DESK))
    assert analyst.submit(f"{DESK}/sign-off").status_code == 302


def test_answers_that_all_say_the_same_are_one_group_and_one_quote(
    app: Flask, analyst: AuditingClient
) -> None:
    ids = themed(app, analyst, ["More buses to our village!"] * 60)
    rooms_open(analyst)
    coded = {frozenset(stances_of(view, "q1")) for view in ids}
    assert len(coded) == 1
    assert look_for_groups(app, analyst, within="accessible-places")
    quotes = analyst.page(f"{DESK}/quotes").select("#theme-accessible-places .answer-words")
    assert len(quotes) == 1


def test_an_answer_of_a_hundred_thousand_letters_and_one_of_pictures_alone_are_shown_and_counted(
    app: Flask, analyst: AuditingClient
) -> None:
    endless, unbroken, emoji = themed(app, analyst, ["more buses " * 9_100, "bus" * 33_334, "🚌🎉🐕" * 20])
    rooms_open(analyst)
    themes = {key for (key,) in db.session.query(Assignment.theme_key).filter_by(submission_id=endless)}
    assert "accessible-places" in themes
    assert db.session.get_one(AnswerCoding, (unbroken, "q1")).status in ("sure", "unsure")
    assert db.session.get_one(AnswerCoding, (emoji, "q1")).status == "no_answer"
    assert "Said nothing 1" in text_of(analyst.page(DESK))


def test_answers_in_forty_languages_are_all_kept_and_those_nobody_here_reads_go_to_a_person(
    app: Flask, analyst: AuditingClient
) -> None:
    texts = [line.split(" ", 1)[1] for row in FORTY_LANGUAGES.split("\n") if row for line in row.split("|")]
    assert len(texts) == 40
    themed(app, analyst, texts)
    rooms_open(analyst)
    statuses = {row.submission_id: row.status for row in db.session.query(AnswerCoding)}
    assert len(statuses) == 40
    assert "no_answer" not in statuses.values()
    page = analyst.get(f"{DESK}/answers?status=unsure").get_data(as_text=True)
    assert "Няма автобус вечер" in page


def test_a_list_of_two_hundred_themes_works_in_every_room_and_so_does_a_list_of_one(
    app: Flask, analyst: AuditingClient
) -> None:
    ids = themed(app, analyst, [f"please build thing{number} for us" for number in range(40)] + BUSES)
    rows = "\n".join(
        f"  - {{id: t{number}, name: Thing {number}, keywords: [thing{number}], examples: [more thing{number}]}}"
        for number in range(200)
    )
    effect = rewrite(app, analyst, f"id: many\nname: Many\nthemes:\n{rows}\n")
    assert "Thing 199" in text_of(effect)
    rooms_open(analyst)
    hits = sum(
        db.session.get(Assignment, (view, "q1", f"t{number}")) is not None
        for number, view in enumerate(ids[:40])
    )
    assert hits >= 36
    coding = analyst.page(f"{DESK}/code")
    assert len(coding.select("input[name=theme]")) == 200
    assert analyst.submit(f"{DESK}/sign-off").status_code == 302

    rewrite(
        app, analyst, "id: one\nname: One\nthemes:\n  - {id: buses, name: Buses, keywords: [bus, buses]}\n"
    )
    rooms_open(analyst)
    assert {key for (key,) in db.session.query(Assignment.theme_key)} <= {"buses"}
    alone = analyst.submit(f"{DESK}/list/merge", {"themes": ["buses"], "into": "buses", "reason": "So"})
    assert alone.status_code == 409
    assert "at least two themes" in alone.get_data(as_text=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("themes: [", "line 1"),
        ("id: a\nname: A\nthemes: []\n", "at least one theme"),
        ("id: a\nname: A\nthemes:\n  - {id: x, name: X, keyword: [x]}\n", "line 4"),
        ("id: a\nname: A\nthemes:\n  - {id: x, name: X}\n  - {id: x, name: Y}\n", "two themes have the id"),
        ("{{ 7 * 7 }}<script>alert(1)</script>", "not readable as YAML"),
    ],
)
def test_a_broken_list_is_refused_with_its_line_and_nothing_typed_is_lost(
    app: Flask, analyst: AuditingClient, text: str, message: str
) -> None:
    themed(app, analyst, [])
    page = rewrite(app, analyst, text)
    assert message in text_of(page.select(".has-error")[0])
    assert text.strip() in page.select("textarea[name=text]")[0].get_text()
    assert db.session.query(CodeFrameVersion).count() == 1


def test_the_list_as_text_reads_back_the_same_and_merged_themes_stay_merged(
    app: Flask, analyst: AuditingClient
) -> None:
    themed(app, analyst, BUSES)
    form = {
        "themes": ["environment", "things-to-do"],
        "into": "environment",
        "name": "Outside",
        "reason": "One",
    }
    begun = analyst.submit(f"{DESK}/list/merge", form).location
    analyst.submit(f"{begun}/save", from_page=begun)
    work_off(app)
    before = current_frame(1)
    assert before is not None
    text = analyst.page(f"{DESK}/list/text").select("textarea[name=text]")[0].get_text()
    rewrite(app, analyst, text.replace("name: Outside", "name: Out of doors"))
    after = current_frame(1)
    assert after is not None
    assert [theme.key for theme in after.themes] == [theme.key for theme in before.themes]
    [outside] = [theme for theme in after.themes if theme.key == "environment"]
    assert outside.name == "Out of doors"
    assert [part["id"] for part in outside.definition["merged"]] == ["things-to-do"]
