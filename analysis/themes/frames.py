"""Theme lists of campaigns: stored versions, and the pure code frame the engine reads."""

from collections.abc import Sequence

from sqlalchemy import select

from analysis.models import CodeFrameVersion, Theme
from analysis.themes.theme_list import ListedTheme, ThemeList
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
        themes=_rows(_as_listed(built_in)),
    )
    db.session.add(version)
    db.session.flush()
    audit.record("began_theme_list", "campaign", campaign_id, actor_id=actor_id, detail={"from": built_in.id})
    return version


def theme_list(version: CodeFrameVersion) -> ThemeList:
    """The theme list of one version."""
    return ThemeList(
        tuple(
            ListedTheme.from_stored(theme.key, theme.name, theme.description, theme.definition)
            for theme in version.themes
        )
    )


def versions_of(campaign_id: int) -> Sequence[CodeFrameVersion]:
    """Every version of a campaign's theme list, the newest first."""
    return db.session.scalars(
        select(CodeFrameVersion)
        .where(CodeFrameVersion.campaign_id == campaign_id)
        .order_by(CodeFrameVersion.number.desc())
    ).all()


def history_of(campaign_id: int) -> list[ThemeList]:
    """Every theme list the campaign ever had, the oldest first."""
    return [theme_list(version) for version in reversed(versions_of(campaign_id))]


def save_list(version: CodeFrameVersion, changed: ThemeList, reason: str, actor_id: int) -> CodeFrameVersion:
    """The list that follows `version`; what it replaces stays on record."""
    following = CodeFrameVersion(
        campaign_id=version.campaign_id,
        number=version.number + 1,
        key=version.key,
        name=version.name,
        question_key=version.question_key,
        reason=reason,
        created_by_id=actor_id,
        themes=_rows(changed),
    )
    db.session.add(following)
    db.session.flush()
    audit.record(
        "changed_theme_list",
        "campaign",
        version.campaign_id,
        actor_id=actor_id,
        detail={"version": following.number},
    )
    return following


def change_wording(
    version: CodeFrameVersion, wording: dict[str, tuple[str, str]], reason: str, actor_id: int
) -> CodeFrameVersion:
    """A new version in which themes have other names and descriptions; ids stay, so nothing is recoded.

    Args:
        wording: theme id to (name, description).
    """
    return save_list(version, theme_list(version).reworded(wording), reason, actor_id)


def _rows(listed: ThemeList) -> list[Theme]:
    return [
        Theme(
            key=theme.key,
            position=place,
            name=theme.name,
            description=theme.description,
            definition=theme.definition(),
        )
        for place, theme in enumerate(listed.themes)
    ]


def _as_listed(frame: pure.CodeFrame) -> ThemeList:
    return ThemeList(
        tuple(ListedTheme(theme.id, theme.name, theme.description, (theme,)) for theme in frame.themes)
    )
