"""Each opening gate alone keeps a campaign shut, names what is missing, and leads to where it is put right."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from participation.campaigns.domain import CampaignDetails, OpeningProblem
from participation.campaigns.evidence import AskedEvidence, Readiness, SafetyEvidence, SignOff
from participation.campaigns.forms import CampaignForm
from participation.campaigns.gates import GATES, Ground, gates_for, missing, record
from participation.foundation.periods import Period, days_within

TODAY = date(2027, 3, 10)
DAY = timedelta(days=1)
CLOSES = TODAY + 30 * DAY
DETAILS = CampaignDetails(
    title="Parks",
    slug="parks",
    purpose="We plan parks.",
    decision="Which parks change.",
    decision_maker="The parks board",
    can_change="Swings",
    cannot_change="Money",
    who_reads="A youth worker",
    closes_on=CLOSES,
    decided_on=CLOSES + 10 * DAY,
    hear_back_by=CLOSES + 30 * DAY,
    left_out="Children without a phone take part on paper.",
    easy_summary="We plan parks. Tell us what you need.",
    access_checked_by="Two young people",
    access_checked_on=TODAY,
    privacy_level="L1",
    dpia_reference="DPIA-1",
)
ASKED = AskedEvidence(
    problems=(),
    offered_in=("Polish",),
    ways=("In their own words", "By choosing from a list"),
    asks_about_you=True,
    words="a",
)
SAFE = SafetyEvidence((), (), is_staffed_at_close=True)
SENSITIVE = {"is_sensitive": True, "ethics_approval": "The panel, 3 March", "support": "A worker, every day"}


def ready(
    asked: AskedEvidence = ASKED, safety: SafetyEvidence = SAFE, *, is_signed: bool = True, **said: Any
) -> Readiness:
    """A campaign with nothing missing but what is said to be, signed as it is."""
    unsigned = Readiness(replace(DETAILS, **said), TODAY, asked, safety)
    signed = SignOff(TODAY, "Safeguarding lead", "They are heard.", unsigned.seal)
    return replace(unsigned, sign_off=signed if is_signed else None)


def anchors(standing: Readiness) -> list[str]:
    return [problem.anchor for problem in missing(standing)]


def test_a_campaign_that_answers_every_gate_may_open() -> None:
    assert missing(ready()) == []
    assert missing(ready(**SENSITIVE)) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        *(
            ({name: ""}, name)
            for name in ("purpose", "decision", "decision_maker", "can_change", "cannot_change")
        ),
        *(({name: ""}, name) for name in ("who_reads", "left_out", "easy_summary", "access_checked_by")),
        *(({name: ""}, name) for name in ("privacy_level", "dpia_reference")),
        *(({name: None}, name) for name in ("closes_on", "decided_on", "hear_back_by", "access_checked_on")),
        ({"closes_on": TODAY - DAY}, "closes_on"),
        ({"decided_on": CLOSES}, "decided_on"),
        ({"hear_back_by": CLOSES + 9 * DAY}, "hear_back_by"),
        ({"access_checked_on": TODAY + DAY}, "access_checked_on"),
        ({"easy_summary": "word " * 16}, "easy_summary"),
        ({"privacy_level": "L0"}, "privacy_level"),
        ({**SENSITIVE, "ethics_approval": ""}, "ethics_approval"),
        ({**SENSITIVE, "support": ""}, "support"),
        ({**SENSITIVE, "quick_ask_setting": "The youth club"}, "quick_ask_setting"),
    ],
)
def test_each_thing_said_wrongly_or_not_at_all_is_named_alone(said: dict[str, Any], field: str) -> None:
    [problem] = missing(ready(**said))
    assert (problem.endpoint, problem.anchor) == ("campaigns.edit", field)


def test_one_way_to_answer_is_too_few_unless_there_is_another_beside_the_site() -> None:
    words = replace(ASKED, ways=("In their own words",))
    assert anchors(ready(words)) == ["other_ways"]
    assert anchors(ready(words, other_ways="On paper at the library")) == []


def test_what_other_floors_find_is_passed_on_as_they_say_it() -> None:
    found = (OpeningProblem("Mend it.", "rota.show"),)
    assert missing(ready(safety=replace(SAFE, rota=found))) == [*found]
    assert missing(ready(safety=replace(SAFE, help_links=found))) == [*found]
    assert missing(ready(replace(ASKED, problems=found))) == [*found]
    assert missing(ready(replace(ASKED, hard_to_read=found))) == [*found]


def test_where_nobody_looked_the_gate_stays_shut() -> None:
    messages = [problem.message for problem in missing(ready(AskedEvidence(), SafetyEvidence()))]
    assert "Nobody has looked at the rota." in messages
    assert "Nobody has looked at the questions." in messages


def test_days_that_are_mostly_school_holidays_need_a_reason() -> None:
    break_up = Period("Spring", TODAY, TODAY + 15 * DAY)
    in_holidays = replace(ready(), holidays=(break_up,))
    [problem] = missing(in_holidays)
    assert problem.anchor == "holidays_because"
    assert "16 of its 31 days are school holidays" in problem.message
    assert missing(replace(in_holidays, holidays=(replace(break_up, last=TODAY + 14 * DAY),))) == []
    assert missing(replace(ready(holidays_because="Play schemes ask."), holidays=(break_up,))) == []


def test_holidays_that_overlap_are_counted_once() -> None:
    twice = (Period("Easter", TODAY, TODAY + 4 * DAY), Period("Bank holiday", TODAY, TODAY))
    assert days_within(TODAY, TODAY + 9 * DAY, twice) == 5
    with pytest.raises(ValueError, match="its first day or later"):
        Period("Backwards", TODAY, TODAY - DAY)


def test_the_run_up_to_an_election_needs_somebody_who_agreed() -> None:
    election = Period("the council election", CLOSES, CLOSES + 20 * DAY)
    [problem] = missing(replace(ready(), elections=(election,)))
    assert problem.anchor == "elections_because"
    assert "the council election" in problem.message
    assert missing(replace(ready(), elections=(replace(election, first=CLOSES + DAY),))) == []
    assert missing(replace(ready(elections_because="The monitoring officer."), elections=(election,))) == []


def test_a_sensitive_campaign_closes_on_a_day_somebody_works() -> None:
    nobody = replace(SAFE, is_staffed_at_close=False)
    assert anchors(ready(safety=nobody, **SENSITIVE)) == ["closes_on"]
    assert anchors(ready(safety=nobody)) == []


def test_groups_make_the_setting_known() -> None:
    grouped = replace(ASKED, is_met_in_groups=True)
    assert anchors(ready(grouped)) == ["privacy_level"]
    assert anchors(ready(grouped, privacy_level="L2")) == []


def test_a_named_person_signs_and_signs_again_when_it_changes() -> None:
    [unsigned] = missing(ready(is_signed=False))
    assert (unsigned.endpoint, unsigned.anchor) == ("signing.sign", "statement")
    for changed in (
        replace(ready(), details=replace(DETAILS, purpose="Something else.")),
        replace(ready(), asked=replace(ASKED, words="b")),
    ):
        [problem] = missing(changed)
        assert "have it signed again" in problem.message
    moved = replace(ready(), details=replace(DETAILS, closes_on=CLOSES + DAY))
    assert missing(moved) == [], "a day is not what was signed for"


def test_a_quick_ask_needs_the_gates_of_safety_and_privacy_only() -> None:
    listening = {
        each.name: "" for each in fields(CampaignDetails) if isinstance(getattr(DETAILS, each.name), str)
    }
    kept = {
        "title": "Parks",
        "slug": "parks",
        "who_reads": "A worker",
        "privacy_level": "L1",
        "dpia_reference": "1",
    }
    quick = ready(**{**listening, **kept, "quick_ask_setting": "The youth club", "decided_on": None})
    assert missing(quick) == []
    assert {gate.ground for gate in gates_for(quick)} == {Ground.SAFETY, Ground.PRIVACY}
    assert anchors(replace(quick, details=replace(quick.details, dpia_reference=""))) == ["dpia_reference"]


def test_the_record_holds_an_answer_to_every_gate() -> None:
    kept = record(ready(**SENSITIVE))
    assert [each["title"] for each in kept] == [gate.title for gate in GATES if gate.title != "Quick ask"]
    answers = {each["title"]: each["answer"] for each in kept}
    assert (
        answers["Best interests of children"]
        == "They are heard. Signed on 10 March 2027 (Safeguarding lead)."
    )
    assert answers["School holidays"] == "The school holidays were not entered on this site."


def test_every_field_that_a_gate_names_is_on_the_form() -> None:
    bare = Readiness(CampaignDetails("Parks", "parks", is_sensitive=True), TODAY, ASKED, SAFE)
    named = {problem.anchor for problem in missing(bare) if problem.endpoint == "campaigns.edit"}
    assert named <= {name for name in vars(CampaignForm) if not name.startswith("_")}
