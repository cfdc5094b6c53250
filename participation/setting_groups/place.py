"""Where a deployment runs, where its data and keys lie, and what it is called."""

import os
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def data_folder() -> Path:
    """Where this deployment keeps its data: `DATA_DIR`, else `instance/` of the checkout or of this folder."""
    named = os.environ.get("DATA_DIR")
    if named:
        return Path(named).resolve()
    base = CHECKOUT if (CHECKOUT / "setup.cfg").exists() else Path.cwd()
    return base / "instance"


class PlaceSettings(BaseSettings):
    """Where it runs and what it is called."""

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
    trusted_proxies: int = Field(
        0, ge=0, le=5, description="How many proxies in front set X-Forwarded headers"
    )

    @field_validator("site_url")
    @classmethod
    def _is_a_site(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
            raise ValueError("write an address such as https://views.example.org, without a path")
        return value.rstrip("/")

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

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("write an address such as redis://127.0.0.1:6379/0")
        return value

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
    def database_address(self) -> str:
        """The database in use, named or not."""
        return self.database_url or f"sqlite:///{self.data_dir / 'participation.db'}"

    @property
    def keys_dir(self) -> Path:
        """Where keys made by the product lie."""
        return self.data_dir / "keys"
