"""The downloads page makes every file from a snapshot, refuses what is not ready, and keeps figures still."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from pypdf import PdfReader

from analysis.batches import BetweenBatches
from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from analysis.reports.assembling import snapshot_for
from analysis.reports.files import FILES
from analysis.reports.making import make_file
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.plan.models import PlanEntry, Priority
from surveys.models import SurveyVersion
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.coded_campaign import add_answers, add_reply, download

#: These are refused while a campaign has no reply.
NEED_A_REPLY = ("young-people", "ward")


def results(client: AuditingClient) -> str:
    """The results page, without the keys that every visit gets anew."""
    page = client.get("/results/made-up-place").get_data(as_text=True)
    return re.sub(r'value="[^"]{20,}"', "", page)


def test_every_file_can_be_downloaded_and_is_the_same_the_second_time(
    analyst: AuditingClient, coded: int
) -> None:
    soon = clock.today() + timedelta(days=40)
    add_reply(coded, "no", reason_code="money", reason="There is none.", could_change="More money.")
    add_reply(coded, "yes", owner="Transport lead", due_on=soon, first_step="We ask.", places=["Hill Top"])
    made = {(each.kind, each.ending): download(analyst, each.kind, each.ending) for each in FILES}
    for kind, ending in (("board", "pdf"), ("board", "docx"), ("themes", "xlsx")):
        assert download(analyst, kind, ending) == made[kind, ending], (kind, ending)


def test_one_snapshot_gives_the_same_bytes_whatever_is_changed_after_it(
    analyst: AuditingClient, coded: int
) -> None:
    with transaction():
        snapshot = snapshot_for(campaign_by_slug("made-up-place"), None, None, AudienceClass.BOARD)

    def made() -> dict[tuple[str, str], bytes]:
        held = [each for each in FILES if each.ending in ("html", "csv") and each.kind not in NEED_A_REPLY]
        return {
            (each.kind, each.ending): make_file(each, snapshot, AudienceClass.BOARD, is_draft=True)
            for each in held
        }

    before = made()
    assert b"74,765" in before["who-took-part", "html"]
    with transaction():
        campaign = campaign_by_slug("made-up-place")
        campaign.youngest, campaign.title, campaign.decision_maker = 11, "Another name", "Somebody else"
        for figure in db.session.query(PlanEntry).filter_by(kind="population"):
            figure.details = figure.details | {"value": 4242, "age_range": "aged 11-25"}
        for priority in db.session.query(Priority):
            priority.heading = "Another priority"
        asked = db.session.query(SurveyVersion).one().definition["questions"]
        definition = {"questions": [{**asked[0], "wording": "Another question?"}, *asked[1:]]}
        newer = SurveyVersion(campaign_id=coded, number=2, definition=definition, content_hash="2" * 64)
        newer.survey_id = db.session.query(SurveyVersion.survey_id).scalar()
        db.session.add(newer)
    add_reply(coded, "heard")
    after = made()
    assert [name for name, content in before.items() if content != after[name]] == []


def test_the_workbook_has_themes_by_age_with_small_counts_hidden(analyst: AuditingClient, coded: int) -> None:
    book = openpyxl.load_workbook(io.BytesIO(download(analyst, "themes", "xlsx")))
    rows = list(book["Themes by age"].iter_rows(values_only=True))
    assert rows[0] == ("Theme", "9 to 11", "12 to 14", "Not said")
    assert [row[0] for row in rows[1:]] == [
        "accessible places",
        "environment",
        "feeling safe",
        "All responses",
    ]
    assert "too few to show" in rows[3]
    assert not any(isinstance(value, int) and (value < 10 or value % 5) for row in rows[1:] for value in row)


def test_a_board_paper_on_stale_replies_is_refused_unless_it_is_a_draft(
    analyst: AuditingClient, coded: int
) -> None:
    add_reply(coded, "yes")
    analyst.submit("/staff/themes/made-up-place/sign-off")
    refused = analyst.submit(
        "/staff/reports/made-up-place/board.docx", {"audience": "board"}, from_page="/staff/reports"
    )
    assert refused.status_code == 409
    assert "no owner, no date" in refused.get_data(as_text=True)
    assert download(analyst, "board", "docx").startswith(b"PK")


def test_a_summary_for_young_people_is_refused_with_all_that_it_lacks(
    analyst: AuditingClient, coded: int
) -> None:
    refused = analyst.submit(
        "/staff/reports/made-up-place/young-people.pdf",
        {"audience": "public", "draft": "yes"},
        from_page="/staff/reports",
    )
    said = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert all(words in said for words in ("no, because", "promise with a date", "changed things"))


def test_a_handful_of_new_responses_changes_no_public_byte_not_even_when_published_again(
    analyst: AuditingClient, coded: int, client: AuditingClient
) -> None:
    soon = clock.today() + timedelta(days=40)
    add_reply(coded, "yes", owner="Transport lead", due_on=soon, first_step="We ask.")
    desk = "/staff/themes/made-up-place"
    assert analyst.submit(f"{desk}/sign-off").status_code == 302
    assert analyst.submit(f"{desk}/publish", {"introduction": "Thank you."}).status_code == 302
    page = results(client)
    add_answers(coded, 7)
    assert results(client) == page
    analyst.submit(f"{desk}/sign-off")
    assert analyst.submit(f"{desk}/publish", {"introduction": "Thank you."}).status_code == 302
    assert results(client) == page
    add_answers(coded, 12)
    analyst.submit(f"{desk}/sign-off")
    analyst.submit(f"{desk}/publish", {"introduction": "Thank you."})
    assert results(client) != page


def test_public_files_change_in_batches_too_and_replies_at_once(analyst: AuditingClient, coded: int) -> None:
    soon = clock.today() + timedelta(days=40)
    add_reply(coded, "yes", owner="Transport lead", due_on=soon, first_step="We ask.")
    desk = "/staff/themes/made-up-place"
    analyst.submit(f"{desk}/sign-off")
    first = {ending: download(analyst, "themes", ending, "public", draft="") for ending in ("csv", "xlsx")}
    add_answers(coded, 1)
    analyst.submit(f"{desk}/sign-off")
    for ending, made in first.items():
        assert download(analyst, "themes", ending, "public", draft="") == made, ending
    add_reply(coded, "no", reason_code="law", reason="The law says no.", could_change="A new law.")
    after = download(analyst, "themes", "csv", "public", draft="").decode()
    assert "The law says no." in after
    assert ",90," in after
    assert ",91," not in after


def test_a_named_snapshot_between_two_batches_is_refused(analyst: AuditingClient, coded: int) -> None:
    analyst.submit("/staff/themes/made-up-place/sign-off")
    download(analyst, "themes", "csv", "public", draft="")
    add_answers(coded, 3)
    campaign = campaign_by_slug("made-up-place")
    newer = snapshot_for(campaign, None, None, AudienceClass.BOARD)
    with pytest.raises(BetweenBatches, match="Fewer than 10 responses"):
        snapshot_for(campaign, newer.id, None, AudienceClass.PUBLIC)
    assert snapshot_for(campaign, newer.id, None, AudienceClass.BOARD).id == newer.id


def test_who_took_part_flags_what_may_not_be_compared_and_names_who_is_missing(
    analyst: AuditingClient, coded: int
) -> None:
    made = download(analyst, "who-took-part", "html").decode()
    assert "85,690" in made
    assert "Not comparable." in made
    assert "few or none: Not said." in made


def test_the_sheet_for_a_classroom_is_one_page_with_a_no_on_it(analyst: AuditingClient, coded: int) -> None:
    for _ in range(4):
        add_reply(coded, "yes", owner="Transport lead", due_on=clock.today(), first_step="We ask.")
    add_reply(coded, "no", reason_code="money", reason="There is no money.", could_change="More of it.")
    sheet = PdfReader(io.BytesIO(download(analyst, "classroom", "pdf")))
    assert len(sheet.pages) == 1
    assert "There is no money." in sheet.pages[0].extract_text()


def test_open_data_explains_each_of_its_columns(analyst: AuditingClient, coded: int) -> None:
    data, dictionary = (
        list(csv.DictReader(io.StringIO(download(analyst, kind, "csv", "public").decode("utf-8-sig"))))
        for kind in ("open-data", "open-data-dictionary")
    )
    assert set(data[0]) <= {row["Column"] for row in dictionary}
    hidden = [row for row in data if row["Is hidden"] == "yes"]
    assert hidden
    assert all(row["Responses"] == "" for row in hidden)
    assert all(int(row["Responses"]) % 5 == 0 for row in data if row["Responses"])


def test_what_changed_between_two_snapshots_is_said_in_figures_that_may_be_shown(
    analyst: AuditingClient, coded: int
) -> None:
    download(analyst, "themes", "csv")
    add_answers(coded, 20)
    add_reply(coded, "heard")
    download(analyst, "themes", "csv")
    first, second = (row.id for row in db.session.query(Snapshot).order_by(Snapshot.id))
    changes = "/staff/reports/made-up-place/changes"
    page = text_of(analyst.page(f"{changes}?before={first}&now={second}"))
    assert "Responses: 110, before 90." in page
    assert "New reply to “accessible places”" in page
    assert "feeling safe" not in page
    assert "From snapshot" not in text_of(analyst.page(f"{changes}?before=x&now={second}"))
