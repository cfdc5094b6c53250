"""Messages to staff arrive whole, and a title with a line end in it cannot add a header."""

from pathlib import Path

import pytest

from participation.factory import create_app
from participation.foundation import mail
from participation.foundation.errors import SettingsError
from participation.settings import load_settings
from tests.mail_server import mail_server


def test_a_message_reaches_the_server_with_sender_and_words(tmp_path: Path, store: str) -> None:
    with mail_server() as server:
        settings = load_settings(
            data_dir=tmp_path,
            database_url=store,
            log_level="error",
            mail_server=server.address,
            mail_from="site@example.org",
        )
        with create_app(settings).app_context():
            assert mail.can_send()
            mail.send(
                "owner@example.org", "One reply waits\r\nBcc: everybody@example.org", "Look at “Buses”."
            )
        [message] = server.received
    assert (message["From"], message["To"]) == ("site@example.org", "owner@example.org")
    assert message["Bcc"] is None
    assert message["Subject"] == "One reply waits Bcc: everybody@example.org"
    assert message.get_content().strip() == "Look at “Buses”."


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"mail_server": "mail.example.org"}, "MAIL_SERVER"),
        ({"mail_server": "smtp://mail.example.org"}, "MAIL_FROM"),
    ],
)
def test_half_a_mail_server_is_refused_with_the_setting_named(
    tmp_path: Path, given: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings(data_dir=tmp_path, **given)
