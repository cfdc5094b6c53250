"""Reads answers with the engine under a theme list, taught by what people said of the campaign's answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from analysis.models import CodeFrameVersion, Correction
from analysis.themes.frames import history_of, theme_list
from analysis.themes.theme_list import ThemeList, translated_coding
from analysis.theming.assignment import Assignment as Given
from analysis.theming.assignment import Correction as Taught
from analysis.theming.code_frame import CodeFrame
from analysis.theming.encoders import EngineName
from analysis.theming.engine import build_engine
from moderation.models import ApprovedText
from participation.foundation.database import db

Progress = Callable[[int, int], None]
BATCH = 500
#: What a person said of an answer: view to the keys of themes, the main one first.
Codings = Mapping[int, Sequence[str]]


@dataclass(frozen=True)
class Reader:
    """One engine, one theme list, and what people taught; holds no database row, so reading may take its time."""

    engine: EngineName
    listed: ThemeList
    frame: CodeFrame
    corrections: tuple[Taught, ...]

    @classmethod
    def of(
        cls,
        version: CodeFrameVersion,
        engine: EngineName,
        listed: ThemeList | None = None,
        also: Codings | None = None,
    ) -> Reader:
        """The reader of a version, or of a list that may follow it, with codings not yet stored."""
        listed = listed or theme_list(version)
        return cls(
            engine,
            listed,
            listed.code_frame(version.key, version.name, version.question_key),
            tuple(_taught(version, listed, also or {})),
        )

    def version_of(self, given: Sequence[Given]) -> str:
        """The exact engines, encoders and weights that these answers were read with."""
        return build_engine(self.engine).version_of(given)

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> list[Given]:
        """What each text is about, in themes as people see them."""
        given = build_engine(self.engine).assign(texts, self.frame, self.corrections, progress)
        return [_as_seen(each, self.listed) for each in given]


def _as_seen(given: Given, listed: ThemeList) -> Given:
    """The engine's word on parts as one on themes: merged parts are one theme, with one stance."""
    stances = listed.seen_stances({part: given.stance_on(part) for part in given.themes})
    return replace(given, themes=tuple(stances), stances=tuple(stances.values()))


def engine_name(name: str) -> EngineName:
    """The engine of that name."""
    return "refined" if name == "refined" else "core"


def newest_codings(campaign_id: int, question_key: str) -> dict[int, Sequence[str]]:
    """The newest word of a person on each answer, in the themes of its day."""
    return {
        row.submission_id: row.theme_keys for row in newest_corrections(campaign_id, question_key).values()
    }


def newest_corrections(campaign_id: int, question_key: str) -> dict[int, Correction]:
    """The newest correction of each answer."""
    return {
        row.submission_id: row
        for row in db.session.scalars(
            select(Correction)
            .where(Correction.campaign_id == campaign_id, Correction.question_key == question_key)
            .order_by(Correction.id)
        )
    }


def _taught(version: CodeFrameVersion, listed: ThemeList, also: Codings) -> list[Taught]:
    """What people said, oldest answer first, in parts of the list; what it has no room for is left out."""
    campaign_id, question_key = version.campaign_id, version.question_key
    said = newest_codings(campaign_id, question_key) | dict(also)
    history = [*history_of(campaign_id), listed]
    found = [
        (text, translated_coding(said[number], listed, history))
        for number, text in _texts_of(sorted(said), question_key)
    ]
    return [Taught(text, parts) for text, parts in found if parts is not None]


def _texts_of(ids: Sequence[int], question_key: str) -> list[tuple[int, str]]:
    """The approved words of these views, in their order; a withdrawn one has none."""
    found: list[tuple[int, str]] = []
    for start in range(0, len(ids), BATCH):
        rows = db.session.execute(
            select(ApprovedText.submission_id, ApprovedText.text)
            .where(
                ApprovedText.submission_id.in_(ids[start : start + BATCH]),
                ApprovedText.question_key == question_key,
            )
            .order_by(ApprovedText.submission_id)
        )
        found += [(row.submission_id, row.text) for row in rows]
    return found
