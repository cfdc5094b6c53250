"""When the team works, how it is reminded, and who else young people can turn to."""

from datetime import date
from itertools import pairwise
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings

from participation.foundation.periods import Period
from participation.foundation.staffing import HOW_TO_WRITE, Span, hours_in_words, read_hours
from participation.setting_groups.help_lines import FIRST_HELP_LINES, HelpLine


class StaffSettings(BaseSettings):
    """When the team works, and how it is reminded."""

    staffed_hours: str = Field(
        "Mon-Fri 09:00-17:00",
        description="Hours in which the team reads what is sent: said before the first question, and by which "
        "the rota, reminders and service levels count",
    )
    closed_days: list[date] = Field(
        [], description="Days such as bank holidays on which the team does not work (JSON list)"
    )
    school_holidays: list[Period] = Field(
        [],
        description="School holidays, counted before a campaign opens (JSON list: name, first, last)",
    )
    pre_election_periods: list[Period] = Field(
        [],
        description="Run-ups to elections, in which a campaign opens only with a reason (JSON list: name, first, "
        "last)",
    )
    unread_alert_hours: list[float] = Field(
        [2, 4, 6, 8],
        description="Staffed hours after which an urgent or soon view that nobody reads reminds who reads,"
        " then goes to the lead, the deputy and on-call (JSON list of four)",
    )
    unaccepted_alert_hours: list[float] = Field(
        [1, 2, 4],
        description="Staffed hours after which a concern that nobody accepts reminds the lead, then goes to the"
        " deputy and on-call (JSON list of three)",
    )
    second_reading_percent: float = Field(
        5,
        ge=0,
        le=100,
        description="Percentage of the views decided each day that a second person reads, blind",
    )
    second_reading_least: int = Field(
        20, ge=0, description="About how many views of a day are drawn at least, when so many were decided"
    )
    pause_after_days: int = Field(
        3, ge=1, description="Staffed days without anybody on the rota after which open campaigns pause"
    )
    help_lines: list[HelpLine] = Field(
        default=FIRST_HELP_LINES, description="JSON list: name, phone, what_for, when_open, url, last_checked"
    )
    emergency_phone: str = Field("999", description="Number to call in danger, said on every page of help")
    mail_server: str = Field(
        "",
        description="Mail server for messages to staff, such as `smtp+starttls://user:password@host:587` "
        "(also `smtp`, `smtps`); empty means that none are sent",
    )
    mail_from: str = Field("", description="Address that messages to staff come from")
    talk_hours: str = Field(
        "",
        description="When somebody answers “Ask someone to talk to me”, such as "
        "`Mon-Fri 09:00-17:00; Sat 10:00-12:00`; empty means that it is never offered",
    )
    talk_closed_days: list[date] = Field(
        [], description="Days such as bank holidays on which nobody answers it (JSON list)"
    )
    talk_keep_days: int = Field(
        30, ge=1, description="Days after closing in which such a request is erased for good"
    )
    exit_url: str = Field(
        "https://www.bbc.co.uk/weather", description="The plain page that “Exit this page” leaves for"
    )

    @field_validator("talk_hours", "staffed_hours")
    @classmethod
    def _are_hours(cls, value: str, info: ValidationInfo) -> str:
        if not read_hours(value) and info.field_name == "staffed_hours":
            raise ValueError(f"somebody has to read what is sent: {HOW_TO_WRITE}")
        return value

    @field_validator("mail_server")
    @classmethod
    def _is_a_mail_server(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("smtp", "smtp+starttls", "smtps") or not parts.hostname):
            raise ValueError("write an address such as smtp+starttls://user:password@mail.example.org:587")
        return value

    @field_validator("unread_alert_hours", "unaccepted_alert_hours")
    @classmethod
    def _climb(cls, value: list[float], info: ValidationInfo) -> list[float]:
        steps = 4 if info.field_name == "unread_alert_hours" else 3
        if len(value) != steps or any(a >= b for a, b in pairwise([0, *value])):
            raise ValueError(f"write {steps} numbers of hours, each greater than the one before")
        return value

    @field_validator("exit_url")
    @classmethod
    def _leads_away(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("write the whole address, such as https://www.bbc.co.uk/weather")
        return value

    @model_validator(mode="after")
    def _says_who_writes(self) -> Self:
        if self.mail_server and "@" not in self.mail_from:
            raise ValueError("set MAIL_FROM to the address that messages to staff come from")
        return self

    @property
    def talk_spans(self) -> tuple[Span, ...]:
        """When somebody answers those who ask to talk; empty when nobody does."""
        return read_hours(self.talk_hours)

    @property
    def staffed_spans(self) -> tuple[Span, ...]:
        """When the team works."""
        return read_hours(self.staffed_hours)

    @property
    def reading_hours(self) -> str:
        """When people read what is sent, as pages say it: the same hours by which service levels count."""
        return hours_in_words(self.staffed_spans)
