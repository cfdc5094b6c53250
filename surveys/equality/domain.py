"""Which equality questions there are, who may be asked them, and which a campaign asks. Pure.

From 16 on the wording and the order are those of the harmonised standards of the Government Statistical Service,
without the boxes for one's own words: words could say who somebody is. For 11 to 15 some are said more simply. Under
11 nothing is asked, and nobody who may be under 16 is asked about sexual orientation, gender or sex.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from surveys.definition import SurveyDefinition
from surveys.question_types.band_cells import AGE, SPAN
from surveys.question_types.choices import AgeBand
from surveys.question_types.sentences import N_

#: Below the first nothing is asked; from the second on everything may be.
YOUNGEST_ASKED, GROWN = 11, 16
PREFER_NOT, LEFT_OUT = "prefer-not", "left-out"
PREFER_NOT_LABEL = N_("Prefer not to say")


class Band(StrEnum):
    """How old somebody is, as far as these questions need to know."""

    UNDER = "under-11"
    YOUNGER = "11-15"
    OLDER = "16-over"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"under-11": N_("Under 11"), "11-15": N_("11 to 15"), "16-over": N_("16 or over")}[self.value]


#: The bands that may be asked anything at all.
ASKED_BANDS = (Band.YOUNGER, Band.OLDER)


@dataclass(frozen=True)
class EqualityQuestion:
    """One question.

    Attributes:
        about: what staff call it.
        options: id and label of each answer; "Prefer not to say" stands below them always.
        bands: who may be asked it.
        younger_wording: the same for 11 to 15, where it is said more simply.
        follows: key and answer of the question after which it is asked, on a page of its own.
    """

    key: str
    about: str
    wording: str
    options: tuple[tuple[str, str], ...]
    bands: tuple[Band, ...] = (Band.OLDER,)
    younger_wording: str = ""
    follows: tuple[str, str] | None = None

    def wording_for(self, band: Band) -> str:
        """What somebody of this age is asked."""
        return self.younger_wording if band is Band.YOUNGER and self.younger_wording else self.wording

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Everything that may be chosen."""
        return (*self.options, (PREFER_NOT, PREFER_NOT_LABEL))

    def label_of(self, option: str) -> str:
        """What people read for an answer."""
        return dict(self.answers).get(option, option)


_YES_NO = (("yes", N_("Yes")), ("no", N_("No")))
_ETHNIC_DETAIL = N_("Which one best describes your ethnic group or background?")


def _ethnic_detail(group: str, *options: tuple[str, str]) -> EqualityQuestion:
    return EqualityQuestion(
        f"ethnic_{group}",
        f"Ethnic group in more detail: {group}",
        _ETHNIC_DETAIL,
        options,
        ASKED_BANDS,
        follows=("ethnic_group", group),
    )


#: In the order of the standards; a question that follows another stands after it.
QUESTIONS = (
    EqualityQuestion("sex", "Sex", N_("What is your sex?"), (("female", N_("Female")), ("male", N_("Male")))),
    EqualityQuestion(
        "gender_identity",
        "Gender identity",
        N_("Is the gender you identify with the same as your sex registered at birth?"),
        _YES_NO,
    ),
    EqualityQuestion(
        "ethnic_group",
        "Ethnic group",
        N_("What is your ethnic group?"),
        (
            ("white", N_("White")),
            ("mixed", N_("Mixed or multiple ethnic groups")),
            ("asian", N_("Asian or Asian British")),
            ("black", N_("Black, African, Caribbean or Black British")),
            ("other", N_("Another ethnic group")),
        ),
        ASKED_BANDS,
    ),
    _ethnic_detail(
        "white",
        ("british", N_("English, Welsh, Scottish, Northern Irish or British")),
        ("irish", N_("Irish")),
        ("traveller", N_("Gypsy or Irish Traveller")),
        ("any-other", N_("Any other White background")),
    ),
    _ethnic_detail(
        "mixed",
        ("white-black-caribbean", N_("White and Black Caribbean")),
        ("white-black-african", N_("White and Black African")),
        ("white-asian", N_("White and Asian")),
        ("any-other", N_("Any other Mixed or multiple ethnic background")),
    ),
    _ethnic_detail(
        "asian",
        ("indian", N_("Indian")),
        ("pakistani", N_("Pakistani")),
        ("bangladeshi", N_("Bangladeshi")),
        ("chinese", N_("Chinese")),
        ("any-other", N_("Any other Asian background")),
    ),
    _ethnic_detail(
        "black",
        ("african", N_("African")),
        ("caribbean", N_("Caribbean")),
        ("any-other", N_("Any other Black, African or Caribbean background")),
    ),
    _ethnic_detail("other", ("arab", N_("Arab")), ("any-other", N_("Any other ethnic group"))),
    EqualityQuestion(
        "condition",
        "Health condition, disability or special needs",
        N_(
            "Do you have any physical or mental health conditions or illnesses lasting or expected to last 12 months"
            " or more?"
        ),
        _YES_NO,
        ASKED_BANDS,
        younger_wording=N_("Do you have a disability, a long illness, or extra help with learning?"),
    ),
    EqualityQuestion(
        "activities",
        "Whether the condition limits everyday life",
        N_("Do any of your conditions or illnesses reduce your ability to carry out day-to-day activities?"),
        (("a-lot", N_("Yes, a lot")), ("a-little", N_("Yes, a little")), ("not-at-all", N_("Not at all"))),
        ASKED_BANDS,
        younger_wording=N_("Does it make everyday things harder for you?"),
        follows=("condition", "yes"),
    ),
    EqualityQuestion(
        "sexual_orientation",
        "Sexual orientation",
        N_("Which of the following best describes your sexual orientation?"),
        (
            ("straight", N_("Straight or heterosexual")),
            ("gay", N_("Gay or lesbian")),
            ("bisexual", N_("Bisexual")),
            ("other", N_("Other sexual orientation")),
        ),
    ),
    EqualityQuestion(
        "religion",
        "Religion",
        N_("What is your religion?"),
        (
            ("none", N_("No religion")),
            ("christian", N_("Christian, all denominations")),
            ("buddhist", N_("Buddhist")),
            ("hindu", N_("Hindu")),
            ("jewish", N_("Jewish")),
            ("muslim", N_("Muslim")),
            ("sikh", N_("Sikh")),
            ("any-other", N_("Any other religion")),
        ),
    ),
    EqualityQuestion(
        "caring",
        "Caring for somebody",
        N_(
            "Do you look after, or give any help or support to, anyone because they have long-term physical or mental"
            " health conditions or illnesses, or problems related to old age?"
        ),
        _YES_NO,
        ASKED_BANDS,
        younger_wording=N_("Do you help to look after somebody at home who is ill or disabled?"),
    ),
    EqualityQuestion(
        "in_care",
        "Time in care",
        N_("Are you in care now, or have you ever been in care?"),
        (
            ("now", N_("Yes, I am in care now")),
            ("before", N_("Yes, I was in care before")),
            ("never", N_("No")),
        ),
        ASKED_BANDS,
        younger_wording=N_("Are you in care, such as with foster carers, or were you before?"),
    ),
)
BY_KEY: Mapping[str, EqualityQuestion] = {each.key: each for each in QUESTIONS}
#: Those that staff switch; the others come with the one they follow.
SWITCHED = tuple(each for each in QUESTIONS if each.follows is None)

#: Band to the keys of the questions that are switched on for it.
Asked = Mapping[str, Sequence[str]]


def permitted(asked: Asked) -> dict[str, list[str]]:
    """What may really be asked of what somebody wants asked: the rules about age hold whatever is stored."""
    return {
        band.value: [each.key for each in SWITCHED if band in each.bands and each.key in asked.get(band, ())]
        for band in ASKED_BANDS
    }


def questions_for(asked: Asked, band: Band) -> tuple[EqualityQuestion, ...]:
    """The first questions for somebody of this age, in order; none for anybody under 11."""
    return tuple(BY_KEY[key] for key in permitted(asked).get(band, ()))


def following(chosen: Mapping[str, str], band: Band) -> tuple[EqualityQuestion, ...]:
    """The questions that come after these answers."""
    return tuple(each for each in QUESTIONS if each.follows in set(chosen.items()) and band in each.bands)


def is_any_asked(asked: Asked) -> bool:
    """Whether anybody is asked anything."""
    return any(permitted(asked).values())


def only_less(asked: Asked, before: Asked) -> bool:
    """Whether nothing is asked of anybody that was not asked before."""
    now, then = permitted(asked), permitted(before)
    return all(set(keys) <= set(then[band]) for band, keys in now.items())


def band_of(age: int | None) -> Band | None:
    """The band of somebody at least this old; None when that is not known."""
    if age is None:
        return None
    return Band.UNDER if age < YOUNGEST_ASKED else Band.YOUNGER if age < GROWN else Band.OLDER


def least_age(definition: SurveyDefinition, chosen: Mapping[str, Iterable[str]]) -> int | None:
    """How old somebody is at least, from what they chose in the survey's own question about age.

    A band that begins under 11 or 16 counts as its youngest: nobody is asked too early.
    """
    for question in definition.questions:
        if question.kind == AgeBand.kind:
            for option in chosen.get(question.key, ()):
                found = SPAN.fullmatch(option) or AGE.fullmatch(option.rstrip("+"))
                if found:
                    return int(found[1])
    return None


def band_known(said: int | None, youngest: int) -> Band | None:
    """The band of somebody from what they said, else from the youngest age a campaign is for.

    None where that leaves it open: they are then asked which it is.
    """
    if said is not None:
        return band_of(said)
    return Band.OLDER if youngest >= GROWN else None


def cleaned(questions: Iterable[EqualityQuestion], sent: Mapping[str, str]) -> dict[str, str]:
    """An answer for each question that was shown: one of its own, or that it was left out."""
    return {
        each.key: sent[each.key] if sent.get(each.key) in dict(each.answers) else LEFT_OUT
        for each in questions
    }
