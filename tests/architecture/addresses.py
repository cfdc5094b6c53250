"""Every address of the site with something in its place for each part of it."""

from flask import Flask, url_for
from werkzeug.routing import Rule

#: What stands for each part of an address. Numbers are ids that a small filled site has.
PARTS = {
    "slug": "safer-buses",
    "key": "q1",
    "ending": "csv",
    "kind": "themes",
    "filename": "css/public.css",
    "theme_key": "having-a-say",
    "way": "together",
    "language": "pl",
    "source": "library",
    "setting": "school",
    "band": "usual",
}
METHODS_THAT_ASK = {"GET", "HEAD", "OPTIONS"}


def rules(app: Flask) -> list[Rule]:
    """Every rule of the app, by endpoint."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def address_of(app: Flask, rule: Rule) -> str:
    """An address that this rule answers."""
    parts = {name: PARTS.get(name, 1) for name in rule.arguments}
    with app.test_request_context():
        return url_for(rule.endpoint, **parts)


def asks(rule: Rule) -> bool:
    """Whether it answers GET."""
    return "GET" in (rule.methods or ())


def sends(rule: Rule) -> bool:
    """Whether it takes something that is sent."""
    return bool((rule.methods or set()) - METHODS_THAT_ASK)
