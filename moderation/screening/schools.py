"""Finds named schools and colleges: on the council's list, or a name before "school", "academy" and the "
"like."""

import re
from collections.abc import Iterator
from functools import lru_cache

from moderation.screening.context_words import context_words
from moderation.screening.folding import FoldedText
from moderation.screening.people import first_names
from moderation.screening.places import PhraseFinder, listed, phrase_pattern
from moderation.screening.words import known_words

_KIND = (
    r"(?:(?:c of e|ce|rc|catholic|community|church of england|voluntary|church|upper|lower|middle|first|"
    r"primary|"
    r"secondary|junior|infants?|high|grammar|prep|special|all through|girls'?|boys'?|studio|academy|sixth "
    r"form|free) )*"
    r"(?:school|academy|college|primary|grammar|juniors|infants|sixth form|nursery|preschool|pre-school)"
)
_KIND_AT_END = re.compile(rf"(?:^| ){_KIND}(?: [a-z ]+)?$")
_NAMED = re.compile(rf"(?P<name>(?:[a-z][a-z.'\-]*[ ]){{1,4}})(?P<kind>{_KIND})(?![a-z])")
_GO_TO = (
    r"(?:go|goes|going|went|attend|attends|attending|start|starting|started|studies|study|studying|student|"
    r"pupil|"
    r"teacher|head|year \d{1,2}|yr ?\d{1,2}|y\d{1,2}|class|sixth form|bullied|teach|teaches|work|works|"
    r"expelled|"
    r"excluded|everyone|kids|people|friends|girls|boys|lads|uniform|prom|lessons|toilets)"
)


def _names(lines: list[str]) -> str:
    return "|".join(map(phrase_pattern, sorted(lines, key=lambda line: (-len(line), line)))) or r"(?!)"


@lru_cache(maxsize=4)
def _known_schools(local: tuple[str, ...]) -> tuple[PhraseFinder, re.Pattern[str]]:
    """Packaged and local schools: those that are only schools, and those (marked ?) that are something
    else too."""
    lines = [*listed("schools.txt"), *(line for name in local for line in _as_listed(name))]
    unsure = _names([line.rstrip("?") for line in lines if line.endswith("?")])
    return (
        PhraseFinder((line for line in lines if not line.endswith("?")), rf"(?: {_KIND})?"),
        re.compile(
            rf"(?<![a-z])(?:{_GO_TO} (?:to |at |in |from )(?:the )?(?P<cued>{unsure})|"
            rf"(?P<kind>(?:{unsure}) {_KIND}))"
            r"(?![a-z])"
        ),
    )


def _as_listed(name: str) -> list[str]:
    """A school of the council's list by its full name and by the short one that children use.

    A name of nothing but ordinary words, or that is also a place, counts only where a school is expected.
    """
    full = " ".join(re.sub(r"[^\w\s'\-?]", " ", name).split())
    kind = _KIND_AT_END.search(full.lower())
    short = full[: kind.start()].strip() if kind else full
    names = [full] if kind and short else []
    return [*names, short + ("" if short.endswith("?") or _is_only_a_school(short) else "?")] if short else []


def _is_only_a_school(short: str) -> bool:
    words = short.lower().replace("'", "").split()
    places = {place.lower() for place in listed("place_names.txt")}
    return short.lower() not in places and (
        any(word not in known_words() and word not in first_names()[0] for word in words)
        or words[0] in ("st", "saint")
    )


def find_schools(folded: FoldedText, local: tuple[str, ...] = ()) -> Iterator[tuple[int, int]]:
    """Spans of named schools in the folded text; `local` is the council's own list."""
    text = folded.text
    sure, unsure = _known_schools(local)
    yield from sure.find(text)
    for match in unsure.finditer(text):
        yield match.span("cued") if match.group("cued") else match.span("kind")
    for match in _NAMED.finditer(text):
        start = _name_start(match)
        if start < match.start("kind"):
            yield start, match.end()


def _name_start(match: re.Match[str]) -> int:
    """Where the school's own name begins: going back from its kind, as far as words could name a school.

    Without such a word it is any school: the start of its kind is given back. An ordinary word counts only
    straight after "at", "to" and the like, or at the very beginning.
    """
    position = named_from = match.start("kind")
    words = match.group("name").split()
    for at in range(len(words) - 1, -1, -1):
        plain = words[at].strip(".'-")
        position -= len(words[at]) + 1
        is_introduced = at == 0 or words[at - 1] in _INTRODUCING
        if _may_name_a_school(plain) or (is_introduced and _is_ordinary_name(plain, at, match)):
            named_from = position
        elif named_from < match.start("kind") or plain not in context_words("school_kind"):
            break
    return named_from


_INTRODUCING = frozenset({"at", "to", "from", "in", "attend", "attends", "called", "near"})
SHORTEST_NAME = 4


def _is_ordinary_name(word: str, at: int, match: re.Match[str]) -> bool:
    """Whether an ordinary word may name a school where one is expected ("at kestrel primary school")."""
    begins_text = at == 0 and match.start() > 0
    return len(word) >= SHORTEST_NAME and word not in context_words("generic_school") and not begins_text


def _may_name_a_school(word: str) -> bool:
    if word in context_words("generic_school"):
        return False
    return word not in known_words() or word in context_words("school_name_part") or word in first_names()[0]
