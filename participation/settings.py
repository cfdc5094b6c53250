"""Everything a deployment may set: typed, documented, safe when left alone, refused when wrong."""

import os
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from participation.foundation.errors import SettingsError
from participation.foundation.periods import Period
from participation.foundation.staffing import HOW_TO_WRITE, Span, hours_in_words, read_hours

CHECKOUT = Path(__file__).resolve().parent.parent


class HelpLine(BaseModel):
    """Somebody to turn to, and the day a person last checked that this is right."""

    name: str
    phone: str = ""
    what_for: str
    when_open: str = ""
    url: str = ""
    last_checked: date

    @property
    def phone_href(self) -> str:
        """The number as a link dials it."""
        return "tel:" + "".join(c for c in self.phone if c.isdigit() or c == "+")


#: Shown until a deployment sets its own. The date is the day these were put in; `doctor` asks for a fresh check.
FIRST_HELP_LINES = [
    HelpLine(
        name="Emergency services",
        phone="999",
        what_for="If you are in danger right now",
        when_open="Always open",
        last_checked=date(2026, 11, 21),
    ),
    HelpLine(
        name="Childline",
        phone="0800 1111",
        what_for="Talk to somebody about anything, if you are under 19",
        when_open="Day and night, free",
        url="https://www.childline.org.uk",
        last_checked=date(2026, 11, 21),
    ),
    HelpLine(
        name="Samaritans",
        phone="116 123",
        what_for="Talk to somebody when life is hard, at any age",
        when_open="Day and night, free",
        url="https://www.samaritans.org",
        last_checked=date(2026, 11, 21),
    ),
]

#: Who people can turn to when the law on their data, or on access for everybody, is not kept.
REGULATOR = HelpLine(
    name="Information Commissioner's Office",
    phone="0303 123 1113",
    url="https://ico.org.uk/make-a-complaint/",
    what_for="Checks that everybody in the UK who keeps data about people does it right",
    last_checked=date(2026, 11, 21),
)
EQUALITY_ADVISER = HelpLine(
    name="Equality Advisory and Support Service",
    phone="0808 800 0082",
    what_for="Helps when a public website shuts people out",
    url="https://www.equalityadvisoryservice.com",
    last_checked=date(2026, 11, 21),
)


def data_folder() -> Path:
    """Where this deployment keeps its data: `DATA_DIR`, else `instance/` of the checkout or of this folder."""
    named = os.environ.get("DATA_DIR")
    if named:
        return Path(named).resolve()
    base = CHECKOUT if (CHECKOUT / "setup.cfg").exists() else Path.cwd()
    return base / "instance"


class Settings(BaseSettings):
    """The settings of one deployment, from the environment, else from `settings.env` in the data folder."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses to start when something is unsafe"
    )
    data_dir: Path = Field(
        default_factory=data_folder, description="Folder of this deployment's data and keys"
    )
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty means SQLite in the data folder"
    )
    redis_url: str = Field(
        "", description="Redis address for waking workers and counting limits; empty means none"
    )
    secret_key: str = Field("", description="Signs staff sessions; made once in the data folder when empty")
    sealing_key: str = Field("", description="Opens sealed words (base64, 32 bytes); made once when empty")
    receipt_key: str = Field("", description="Derives receipts (base64, 32 bytes); made once when empty")
    backup_key: str = Field("", description="Seals backups (base64, 32 bytes); made once when empty")
    site_name: str = Field("I Live in Dorset", description="Name of the site")
    site_url: str = Field(
        "http://127.0.0.1:8000", description="Public address; https switches secure cookies on"
    )
    partnership_name: str = Field(
        "Dorset Strategic Alliance for Children and Young People", description="Who runs the site"
    )
    contact_email: str = Field("", description="Where people write to; shown on the contact page")
    contact_phone: str = Field("", description="Number shown on the contact page")
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
    # What the legal pages say. Only the council can know these; an empty one shows as "not set yet".
    data_controller: str = Field("", description="Organisation that answers in law for the data kept")
    data_protection_email: str = Field("", description="Where people ask or complain about their data")
    lawful_basis: str = Field(
        "public task: UK GDPR Article 6(1)(e)", description="Why the law lets the site keep answers"
    )
    safeguarding_basis: str = Field(
        "public task and the safeguarding of children: UK GDPR Articles 6(1)(e) and 9(2)(g),"
        " Data Protection Act 2018 Schedule 1 paragraph 18",
        description="Why the law lets the site keep records about somebody at risk",
    )
    staff_basis: str = Field(
        "public task: UK GDPR Article 6(1)(e)", description="Why the law lets the site keep data about staff"
    )
    keep_words_months: int = Field(
        12, ge=1, description="Months after closing in which words as typed are erased for good"
    )
    keep_approved_months: int = Field(
        36, ge=1, description="Months after closing in which approved words are erased too; counts stay"
    )
    equality_months: int = Field(
        3, ge=1, description="Months after closing in which equality answers are counted together and erased"
    )
    equality_basis: str = Field(
        "substantial public interest, equality of opportunity: UK GDPR Articles 6(1)(e) and 9(2)(g),"
        " Data Protection Act 2018 Schedule 1 paragraph 8",
        description="Why the law lets the site ask equality questions",
    )
    host_address_months: int = Field(
        12, ge=1, description="Months in which a host's address for news of results is erased when none came"
    )
    complaint_days: int = Field(
        30, ge=1, description="Days in which somebody who complains about their data is told that we have it"
    )
    complaint_keep_months: int = Field(
        24, ge=1, description="Months after its answer in which a complaint about data is erased for good"
    )
    complaint_basis: str = Field(
        "legal obligation: UK GDPR Article 6(1)(c)",
        description="Why the law lets the site keep complaints about data",
    )
    legal_last_checked: date | None = Field(None, description="Day an expert last checked the legal pages")
    regulator: HelpLine = Field(REGULATOR, description="Who people can complain to about data (JSON)")
    equality_adviser: HelpLine = Field(
        EQUALITY_ADVISER, description="Who people can turn to when the site shuts them out (JSON)"
    )
    accessibility_last_tested: date | None = Field(
        None, description="Day people from outside the team last tested the site for access"
    )
    accessibility_problems: list[str] = Field([], description="Known problems of access (JSON list)")
    front_door_phone: str = Field(
        "", description="Children's social care front door, shown to staff when they escalate"
    )
    front_door_last_checked: date | None = Field(
        None, description="Day the front door number was last checked"
    )
    lado_phone: str = Field(
        "", description="The LADO, shown to leads on a concern about an adult who works with children"
    )
    lado_last_checked: date | None = Field(None, description="Day the LADO's number was last checked")
    trusted_proxies: int = Field(
        0, ge=0, le=5, description="How many proxies in front set X-Forwarded headers"
    )
    public_minimum_cell: int = Field(10, ge=1, description="Smallest count shown in public")
    public_round_to: int = Field(
        5, ge=1, description="Counts in every file and public page are rounded to this"
    )
    board_suppress_up_to: int = Field(5, ge=0, description="Board files hide counts from 1 to this")
    audit_minimum: int = Field(
        100, ge=1, description="Fewest answers coded blind before the accuracy of themes is told"
    )
    hand_coding_below: int = Field(
        300, ge=0, description="With fewer approved answers one person codes all of them by hand"
    )
    show_sentiment: bool = Field(True, description="Show analysts the TextBlob mood hint")
    late_days: int = Field(
        28, ge=0, description="Days after closing in which views written before are accepted"
    )
    claim_minutes: int = Field(15, ge=1, description="How long a moderator holds an item")
    undo_seconds: int = Field(30, ge=0, description="How long a decision can be taken back")
    break_after: int = Field(
        8, ge=1, description="After how many hard views in a day a moderator is offered a break"
    )
    oidc_issuer: str = Field(
        "",
        description="Address of your organisation's sign-in (OpenID Connect issuer); empty means that none is used",
    )
    oidc_client_id: str = Field("", description="Name by which that sign-in knows this site")
    oidc_client_secret: str = Field("", description="Secret that goes with it")
    oidc_label: str = Field(
        "your organisation", description="Whose account it is, as the button for signing in says"
    )
    oidc_trust_email: bool = Field(
        False,
        description="Trust addresses that sign-in does not call verified; only where no one else can set them",
    )
    second_factor_required: Literal["", "everybody", "trusted", "nobody"] = Field(
        "",
        description="Who must set up a second step of signing in before anything else: `everybody`, `nobody`, or"
        " `trusted`, who may read unchecked words or concerns or manage accounts; empty means `trusted` in"
        " production, else `nobody`",
    )
    sign_out_after_minutes: int = Field(
        120,
        ge=5,
        description="Minutes without a sign of life after which staff are signed out; 12 hours at most",
    )
    metrics_token: str = Field("", description="Bearer token for /metrics; empty switches it off")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level logged")
    wait_for_demo: bool = Field(False, description="/healthz answers 200 only once the demo is loaded")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, dotenv_settings

    @field_validator("site_url")
    @classmethod
    def _is_a_site(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
            raise ValueError("write an address such as https://views.example.org, without a path")
        return value.rstrip("/")

    @field_validator("second_factor_required", mode="before")
    @classmethod
    def _is_for_some(cls, value: object) -> object:
        """Yes and no are words too, and mean everybody and nobody."""
        return {"true": "everybody", "false": "nobody"}.get(str(value).lower(), value)

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

    @field_validator("database_url")
    @classmethod
    def _is_a_store(cls, value: str) -> str:
        if not value:
            return value
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError:
            raise ValueError("write an address such as postgresql://user:password@host/name") from None
        if backend not in ("sqlite", "postgresql", "postgres"):
            raise ValueError(f"{backend} is not supported; use SQLite or PostgreSQL")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _is_an_issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        is_here = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if (
            value
            and (not parts.hostname or parts.scheme != "https")
            and not (parts.scheme == "http" and is_here)
        ):
            raise ValueError("write an address such as https://login.example.org/tenant")
        return value.rstrip("/")

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("write an address such as redis://127.0.0.1:6379/0")
        return value

    @model_validator(mode="after")
    def _says_who_writes(self) -> Self:
        if self.mail_server and "@" not in self.mail_from:
            raise ValueError("set MAIL_FROM to the address that messages to staff come from")
        return self

    @model_validator(mode="after")
    def _knows_who_asks_to_sign_in(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError("set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, which go with OIDC_ISSUER")
        return self

    @model_validator(mode="after")
    def _shows_no_count_it_rounds_from_below(self) -> Self:
        if self.public_round_to > min(self.public_minimum_cell, self.board_suppress_up_to + 1):
            raise ValueError(
                "PUBLIC_ROUND_TO must be no more than the smallest counts shown: PUBLIC_MINIMUM_CELL, and one above "
                "BOARD_SUPPRESS_UP_TO"
            )
        return self

    @model_validator(mode="after")
    def _is_safe_in_production(self) -> Self:
        if self.environment == "production" and not self.is_secure:
            raise ValueError("SITE_URL must begin with https:// when ENVIRONMENT is production")
        return self

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site over https."""
        return self.site_url.startswith("https://")

    @property
    def second_factor_for(self) -> str:
        """Who must have a second step: `everybody`, `trusted` or `nobody`."""
        return self.second_factor_required or ("trusted" if self.environment == "production" else "nobody")

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

    @property
    def database_address(self) -> str:
        """The database in use, named or not."""
        return self.database_url or f"sqlite:///{self.data_dir / 'participation.db'}"

    @property
    def keys_dir(self) -> Path:
        """Where keys made by the product lie."""
        return self.data_dir / "keys"


def load_settings(**given: Any) -> Settings:
    """The settings of this deployment.

    Raises:
        SettingsError: naming each setting that is wrong and what to write instead.
    """
    try:
        folder = Path(given.get("data_dir") or data_folder())
        return Settings(_env_file=folder / "settings.env", **given)
    except ValidationError as error:
        raise SettingsError("; ".join(_complaint(problem) for problem in error.errors())) from None
    except (ValueError, OSError) as error:  # settings that are not readable as what they should be
        raise SettingsError(str(error).splitlines()[0]) from None


def _complaint(problem: Any) -> str:
    name = "_".join(str(part) for part in problem["loc"][:1]).upper() or "SETTINGS"
    return f"{name}: {problem['msg'].removeprefix('Value error, ')}"


#: Defaults too long for the table.
_SHORT_DEFAULTS = {
    "help_lines": "999, Childline, Samaritans",
    "regulator": REGULATOR.name,
    "equality_adviser": EQUALITY_ADVISER.name,
}


def settings_table() -> str:
    """The settings as the README's Markdown table."""
    rows = ["| setting | default | what it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default if isinstance(field.default, (str, int, bool)) else ""
        shown = (
            f"`{default}`" if default not in ("", None) else "see text" if field.default_factory else "none"
        )
        shown = _SHORT_DEFAULTS.get(name, shown)
        rows.append(f"| `{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)
