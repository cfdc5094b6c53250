"""Staff's longer words on a page: paragraphs where they left a line, links where they gave an address."""

import re

import bleach
from markupsafe import Markup, escape

_LINES = re.compile(r"\s*\n\s*")
_KEPT_TAGS = frozenset({"p", "a"})
_KEPT_ATTRIBUTES = {"a": ["href", "rel"]}
_KEPT_PROTOCOLS = frozenset({"https", "http"})


def paragraphs(words: str) -> Markup:
    """The words as HTML: a paragraph for each line, web addresses as links, and nothing else."""
    lines = [line for line in _LINES.split(words.strip()) if line]
    linked = bleach.linkify("".join(f"<p>{escape(line)}</p>" for line in lines))
    cleaned = bleach.clean(
        linked, tags=_KEPT_TAGS, attributes=_KEPT_ATTRIBUTES, protocols=_KEPT_PROTOCOLS, strip=True
    )
    return Markup(cleaned)  # noqa: S704 - escaped above, and cleaned to two tags
