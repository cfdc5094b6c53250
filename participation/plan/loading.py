"""Reads the plan data that ship with the product into values, exactly as the two sources say it.

The file `data/dorset_plan.yaml` holds facts from two public documents: S, the strategy of 2017 to 2020, and
E, the equality impact assessment of the plan of 2020 to 2023. What a source does not say is null there and
stays None here. The periods are the years in the two titles, taken as whole calendar years: the strategy's
own text says "2 years" as well, and the sources do not reconcile the two.

Left out: notices that stood on the council's website in those years. They are no part of either plan.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

import yaml

from participation.foundation.codes import hash_mapping
from participation.plan.domain import AboutPlan

Item = Mapping[str, Any]

PERIODS = {
    "strategy-2017-2020": (date(2017, 1, 1), date(2020, 12, 31)),
    "cypf-plan-2020-2023": (date(2020, 1, 1), date(2023, 12, 31)),
}
#: Fields that say what an item is called or says, the first that is there being its text.
TEXT_FIELDS = ("text", "quote", "label_quote", "heading", "name", "role_quote", "type")


@dataclass(frozen=True)
class PriorityData:
    """One priority: what the partnership works on."""

    key: str
    position: int
    heading: str
    focus_points: tuple[str, ...]
    source_line: int


@dataclass(frozen=True)
class OutcomeData:
    """One outcome: how life should be."""

    key: str
    position: int
    text: str
    source_line: int


@dataclass(frozen=True)
class EntryData:
    """Anything else a plan says. `details` are the source's own fields beside the text."""

    kind: str
    key: str
    text: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanData(AboutPlan):
    """One plan with everything its source says."""

    key: str
    note: str
    priorities: tuple[PriorityData, ...]
    outcomes: tuple[OutcomeData, ...]
    entries: tuple[EntryData, ...]

    @property
    def content_hash(self) -> str:
        """The same for the same content, so that loading again changes nothing."""
        return hash_mapping(asdict(self))


def plan_file() -> bytes:
    """The plan data as they lie in the package."""
    return files("participation.plan").joinpath("data", "dorset_plan.yaml").read_bytes()


def read_plans() -> tuple[PlanData, ...]:
    """Both plans, the older one first."""
    document: Item = yaml.safe_load(plan_file())
    return tuple(_plan(document, header) for header in document["plans"])


def _plan(document: Item, header: Item) -> PlanData:
    source = header["source"]
    about = document["meta"]["sources"][source]
    starts_on, ends_on = PERIODS[header["id"]]
    return PlanData(
        key=header["id"],
        title=header["title"],
        starts_on=starts_on,
        ends_on=ends_on,
        vision=header.get("vision", {}).get("text", ""),
        source_title=about.get("title") or about["title_in_index"],
        source_url=about["public_url"],
        note=header["our_note"],
        priorities=_priorities(document) if document["priorities"]["source"] == source else (),
        outcomes=_outcomes(document) if document["outcomes"]["source"] == source else (),
        entries=tuple(entry for entry_source, entry in _entries(document) if entry_source == source),
    )


def _priorities(document: Item) -> tuple[PriorityData, ...]:
    return tuple(
        PriorityData(
            each["id"], each["order"], each["heading"], tuple(each["focus"]["verbatim"]), each["line"]
        )
        for each in document["priorities"]["items"]
    )


def _outcomes(document: Item) -> tuple[OutcomeData, ...]:
    return tuple(
        OutcomeData(each["id"], each["order"], each["text"], each["line"])
        for each in document["outcomes"]["items"]
    )


def _entries(document: Item) -> Iterator[tuple[str, EntryData]]:
    """Every other statement with the letter of its source, in the order a page shows them."""
    yield from _partnership(document)
    yield from _statements(document)
    yield from _campaign(document)
    yield from _strategy(document)
    yield from _success(document)
    yield from _people(document)
    yield from _places(document)
    yield from _equality(document)
    yield from _limits(document)


def _partnership(document: Item) -> Iterator[tuple[str, EntryData]]:
    partnership = document["partnership"]
    for name in ("name_2020", "description", "legal_basis"):
        yield _listed("partnership", {"id": name.replace("_", "-"), **partnership[name]})
    for name in ("member_types_named", "prevention_partners_named"):
        named = partnership[name]
        yield (
            named["source"],
            EntryData(
                "partnership",
                name.replace("_", "-"),
                "; ".join(named["verbatim"]),
                _details(named, "verbatim", "source"),
            ),
        )
    members = {"member_list": partnership["member_list"]}
    yield partnership["name_2020"]["source"], EntryData("partnership", "member-list", "", members)


def _statements(document: Item) -> Iterator[tuple[str, EntryData]]:
    for header in document["plans"]:
        for name in ("period_in_body", "ambition_note", "deliver_by"):
            if name in header:
                yield _listed("statement", {"id": name.replace("_", "-"), **header[name]}, header["source"])


def _campaign(document: Item) -> Iterator[tuple[str, EntryData]]:
    campaign = document["campaign_i_live_in_dorset"]
    source = campaign["source"]
    facts = {name: campaign[name] for name in ("responses_received", "ages", "theme_to_priority_mapping")}
    facts |= {"description": campaign["description"]["text"], "line": campaign["name"]["line"]}
    yield source, EntryData("campaign", "i-live-in-dorset", campaign["name"]["text"], facts)
    yield from (_listed("campaign_theme", theme, source) for theme in campaign["themes"])
    for priority in document["priorities"]["items"]:
        if "added_quote" in priority:
            effect = {"id": priority["id"], "priority": priority["id"], **priority["added_quote"]}
            yield _listed("feedback_effect", effect, document["priorities"]["source"])


def _strategy(document: Item) -> Iterator[tuple[str, EntryData]]:
    pillars = document["pillars"]
    yield _listed("foundation", {"id": "foundation", **pillars["foundation"]}, pillars["source"])
    for kind, name in (
        ("pillar", "pillars"),
        ("principle", "principles"),
        ("ambition", "ambitions"),
        ("aim", "strategic_aims"),
    ):
        section = document[name]
        yield from (_listed(kind, item, section["source"]) for item in section["items"])
    gap = document["closing_the_gap_circumstances"]
    yield from _numbered("closing_the_gap", gap["source"], gap["verbatim"], {"line": gap["line"]})


def _success(document: Item) -> Iterator[tuple[str, EntryData]]:
    success = document["success_criteria"]
    for group in ("children_and_young_people", "parents_and_carers"):
        for item in success[group]["items"]:
            told_apart = {
                **item,
                "id": f"{group.replace('_', '-')}-{item['id']}",
                "group": success[group]["heading"],
            }
            yield _listed("success_criterion", told_apart, success["source"])
    yield _listed("accountability", {"id": "how-assessed", **success["how_assessed"]}, success["source"])
    accountability = document["accountability"]
    for name in ("outcomes_statement", "oba_statement"):
        yield _listed(
            "accountability", {"id": name.replace("_", "-"), **accountability[name]}, accountability["source"]
        )
    for question in accountability["questions"]:
        yield _listed("accountability_question", question, accountability["source"])
    measures = {"performance_measures": accountability["performance_measures"]}
    yield accountability["source"], EntryData("accountability", "performance-measures", "", measures)


def _people(document: Item) -> Iterator[tuple[str, EntryData]]:
    yield from (_listed("audience", each) for each in document["audiences"])
    for number, each in enumerate(document["age_range"], start=1):
        yield _listed("age_range", {"id": f"age-range-{number}", **each})
    yield from (_listed("engagement_method", each) for each in document["engagement_methods"])
    yield from (_listed("commitment", each) for each in document["commitments"])
    body = document["safeguarding_body_2017"]
    about = {name: value for name, value in body.items() if name != "name"}
    about = {
        name: value.get("verbatim") if isinstance(value, dict) else value for name, value in about.items()
    }
    yield _listed("safeguarding_body", {"id": "safeguarding-body-2017", **body["name"], **about})


def _places(document: Item) -> Iterator[tuple[str, EntryData]]:
    yield from (_listed("locality_scheme", each) for each in document["localities"]["schemes"])
    for number, each in enumerate(document["localities"]["places_named_in_source"], start=1):
        yield _listed("place_named", {"id": f"place-{number}", **each})
    yield from (_listed("population", each) for each in document["populations"]["items"])
    schools = document["schools"]
    yield (
        schools["source"],
        EntryData("schools", "schools", f"{schools['total_stated']} schools", _details(schools, "source")),
    )
    yield _listed("language", {"id": "languages", **document["languages"]})
    for number, each in enumerate(document["place_context"], start=1):
        yield _listed("place_context", {"id": f"context-{number}", **each})


def _equality(document: Item) -> Iterator[tuple[str, EntryData]]:
    equality = document["equality"]
    source = equality["effect_key"]["source"]
    yield from (_listed("effect", each, source) for each in equality["effect_key"]["items"])
    for number, each in enumerate(equality["overall_statements"], start=1):
        yield _listed("equality_statement", {"id": f"statement-{number}", **each}, source)
    yield from (_listed("characteristic", each, source) for each in equality["characteristics"])
    for number, each in enumerate(equality["action_plan"]["statements"], start=1):
        unsaid = {"persons_responsible": None, "date": None}
        yield _listed("equality_action", {"id": f"action-{number}", **each, **unsaid}, source)
    for number, each in enumerate(equality["sign_off_roles"], start=1):
        yield _listed("sign_off_role", {"id": f"role-{number}", **each}, source)


def _limits(document: Item) -> Iterator[tuple[str, EntryData]]:
    """What the sources do not say (kept with the last plan), and where the copies of them have holes."""
    for source, about in document["meta"]["sources"].items():
        yield from _numbered("extraction_gap", source, about["extraction_gaps"], {})
    yield from _numbered("unknown", document["plans"][-1]["source"], document["unknowns"], {})


def _listed(kind: str, item: Item, source: str = "") -> tuple[str, EntryData]:
    name = next((each for each in TEXT_FIELDS if item.get(each)), "")
    text = item[name] if name else ""
    return item.get("source", source), EntryData(kind, item["id"], text, _details(item, "id", "source", name))


def _numbered(kind: str, source: str, texts: Iterable[str], details: Item) -> Iterator[tuple[str, EntryData]]:
    for number, text in enumerate(texts, start=1):
        yield source, EntryData(kind, f"{kind.replace('_', '-')}-{number}", text, dict(details))


def _details(item: Item, *without: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in without}
