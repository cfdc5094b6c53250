"""The OpenAPI 3.1 file of the API, written from the views themselves, so that it cannot say anything else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, ParamSpec, TypeVar

from flask import Flask
from openapi_pydantic import (
    Components,
    Header,
    Info,
    MediaType,
    OpenAPI,
    Operation,
    Parameter,
    PathItem,
    Reference,
    Response,
    Schema,
    Server,
)
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import IntegerConverter, Rule

from participation.foundation.error_pages import PROBLEM
from participation.foundation.requests import LARGEST_ROW
from participation.pages.api.answers import Problem
from participation.pages.api.asking import Asking

P = ParamSpec("P")
R = TypeVar("R")
DESCRIBED = "_described"
VERSION = "1.0.0"
ABOUT = (
    "Campaigns, results and replies of this site, for other sites to show. It can only be read, by anybody, "
    "without a key. Counts are of responses, never of people; small ones are hidden and the rest are rounded, "
    "just as on the pages. Words of young people are not here. Answers may be kept for five minutes."
)
_PLACE = "#/components/schemas/{model}"
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Described:
    """What one endpoint answers, what may be asked of it, and whether it can be that nothing is there."""

    answer: type[BaseModel]
    asking: type[Asking] | None
    may_be_missing: bool


@dataclass(frozen=True)
class Line:
    """One endpoint, as the page for people lists it."""

    path: str
    summary: str
    fields: tuple[str, ...]


def describes(
    answer: type[BaseModel], asking: type[Asking] | None = None, *, may_be_missing: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare what a view answers, for the OpenAPI file."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, DESCRIBED, Described(answer, asking, may_be_missing))
        return view

    return declare


def open_api(app: Flask, name: str, url: str) -> dict[str, Any]:
    """The OpenAPI file of an app, as JSON can hold it."""
    found = _found(app)
    kinds = {kind for _, each in found for kind in (each.answer, each.asking) if kind} | {Problem}
    ordered = sorted(kinds, key=lambda kind: kind.__name__)
    made, all_schemas = models_json_schema([(kind, "serialization") for kind in ordered], ref_template=_PLACE)
    schemas = all_schemas["$defs"]
    asked_of = {kind: schemas.pop(_name(made[kind, "serialization"])) for kind in ordered if _is_asking(kind)}
    described = OpenAPI(
        info=Info(title=name, version=VERSION, description=ABOUT),
        servers=[Server(url=url)],
        paths={
            _PART.sub(r"{\1}", rule.rule): PathItem(get=_operation(app, rule, each, asked_of))
            for rule, each in found
        },
        components=Components(
            schemas={key: Schema.model_validate(schema) for key, schema in schemas.items()}
        ),
    )
    file: dict[str, Any] = described.model_dump(by_alias=True, exclude_none=True, mode="json")
    return file


def lines(app: Flask) -> list[Line]:
    """Every endpoint, for people."""
    return [
        Line(
            _PART.sub(r"{\1}", rule.rule),
            _summary(app, rule),
            tuple(each.asking.model_fields) if each.asking else (),
        )
        for rule, each in _found(app)
    ]


def _found(app: Flask) -> list[tuple[Rule, Described]]:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    found = [(rule, getattr(app.view_functions[rule.endpoint], DESCRIBED, None)) for rule in rules]
    return [(rule, each) for rule, each in found if each is not None]


def _operation(
    app: Flask, rule: Rule, described: Described, asked_of: dict[type[BaseModel], dict[str, Any]]
) -> Operation:
    failures = {"429": "Asked very often from one address; Retry-After says how many seconds to wait"}
    if described.asking:
        failures["422"] = "A field of the address cannot be read"
    if described.may_be_missing:
        failures["404"] = "There is no such thing, or it is not public"
    fields = asked_of[described.asking]["properties"] if described.asking else {}
    tag = Header(description="Send it back as If-None-Match", schema=Schema(type="string"))
    return Operation(
        operationId=rule.endpoint.removeprefix("api."),
        summary=_summary(app, rule),
        parameters=[
            *(_part(rule, name) for name in sorted(rule.arguments)),
            *(_field(name, schema) for name, schema in fields.items()),
        ],
        responses={
            "200": Response(
                description=str(getdoc(described.answer)),
                headers={"ETag": tag},
                content={"application/json": MediaType(schema=_reference(described.answer))},
            ),
            "304": Response(description="Nothing has changed since the answer with that ETag"),
            **{
                status: Response(description=said, content={PROBLEM: MediaType(schema=_reference(Problem))})
                for status, said in sorted(failures.items())
            },
        },
    )


def _part(rule: Rule, name: str) -> Parameter:
    is_number = isinstance(rule._converters[name], IntegerConverter)
    number = Schema(type="integer", minimum=1, maximum=LARGEST_ROW)
    return _parameter(name, "path", number if is_number else Schema(type="string", minLength=1))


def _field(name: str, schema: dict[str, Any]) -> Parameter:
    rest = {key: value for key, value in schema.items() if key not in ("title", "default", "description")}
    kind = Reference.model_validate(rest) if "$ref" in rest else Schema.model_validate(rest)
    return _parameter(name, "query", kind, schema.get("description"))


def _parameter(name: str, place: str, kind: Schema | Reference, said: str | None = None) -> Parameter:
    given = {"name": name, "in": place, "required": place == "path", "description": said, "schema": kind}
    return Parameter.model_validate(given)


def _summary(app: Flask, rule: Rule) -> str:
    return str(getdoc(app.view_functions[rule.endpoint])).splitlines()[0]


def _reference(kind: type[BaseModel]) -> Reference:
    return Reference.model_validate({"$ref": _PLACE.format(model=kind.__name__)})


def _name(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def _is_asking(kind: type[BaseModel]) -> bool:
    return issubclass(kind, Asking)
