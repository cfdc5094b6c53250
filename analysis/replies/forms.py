"""The forms of the register: one reply, several at once, and why an answer is late."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from analysis.replies.domain import PEOPLE_FIELDS, FieldProblem, ReasonCode, ReplyStatus
from analysis.reports.content import Quote
from participation.accounts.models import Person
from participation.foundation.access import Role
from participation.plan.models import Outcome, Priority

NOT_SET = ""
LONGEST_PLACES = 500
#: Fields that hold the number of a row, or nothing.
NUMBERS = ("priority_id", "outcome_id", *PEOPLE_FIELDS)
#: Field to the role a person needs to stand in it.
PEOPLE = {
    "owner_id": Role.PARTNER_OWNER,
    "decision_maker_id": Role.DECISION_MAKER,
    "equality_lead_id": Role.EQUALITY_LEAD,
    "data_officer_id": Role.DATA_PROTECTION_OFFICER,
}


class ChoiceOrNone(SelectField):
    """One of several, or nothing; a form that leaves it out changes nothing."""

    def process_data(self, value: object) -> None:
        """Hold a row's number as the list of choices does."""
        self.data = str(value or NOT_SET)


class ReplyForm(FlaskForm):
    """Everything a reply may carry. What a status requires is checked on saving."""

    status = SelectField(
        "What do we say?", choices=[SelectChoice(status.value, status.label) for status in ReplyStatus]
    )
    you_said = TextAreaField(
        "You said",
        description="What young people told us, in words a nine-year-old can read.",
        validators=[Length(max=2000)],
    )
    other_views = TextAreaField(
        "What some said instead",
        description="Where young people differed from each other, or from adults.",
        validators=[Length(max=1000)],
    )
    our_reply = TextAreaField(
        "Our reply",
        description="What we will do, or will not, in words a nine-year-old can read.",
        validators=[Length(max=2000)],
    )
    first_step = TextAreaField(
        "First step", description="For yes: what happens first.", validators=[Length(max=1000)]
    )
    left_out = TextAreaField(
        "What we cannot do", description="For part: the part that is left out.", validators=[Length(max=1000)]
    )
    reason_code = ChoiceOrNone(
        "Kind of reason",
        description="For no.",
        choices=[
            SelectChoice(NOT_SET, "Not set"),
            *(SelectChoice(code.value, code.label) for code in ReasonCode),
        ],
    )
    reason = TextAreaField(
        "Reason",
        description="For no, part, stuck and changed mind: the real reason. "
        "For done without young people’s evidence: why nobody was asked.",
        validators=[Length(max=2000)],
    )
    could_change = TextAreaField(
        "What could change it",
        description="For no: what would have to happen for the answer to be yes.",
        validators=[Length(max=1000)],
    )
    decision_maker = StringField(
        "Who decides",
        description="A role or a board: Cabinet member for transport.",
        validators=[Length(max=200)],
    )
    owner = StringField(
        "Owner", description="A role, not a person: Head of youth services.", validators=[Length(max=200)]
    )
    partner = StringField(
        "Partner organisation", description="Who else decides or acts.", validators=[Length(max=200)]
    )
    asked_on = DateField("We asked them on", validators=[Optional()])
    their_answer = TextAreaField(
        "Their answer", description="When whoever else decides has answered.", validators=[Length(max=1000)]
    )
    due_on = DateField(
        "Due on", description="The day by which it is done or answered.", validators=[Optional()]
    )
    next_update_on = DateField(
        "Next update on", description="Kept even when nothing has moved.", validators=[Optional()]
    )
    family_cost = TextAreaField(
        "Cost to families",
        description="Does this cost families money or data? Say how much, or that it is free.",
        validators=[Length(max=1000)],
    )
    evidence = TextAreaField(
        "What young people say",
        description="Their own words about what changed. Done needs this, or a reason.",
        validators=[Length(max=2000)],
    )
    practice_evidence = TextAreaField("What people who do the work say", validators=[Length(max=2000)])
    data_evidence = TextAreaField(
        "What the numbers say",
        description="With where each number comes from and its date.",
        validators=[Length(max=2000)],
    )
    places = StringField(
        "Places",
        description="Where it is done, with commas between. Leave it out when it is for everywhere.",
        validators=[Length(max=LONGEST_PLACES)],
        filters=[lambda given: ", ".join(given) if isinstance(given, list) else given],
    )
    quote_ids = SelectMultipleField(
        "Words it answers",
        description="Quotes that may be shown. None chosen: the first ones of the theme.",
        choices=[],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    priority_id = ChoiceOrNone("Plan priority", description="What the partnership works on.")
    outcome_id = ChoiceOrNone("Outcome", description="How life should be.")
    owner_id = ChoiceOrNone("Kept up to date by", description="Signs in and sees this reply under My items.")
    decision_maker_id = ChoiceOrNone("Read by", description="Confirms “I have read this”.")
    equality_lead_id = ChoiceOrNone("Equality lead", description="Signs when it touches the equality duty.")
    data_officer_id = ChoiceOrNone(
        "Data protection officer", description="Signs when it touches personal data."
    )

    def offer(
        self,
        priorities: Sequence[Priority],
        outcomes: Sequence[Outcome],
        people: Sequence[Person],
        quotes: Sequence[tuple[int, Quote]],
    ) -> None:
        """Fill the lists; leaving one open is a choice too."""
        self.priority_id.choices = _choices((p.id, p.friendly_name or p.heading) for p in priorities)
        self.outcome_id.choices = _choices((o.id, o.text) for o in outcomes)
        for name, role in PEOPLE.items():
            self[name].choices = _choices(_holding(role, people))
        self.quote_ids.choices = [SelectChoice(number, quote.text) for number, quote in quotes]

    def keep_only(self, names: Collection[str]) -> None:
        """Take out what whoever is asking may not change."""
        for name in [each for each in self._fields if each not in names and each != "csrf_token"]:
            del self[name]

    def show(self, problems: Iterable[FieldProblem]) -> None:
        """Put what is missing beside its field; beside the status when the field is not on this form."""
        for problem in problems:
            field = self[problem.field.value if problem.field.value in self else "status"]
            field.errors = [*field.errors, problem.message]

    def values(self) -> dict[str, object]:
        """What was filled in, as the service takes it."""
        given = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        for name in NUMBERS:
            if name in given:
                given[name] = int(given[name]) if given[name] else None
        if "places" in given:
            given["places"] = list(
                dict.fromkeys(
                    " ".join(part.replace("/", " ").split())
                    for part in (given["places"] or "").split(",")
                    if part.strip()
                )
            )
        return given


class BulkForm(FlaskForm):
    """What several replies get at once; a field left empty stays as it is in each."""

    owner = StringField("Owner", validators=[Length(max=200)])
    due_on = DateField("Due on", validators=[Optional()])
    next_update_on = DateField("Next update on", validators=[Optional()])
    owner_id = ChoiceOrNone("Kept up to date by")
    decision_maker_id = ChoiceOrNone("Read by")

    def offer(self, people: Sequence[Person]) -> None:
        """Fill the lists of people."""
        for name in ("owner_id", "decision_maker_id"):
            self[name].choices = _choices(_holding(PEOPLE[name], people), "As it is")

    def values(self) -> dict[str, object]:
        """Only what was filled in."""
        given = {
            name: field.data for name, field in self._fields.items() if name != "csrf_token" and field.data
        }
        return {name: int(value) if name in NUMBERS else value for name, value in given.items()}


class LateForm(FlaskForm):
    """Why an answer is late and when it comes instead."""

    reason = TextAreaField(
        "Why is it late?",
        description="The real reason, in words a nine-year-old can read. Everybody sees it.",
        validators=[DataRequired("Give the real reason why the answer is late"), Length(max=1000)],
    )
    expected_on = DateField(
        "When does the answer come?", validators=[DataRequired("Choose the day on which the answer comes")]
    )


def _holding(role: Role, people: Sequence[Person]) -> Iterator[tuple[int, str]]:
    """Those who hold a role. Somebody whose account is closed is still named where they stand."""
    return ((p.id, p.name if p.is_active else f"{p.name} (account closed)") for p in people if p.holds(role))


def _choices(rows: Iterable[tuple[int, str]], nothing: str = "Not set") -> list[SelectChoice]:
    return [SelectChoice(NOT_SET, nothing), *(SelectChoice(str(number), name) for number, name in rows)]
