"""Everything a deployment may set: typed, documented, safe when left alone, refused when wrong."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from participation.foundation.errors import SettingsError
from participation.setting_groups.help_lines import EQUALITY_ADVISER, REGULATOR, HelpLine
from participation.setting_groups.legal import LegalSettings
from participation.setting_groups.place import CHECKOUT, PlaceSettings, data_folder
from participation.setting_groups.reading import ReadingSettings
from participation.setting_groups.signing_in import SigningInSettings
from participation.setting_groups.staff import StaffSettings

__all__ = ["CHECKOUT", "HelpLine", "Settings", "load_settings", "settings_table"]


class Settings(SigningInSettings, ReadingSettings, LegalSettings, StaffSettings, PlaceSettings):
    """The settings of one deployment, from the environment, else from `settings.env` in the data folder.

    The table shows the groups from the last to the first.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

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

    @property
    def second_factor_for(self) -> str:
        """Who must have a second step: `everybody`, `trusted` or `nobody`."""
        return self.second_factor_required or ("trusted" if self.environment == "production" else "nobody")


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
