"""The yearly survey of seven success statements: its words are fixed, so that one year can stand beside another.

The strategy of 2017 says what success will look like for children and young people, and for parents and carers,
and that both will be asked how far it has come. Each statement is put so that somebody can agree with it. Pure.
"""

from collections.abc import Iterable

from participation.campaigns.domain import CampaignDetails
from participation.foundation.codes import hash_mapping
from surveys.definition import Condition, Option, QuestionDefinition, SurveyDefinition
from surveys.definition_file import CampaignFile
from surveys.question_types.choices import AgreeScale

WHO, PARENT = "success_who", "parent"
#: The closing question that any campaign may ask; the platform's own measure reads it by this key.
LISTENED = "felt_listened_to"
AGREE = ("agree-a-lot", "agree-a-bit")
YOUNG = {
    "success_safe": "I feel safe wherever I am, and I know how to live a healthy life.",
    "success_voice": "I get on well with people, I know what I am good at, and people listen to what I say.",
    "success_learning": "I am doing well at learning, and I feel ready to grow up.",
}
PARENTS = {
    "success_involved": "I take part in how my child learns, stays healthy and is happy.",
    "success_services": "I use the services that would help my family.",
    "success_choices": "I know which services there are, and I can choose well between them.",
    "success_partners": "I help to shape the services for my child and my family, and to say how good they are.",
}
STATEMENTS = YOUNG | PARENTS
SERIES_LENGTH = 16


def success_survey() -> CampaignFile:
    """The whole campaign: what it says of itself, and its questions."""
    return CampaignFile(
        CampaignDetails(
            title="Did we do it?",
            slug="did-we-do-it",
            summary="Once a year we ask how close we are to what we promised: do you agree with each sentence?",
            purpose=(
                "The strategy for children and young people says what success will look like, and that we will ask "
                "children, young people, parents and carers how far we have come. We ask with the same words every "
                "year, so that one year can stand beside another."
            ),
            minutes_needed=2,
        ),
        SurveyDefinition(
            (
                QuestionDefinition(
                    WHO,
                    "one_choice",
                    "Who are you?",
                    "So that we ask you what fits.",
                    (Option("child", "A child or young person"), Option(PARENT, "A parent or carer")),
                ),
                *(
                    _statement(key, words, Condition(WHO, (PARENT,), is_none_of=True))
                    for key, words in YOUNG.items()
                ),
                *(_statement(key, words, Condition(WHO, (PARENT,))) for key, words in PARENTS.items()),
                _statement(LISTENED, "When I say what I think here, people listen."),
                QuestionDefinition(
                    "success_more",
                    "long_text",
                    "Is there anything else you want to say about it?",
                    "Leave out names.",
                ),
            )
        ),
    )


def series_of(questions: Iterable[QuestionDefinition]) -> str:
    """Which series a survey belongs to, by the words it asks with; empty when it asks none of the statements.

    Other words, other options or other people asked are another series: the two never share a line.
    """
    asked = {
        each.key: [each.kind, each.wording, each.hint, [option.to_json() for option in each.options]]
        for each in questions
        if each.key in STATEMENTS
    }
    return hash_mapping(asked)[:SERIES_LENGTH] if asked else ""


def _statement(key: str, words: str, *show_when: Condition) -> QuestionDefinition:
    return QuestionDefinition(
        key, AgreeScale.kind, words, options=AgreeScale.default_options, show_when=show_when
    )
