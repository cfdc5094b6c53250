"""Questions read out by a person: played to anybody while they say what is asked, and to nobody after."""

from collections.abc import Callable
from io import BytesIO

import pytest

from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import recordings
from surveys.editing import change_question, questions_of
from surveys.written import WrittenQuestion
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import BETTER, FIVE, SIX, OpenCampaign
from tests.integration.surveys.sending import ADDRESS
from tests.recorded import PLACE, an_m4a, an_mp3

Staff = Callable[..., AuditingClient]
QUESTIONS = "/staff/campaigns/buses/questions"
RECORDING = f"{QUESTIONS}/q1/recording"
NOW, BEFORE = "Recorded", "Recording is out of date"


def upload(manager: AuditingClient, content: bytes, address: str = RECORDING) -> str:
    """What the page says after a file was sent."""
    answer = manager.submit(address, {"sound": (BytesIO(content), "voice.mp3")}, follow_redirects=True)
    return answer.get_data(as_text=True)


def address_on(client: AuditingClient, path: str = ADDRESS) -> str:
    """Where the recording of the first question is played from; empty when none is."""
    link = client.page(path).select_one("[data-question] a.reads")
    return str(link["href"]) if link else ""


@pytest.mark.both_stores
def test_a_recording_is_played_to_everybody_without_a_script_and_in_parts(
    client: AuditingClient, staff: Staff, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    assert address_on(client) == ""
    assert "The recording is kept" in upload(staff(Role.CAMPAIGN_MANAGER), an_mp3())
    address = address_on(client)
    whole = client.get(address)
    assert (whole.status_code, whole.mimetype) == (200, "audio/mpeg")
    assert PLACE not in whole.data
    assert "immutable" in whole.headers["Cache-Control"]
    part = client.get(address, headers={"Range": "bytes=0-99"})
    assert (part.status_code, part.data) == (206, whole.data[:100])
    assert "Set-Cookie" not in whole.headers


def test_a_long_survey_has_it_on_the_page_of_its_question(
    client: AuditingClient, staff: Staff, open_campaign: OpenCampaign
) -> None:
    open_campaign(SIX)
    upload(staff(Role.CAMPAIGN_MANAGER), an_m4a())
    assert client.get(address_on(client)).mimetype == "audio/mp4"
    assert address_on(client, f"{ADDRESS}?whole=yes")


def test_new_words_silence_it_until_they_are_recorded(
    client: AuditingClient, staff: Staff, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign()
    manager = staff(Role.CAMPAIGN_MANAGER)
    upload(manager, an_mp3())
    before = address_on(client)
    assert NOW in text_of(manager.page(QUESTIONS))
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id)
        change_question(campaign, questions_of(campaign)[0], WrittenQuestion("long_text", "What is missing?"))
    assert address_on(client) == ""
    assert BEFORE in text_of(manager.page(QUESTIONS))
    assert "This recording is not played" in text_of(manager.page(RECORDING))
    upload(manager, an_mp3(30))
    assert address_on(client) not in ("", before)
    assert client.get(before).status_code == 404, "the one before is gone"


def test_a_deleted_one_is_gone(client: AuditingClient, staff: Staff, open_campaign: OpenCampaign) -> None:
    open_campaign()
    manager = staff(Role.CAMPAIGN_MANAGER)
    upload(manager, an_mp3())
    address = address_on(client)
    manager.submit(f"{RECORDING}/delete", from_page=RECORDING)
    assert (address_on(client), client.get(address).status_code) == ("", 404)
    assert "There is none yet" in text_of(manager.page(RECORDING))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"not a sound", "Choose an MP3 or M4A file"),
        (an_m4a(b"soun", b"vide"), "Choose an MP3 or M4A file"),
        (b"", "Choose a"),
    ],
    ids=["a text", "a film", "nothing"],
)
def test_another_file_is_refused_with_what_to_do(
    client: AuditingClient, staff: Staff, open_campaign: OpenCampaign, content: bytes, says: str
) -> None:
    open_campaign()
    assert says in upload(staff(Role.CAMPAIGN_MANAGER), content)
    assert address_on(client) == ""


def test_a_file_that_is_too_large_is_refused(staff: Staff, open_campaign: OpenCampaign) -> None:
    open_campaign()
    manager = staff(Role.CAMPAIGN_MANAGER)
    token = manager.page(RECORDING).select_one("[name=csrf_token]")
    assert token is not None
    fields = [
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + str(token["value"]).encode(),
        b'--x\r\nContent-Disposition: form-data; name="sound"; filename="a.mp3"\r\n\r\n'
        + bytes(recordings.LARGEST + 1),
        b"--x--\r\n",
    ]
    answer = manager.post(
        RECORDING, data=b"\r\n".join(fields), content_type="multipart/form-data; boundary=x"
    )
    assert "This file is too large" in answer.get_data(as_text=True)


def test_a_sensitive_campaign_leaves_no_sound_on_the_device(
    client: AuditingClient, staff: Staff, open_campaign: OpenCampaign
) -> None:
    open_campaign(is_sensitive=True)
    upload(staff(Role.CAMPAIGN_MANAGER), an_mp3())
    assert client.get(address_on(client)).headers["Cache-Control"] == "no-store"


def test_another_campaign_does_not_give_it_away_and_a_closed_one_keeps_it(
    client: AuditingClient, staff: Staff, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign()
    open_campaign(FIVE, slug="bikes")
    manager = staff(Role.CAMPAIGN_MANAGER)
    upload(manager, an_mp3())
    mark = address_on(client).rpartition("/")[2]
    assert client.get(f"/c/bikes/recording/{mark}").status_code == 404
    with transaction():
        db.session.get_one(Campaign, campaign_id).closed_at = clock.now()
    page = manager.page(RECORDING)
    assert BETTER.wording in text_of(page)
    assert "Keep this recording" not in text_of(page)


def test_only_who_writes_the_questions_may_record_them(staff: Staff, open_campaign: OpenCampaign) -> None:
    open_campaign()
    assert staff(Role.MODERATOR).get(RECORDING).status_code == 403
