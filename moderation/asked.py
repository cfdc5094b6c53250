"""What a view answered: the wording of its questions and the labels of its choices, as they were shown."""

from collections.abc import Iterable

from surveys.answers import chosen_options
from surveys.definition import SurveyDefinition
from surveys.domain import CHECK_BACK, CHECK_BACK_ABOUT
from surveys.models import Submission
from surveys.queries import definition_of
from surveys.wordings import AskedAs, in_plain_words

#: Questions that stand on pages of results and in no survey.
OUTSIDE_SURVEYS = {
    CHECK_BACK: "Did we get this right? (said about our reply)",
    CHECK_BACK_ABOUT: "About theme",
}


class Asked:
    """Reads the versions views refer to, each once."""

    def __init__(self) -> None:
        self._definitions: dict[int, SurveyDefinition] = {}

    def wording(self, version_id: int, key: str, asked_as: str = "") -> str:
        """The question as shown; its key when the version does not have it.

        Args:
            asked_as: in which words its sender was asked; where those are others, they stand behind the usual ones.
        """
        question = self._definition(version_id).question(key)
        if question is None:
            return OUTSIDE_SURVEYS.get(key, key)
        words = AskedAs.read(asked_as)
        shown = question.worded(words).wording
        return (
            question.wording
            if shown == question.wording
            else f"{question.wording} ({in_plain_words(words)}: {shown})"
        )

    def labels(self, version_id: int, key: str, chosen: Iterable[str]) -> str:
        """What was chosen, as people read it, several separated by semicolons."""
        question = self._definition(version_id).question(key)
        return "; ".join(question.label_of(each) if question else each for each in chosen)

    def facts(self, submission: Submission) -> dict[str, str]:
        """The choices of a view: question key to labels."""
        version = submission.survey_version_id
        return {key: self.labels(version, key, chosen) for key, chosen in chosen_options(submission).items()}

    def _definition(self, version_id: int) -> SurveyDefinition:
        if version_id not in self._definitions:
            self._definitions[version_id] = definition_of(version_id)
        return self._definitions[version_id]
