"""Theme lists of campaigns: stored versions, and the pure code frame the engine reads."""

from typing import Any

from sqlalchemy import select

from analysis.models import CodeFrameVersion, Theme
from analysis.theming import code_frame as pure
from participation.foundation import audit
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from surveys.queries import current_version, definition_of

FIRST_FRAME = "i-live-in-dorset"


class NothingToTheme(DomainError):
    """The campaign asks no question in people's own words."""

    title = "There is nothing to theme"


def current_frame(campaign_id: int) -> CodeFrameVersion | None:
    """The newest version of the campaign's theme list."""
    return db.session.scalars(
        select(CodeFrameVersion)
        .where(CodeFrameVersion.campaign_id == campaign_id)
        .order_by(CodeFrameVersion.number.desc())
        .limit(1)
    ).first()


def begin_frame(campaign_id: int, actor_id: int | None) -> CodeFrameVersion:
    """The campaign's theme list, begun from the built-in one when there is none yet.

    Raises:
        NothingToTheme: when the campaign has no question answered in words.
    """
    existing = current_frame(campaign_id)
    if existing is not None:
        return existing
    question = definition_of(current_version(campaign_id).id).first_long_text
    if question is None:
        raise NothingToTheme("This campaign asks no question that people answer in their own words.")
    built_in = pure.built_in(FIRST_FRAME)
    version = CodeFrameVersion(
        campaign_id=campaign_id,
        number=1,
        key=built_in.id,
        name=built_in.name,
        question_key=question.key,
        reason="Begun from the built-in theme list",
        created_by_id=actor_id,
        themes=_rows(built_in),
    )
    db.session.add(version)
    db.session.flush()
    audit.record("began_theme_list", "campaign", campaign_id, actor_id=actor_id, detail={"from": built_in.id})
    return version


def change_wording(
    version: CodeFrameVersion, wording: dict[str, tuple[str, str]], reason: str, actor_id: int
) -> CodeFrameVersion:
    """A new version in which themes have other names and descriptions; ids stay, so nothing is recoded.

    Args:
        wording: theme id to (name, description).
    """
    changed = CodeFrameVersion(
        campaign_id=version.campaign_id,
        number=version.number + 1,
        key=version.key,
        name=version.name,
        question_key=version.question_key,
        reason=reason,
        created_by_id=actor_id,
        themes=[
            Theme(
                key=theme.key,
                position=theme.position,
                definition=dict(theme.definition),
                name=wording.get(theme.key, (theme.name, ""))[0],
                description=wording.get(theme.key, ("", theme.description))[1],
            )
            for theme in version.themes
        ],
    )
    db.session.add(changed)
    db.session.flush()
    audit.record(
        "changed_theme_list",
        "campaign",
        version.campaign_id,
        actor_id=actor_id,
        detail={"version": changed.number},
    )
    return changed


def pure_frame(version: CodeFrameVersion) -> pure.CodeFrame:
    """The theme list as the engine reads it."""
    return pure.CodeFrame(
        id=version.key,
        name=version.name,
        question=version.question_key,
        themes=tuple(_pure_theme(theme) for theme in version.themes),
    )


def _rows(frame: pure.CodeFrame) -> list[Theme]:
    return [
        Theme(
            key=theme.id,
            position=place,
            name=theme.name,
            description=theme.description,
            definition={
                "includes": list(theme.includes),
                "excludes": list(theme.excludes),
                "keywords": list(theme.keywords),
                "examples": list(theme.examples),
            },
        )
        for place, theme in enumerate(frame.themes)
    ]


def _pure_theme(theme: Theme) -> pure.Theme:
    definition: dict[str, Any] = theme.definition
    return pure.Theme(
        id=theme.key,
        name=theme.name,
        description=theme.description,
        **{
            part: tuple(definition.get(part, ())) for part in ("includes", "excludes", "keywords", "examples")
        },
    )
