"""How staff sign in."""

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings


class SigningInSettings(BaseSettings):
    """How staff sign in."""

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

    @field_validator("second_factor_required", mode="before")
    @classmethod
    def _is_for_some(cls, value: object) -> object:
        """Yes and no are words too, and mean everybody and nobody."""
        return {"true": "everybody", "false": "nobody"}.get(str(value).lower(), value)

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

    @model_validator(mode="after")
    def _knows_who_asks_to_sign_in(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError("set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, which go with OIDC_ISSUER")
        return self
